/**
 * Passkeys: a form whose button asks the device, and sends what it answers. Where there are none, it stays hidden.
 */

/** The bytes of base64url. */
function bytes (text) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, letter => letter.charCodeAt(0))
}

/** The base64url of bytes. */
function text (buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

const descriptors = list => (list ?? []).map(each => ({ ...each, id: bytes(each.id) }))

/** Ask the device to make a passkey, or to answer with one. */
function ask (kind, options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) }
  if (kind === 'enter') {
    publicKey.allowCredentials = descriptors(options.allowCredentials)
    return navigator.credentials.get({ publicKey })
  }
  publicKey.user = { ...options.user, id: bytes(options.user.id) }
  publicKey.excludeCredentials = descriptors(options.excludeCredentials)
  return navigator.credentials.create({ publicKey })
}

/** What the platform reads: the answer with its bytes as text. */
function answered (credential) {
  const response = {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = text(credential.response[name])
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response })
}

for (const form of document.querySelectorAll('[data-v-passkey]')) {
  if (!window.PublicKeyCredential) continue
  form.hidden = false
  form.addEventListener('submit', async event => {
    if (form.elements.credential.value) return
    event.preventDefault()
    const problem = form.querySelector('[data-v-passkey-problem]')
    problem.hidden = true
    try {
      const credential = await ask(form.dataset.vPasskey, JSON.parse(form.dataset.vOptions))
      form.elements.credential.value = answered(credential)
      form.submit()
    } catch {
      problem.hidden = false
    }
  })
}
