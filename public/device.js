// What every page does on a device, with or without wasm: the service worker, and signing out without losing words.

const workers = navigator.serviceWorker
const rest = window.requestIdleCallback ?? ((act) => setTimeout(act, 1000))

// Only within a room does the page's own router lead on; everywhere else the server draws the next page.
const room = (path) => /^(?:\/en)?\/(juri|panitia|panggung|ragam)(?:\/|$)/.exec(path)?.[1]
document.addEventListener(
  'click',
  (event) => {
    const link = event.target.closest?.('a[href]')
    if (link && (!room(link.pathname) || room(link.pathname) !== room(location.pathname))) link.rel = 'external'
  },
  true,
)

/** Names of the texts of whoever is signed in that the server does not have yet. */
const unsent = () => {
  try {
    return Object.keys(localStorage).filter((name) => {
      if (!name.startsWith('kipp-draft/')) return false
      return JSON.parse(localStorage.getItem(name)).clean !== true
    })
  } catch {
    return []
  }
}

const forget = () => {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith('kipp-draft/')) localStorage.removeItem(name)
  } catch {
    // A device without storage keeps nothing.
  }
  // Files on their way; a device without a database has kept none.
  globalThis.indexedDB?.deleteDatabase('kipp-files')
  workers?.controller?.postMessage({ kind: 'forget' })
}

// Signing out takes the texts from a phone that others use too; what was not sent is asked about.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!/\/keluar$/.test(form.getAttribute('action') ?? '')) return
  if (unsent().length > 0 && form.dataset.sure !== 'yes') {
    event.preventDefault()
    ask(form)
  } else {
    forget()
  }
})

/** Asks before words are lost, in the page's language. */
function ask(form) {
  const words =
    document.documentElement.lang === 'en'
      ? ['Some of your writing has not been sent. Signing out removes it from this device.', 'Stay signed in', 'Sign out and remove it']
      : ['Ada tulisan yang belum terkirim. Keluar akan menghapusnya dari perangkat ini.', 'Tetap masuk', 'Keluar dan hapus']
  const dialog = document.createElement('dialog')
  dialog.className = 'ask'
  dialog.setAttribute('aria-labelledby', 'ask-words')
  const text = document.createElement('p')
  text.id = 'ask-words'
  text.textContent = words[0]
  const button = (label, kind, act) => {
    const made = document.createElement('button')
    made.type = 'button'
    made.className = `button ${kind}`
    made.textContent = label
    made.addEventListener('click', act)
    return made
  }
  dialog.append(
    text,
    button(words[1], 'primary', () => dialog.close()),
    button(words[2], 'danger', () => {
      form.dataset.sure = 'yes'
      form.requestSubmit()
    }),
  )
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

// A submission that could not be made asks once more as soon as there is a network again.
if (document.querySelector('[data-again=online]')) addEventListener('online', () => location.assign(location.pathname))

// Whoever writes here would not like the device to clear its storage; it may be asked once something was typed.
if (/^(\/en)?\/(saya|juri)\//.test(location.pathname)) {
  addEventListener('input', () => navigator.storage?.persist?.().catch(() => {}), { once: true, capture: true })
}

// A plain form of a proposal: what is typed stays on the device until the server has it. The form has a name and each
// of its attempts a number; the page tells which ones arrived, whatever others have written since.
const form = document.querySelector('form[data-keep]')
if (form) {
  const name = `kipp-draft/${form.dataset.keep}`
  const line = form.querySelector('[data-kept]')
  const hidden = (field) => form.elements.namedItem(field)
  const secret = (field) => form.elements.namedItem(field)?.type === 'hidden'
  const typed = () => [...new FormData(form)].filter(([field, value]) => typeof value === 'string' && !secret(field))
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)
  const of = (pairs, field) => pairs.filter(([one]) => one === field).map(([, value]) => value)
  const drawn = typed()
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(name))
    } catch {
      return null
    }
  }
  const write = (record) => {
    try {
      localStorage.setItem(name, JSON.stringify(record))
    } catch {
      // No room: the form is as safe as any form.
    }
  }
  /** Puts answers into the form; with `before` only those that were changed since. */
  const fill = (pairs, before) => {
    for (const field of form.elements) {
      if (!field.name || field.type === 'hidden') continue
      const answers = of(pairs, field.name)
      if (before && same(answers, of(before, field.name))) continue
      if (field.type === 'checkbox' || field.type === 'radio') field.checked = answers.includes(field.value)
      else if (answers.length > 0) field.value = answers[0]
    }
  }
  const begin = (record) => {
    for (const field of ['op', 'rev']) if (hidden(field)) hidden(field).value = record[field]
  }
  const fresh = { was: drawn, op: hidden('op')?.value, rev: hidden('rev')?.value }
  let base = fresh
  const kept = read()
  if (kept?.sent && (form.dataset.taken ?? '').split(' ').includes(`${kept.op}/${kept.sent}`)) localStorage.removeItem(name)
  else if (kept?.form) {
    // It stands on what it began from: whatever others have written since is told apart by the server.
    if (kept.op) base = { was: kept.was, op: kept.op, rev: kept.rev }
    begin(base)
    fill(kept.form, kept.was)
    line.hidden = same(typed(), drawn)
    line.querySelector('button').addEventListener('click', () => {
      base = fresh
      begin(base)
      fill(drawn)
      localStorage.removeItem(name)
      line.hidden = true
    })
  }
  let later
  // Names the attempt that carries what is typed now; nothing once more was typed.
  let sent
  const keep = () => {
    clearTimeout(later)
    if (!same(typed(), drawn)) write({ ...base, form: typed(), sent })
  }
  form.addEventListener('input', () => {
    sent = undefined
    clearTimeout(later)
    later = setTimeout(keep, 400)
  })
  document.addEventListener('visibilitychange', keep)
  // On its way: it is kept until a page shows that the server has it.
  form.addEventListener('submit', () => {
    sent = Date.now().toString(36) + Math.random().toString(36).slice(2, 8)
    if (hidden('try')) hidden('try').value = sent
    keep()
  })
}

if (workers) {
  const mine = /^(\/en)?\/saya(\/|$)/.test(location.pathname)
  rest(async () => {
    try {
      await workers.register('/sw.js')
      if (!mine) return
      const worker = (await workers.ready).active
      const files = [...document.querySelectorAll('link[rel~=stylesheet], link[rel~=modulepreload], link[rel~=preload], link[rel~=icon]')]
        .map((link) => link.getAttribute('href'))
        .concat(performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname))
        .filter((name) => /^\/(pkg|fonts)\/|\.(svg|js)$/.test(name))
      // The proposal that is open: its list and every page the list leads to.
      const proposal = /^((?:\/en)?\/saya\/usulan\/[^/]+)/.exec(location.pathname)?.[1]
      const pages = [...document.querySelectorAll('main a')]
        .map((link) => new URL(link.href))
        .filter((url) => url.origin === location.origin && proposal && url.pathname.startsWith(proposal) && !url.search)
        .map((url) => url.pathname)
      const saving = navigator.connection?.saveData === true
      worker?.postMessage({ kind: 'keep', files, pages: saving ? [] : [...new Set([location.pathname, ...pages])] })
      worker?.postMessage({ kind: 'drain' })
    } catch {
      // No service worker, no offline pages; drafts stay on the device all the same.
    }
  })
  addEventListener('online', () => workers.controller?.postMessage({ kind: 'drain' }))
}
