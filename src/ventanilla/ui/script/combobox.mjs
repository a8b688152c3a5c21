/**
 * A long list that also finds by typing, without accents (the ARIA pattern "combobox with list autocomplete").
 * The list itself stays in the form and carries the answer; without scripts it is what the person uses.
 */

const SHOWN_OPTIONS = 8

const bare = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()

/** Those that begin with what was typed stand before those that only contain it. */
function found (options, typed) {
  const wanted = bare(typed)
  if (!wanted) return []
  const place = option => option.bare.indexOf(wanted)
  return options
    .filter(option => place(option) >= 0)
    .sort((one, other) => Math.min(place(one), 1) - Math.min(place(other), 1))
    .slice(0, SHOWN_OPTIONS)
}

function element (name, attributes) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

class Combobox {
  constructor (group) {
    this.texts = group.dataset
    this.select = group.querySelector('select')
    this.options = [...this.select.options].filter(option => option.value).map(option => ({
      value: option.value,
      label: option.label,
      group: option.parentElement.label ?? '',
      bare: bare(option.label)
    }))
    this.shown = []
    this.active = -1
    this.draw()
  }

  draw () {
    const id = this.select.id
    this.select.id = `${id}-list`
    this.select.hidden = true
    const described = this.select.getAttribute('aria-describedby')
    const invalid = this.select.getAttribute('aria-invalid')
    this.input = element('input', {
      id,
      type: 'text',
      class: `govuk-input${invalid ? ' govuk-input--error' : ''}`,
      role: 'combobox',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': `${id}-box`,
      ...(described && { 'aria-describedby': described }),
      ...(invalid && { 'aria-invalid': invalid })
    })
    const label = document.querySelector(`label[for="${id}"]`)
    this.box = element('ul', { id: `${id}-box`, class: 'v-combobox__box', role: 'listbox', 'aria-label': label.textContent.trim(), hidden: '' })
    this.status = element('div', { class: 'v-hidden', 'aria-live': 'polite' })
    const wrapper = element('div', { class: 'v-combobox' })
    wrapper.append(this.input, this.box, this.status)
    this.select.after(wrapper)
    this.input.value = this.select.value ? this.select.selectedOptions[0].label : ''
    this.listen()
  }

  listen () {
    this.input.addEventListener('input', () => this.search())
    this.input.addEventListener('keydown', event => this.press(event))
    this.input.addEventListener('blur', () => this.settle())
    this.select.form?.addEventListener('submit', () => this.settle())
    this.box.addEventListener('pointerdown', event => event.preventDefault())
    this.box.addEventListener('click', event => {
      const line = event.target.closest('[role=option]')
      if (line) this.choose(this.shown[Number(line.dataset.index)])
    })
  }

  search () {
    this.select.value = ''
    this.shown = found(this.options, this.input.value)
    this.box.replaceChildren(...this.shown.map((option, index) => this.line(option, index)))
    this.move(-1)
    const typed = this.input.value.trim()
    this.open(this.shown.length > 0)
    this.status.textContent = !typed ? '' : this.shown.length ? this.texts.vSome.replace('{n}', this.shown.length) : this.texts.vNone
  }

  line (option, index) {
    const line = element('li', { role: 'option', id: `${this.box.id}-${index}`, class: 'v-combobox__option', 'data-index': index })
    line.textContent = option.label
    if (option.group) {
      const group = element('span', { class: 'v-combobox__group' })
      group.textContent = option.group
      line.append(' ', group)
    }
    return line
  }

  press (event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 }
    if (event.key in steps && this.shown.length) {
      event.preventDefault()
      this.open(true)
      this.move((this.active + steps[event.key] + this.shown.length) % this.shown.length)
    } else if (event.key === 'Enter' && this.active >= 0) {
      event.preventDefault()
      this.choose(this.shown[this.active])
    } else if (event.key === 'Escape') {
      this.open(false)
    }
  }

  move (index) {
    this.active = index
    ;[...this.box.children].forEach((line, place) => line.setAttribute('aria-selected', String(place === index)))
    if (index < 0) this.input.removeAttribute('aria-activedescendant')
    else this.input.setAttribute('aria-activedescendant', this.box.children[index].id)
    this.box.children[index]?.scrollIntoView({ block: 'nearest' })
  }

  choose (option) {
    this.input.value = option.label
    this.select.value = option.value
    this.open(false)
  }

  /** What was typed in full counts as chosen, so that nobody has to use the arrows. */
  settle () {
    const typed = bare(this.input.value)
    const same = this.options.filter(option => option.bare === typed)
    if (same.length === 1) this.choose(same[0])
    else this.open(false)
  }

  open (yes) {
    this.box.hidden = !yes
    this.input.setAttribute('aria-expanded', String(yes))
  }
}

export const combobox = group => new Combobox(group)
