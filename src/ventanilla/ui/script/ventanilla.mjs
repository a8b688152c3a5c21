/**
 * What a page gains when scripts run. Nothing here is needed to use it.
 */

/** The error summary takes the focus, and its links put it in the input that they name. */
function errorSummary (summary) {
  summary.focus()
  summary.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]')
    const input = link && document.getElementById(link.hash.slice(1))
    if (!input) return
    event.preventDefault()
    const question = input.closest('fieldset, .govuk-form-group') ?? input
    question.scrollIntoView()
    input.focus({ preventScroll: true })
  })
}

/** A second press within a second does not send the form again. */
function pressOnce (event) {
  const button = event.target.closest('[data-v-once]')
  if (!button) return
  const before = Number(button.dataset.vPressed ?? 0)
  if (event.timeStamp - before < 1000 && before > 0) event.preventDefault()
  else button.dataset.vPressed = event.timeStamp
}

/** A link that looks like a button answers to the space bar as one. */
function pressWithSpace (event) {
  if (event.key !== ' ' || !event.target.matches('a[role=button]')) return
  event.preventDefault()
  event.target.click()
}

/** A button that shows the password, because typing it unseen on a phone goes wrong. */
function password (box) {
  const input = box.querySelector('input')
  const texts = box.dataset
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'v-button v-button--secondary v-password__toggle'
  const draw = () => {
    const hidden = input.type === 'password'
    button.textContent = hidden ? texts.vShow : texts.vHide
    button.setAttribute('aria-label', hidden ? texts.vShowLabel : texts.vHideLabel)
  }
  button.addEventListener('click', () => {
    input.type = input.type === 'password' ? 'text' : 'password'
    draw()
  })
  input.form?.addEventListener('submit', () => { input.type = 'password' })
  button.setAttribute('aria-controls', input.id)
  draw()
  box.append(button)
}

/** How many characters are left, spoken only when the person stops typing. */
function count (group) {
  const area = group.querySelector('textarea')
  const shown = group.querySelector('.v-count')
  const limit = Number(group.dataset.vCount)
  const spoken = document.createElement('div')
  spoken.className = 'v-hidden'
  spoken.setAttribute('aria-live', 'polite')
  shown.after(spoken)
  let timer
  const draw = () => {
    const left = limit - area.value.length
    const text = (left < 0 ? group.dataset.vOver : group.dataset.vLeft).replace('{n}', Math.abs(left))
    shown.textContent = text
    shown.classList.toggle('v-count--over', left < 0)
    clearTimeout(timer)
    timer = setTimeout(() => { spoken.textContent = text }, 1000)
  }
  area.addEventListener('input', draw)
  draw()
}

/** Says at once that a file is too big, instead of after minutes of uploading. */
function fileSize (group) {
  const input = group.querySelector('input[type=file]')
  const warning = document.createElement('p')
  warning.className = 'govuk-error-message'
  warning.setAttribute('role', 'alert')
  input.before(warning)
  input.addEventListener('change', () => {
    const tooBig = [...input.files].some(file => file.size > Number(group.dataset.vMaxBytes))
    warning.textContent = tooBig ? group.dataset.vTooBig : ''
  })
}

/** The account menu closes with Escape and with a click elsewhere. */
function menu (details) {
  document.addEventListener('click', event => {
    if (!details.contains(event.target)) details.open = false
  })
  details.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !details.open) return
    details.open = false
    details.querySelector('summary').focus()
  })
}

/** A long list that finds by typing; fetched only by pages that have one. */
async function combobox (group) {
  const { combobox: build } = await import('./combobox.mjs')
  build(group)
}

const behaviours = {
  '[data-v-combobox]': combobox,
  '[data-v-password]': password,
  '[data-v-count]': count,
  '[data-v-max-bytes]': fileSize,
  '[data-v-menu]': menu,
  '[data-v-focus]': errorSummary
}

const enhanced = new WeakSet()

function enhance (root) {
  for (const [selector, behaviour] of Object.entries(behaviours)) {
    for (const element of root.querySelectorAll(selector)) {
      if (enhanced.has(element)) continue
      enhanced.add(element)
      behaviour(element)
    }
  }
}

document.addEventListener('click', pressOnce)
document.addEventListener('keydown', pressWithSpace)
document.addEventListener('htmx:load', event => enhance(event.detail.elt))
enhance(document)
