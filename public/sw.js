// The service worker: pages and files of the form without a network, and an outbox that outlives the page.

const FILES = 'kipp-files-1'
const PAGES = 'kipp-pages-1'
const OFFLINE = ['/luring', '/luring/tersimpan', '/luring/belum-diajukan'].flatMap((path) => [path, `/en${path}`])
/** How long a page may take before the copy on the device is shown, in milliseconds. */
const PATIENCE = 6000

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(FILES).then((files) => Promise.allSettled(OFFLINE.map((path) => files.add(path)))).then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== FILES && name !== PAGES).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

const plain = (path) => path.replace(/^\/en(?=\/|$)/, '') || '/'
const own = (path) => plain(path).startsWith('/saya')
const changesPerson = (path) => ['/masuk', '/keluar'].includes(plain(path)) || plain(path).startsWith('/undangan')

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== location.origin) return
  if (request.method === 'GET') {
    if (request.mode === 'navigate') event.respondWith(page(event, url))
    else if (url.pathname.startsWith('/pkg/') || url.pathname.startsWith('/fonts/')) event.respondWith(hashed(request))
    else if (/\.(svg|webmanifest|js)$/.test(url.pathname)) event.respondWith(fresh(event))
  } else if (request.mode === 'navigate') {
    if (changesPerson(url.pathname)) event.respondWith(forgetful(request))
    else if (request.method === 'POST' && own(url.pathname)) event.respondWith(form(request, url))
  }
})

/** A file whose name changes with its content: the copy on the device is as good as any. */
async function hashed(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) (await caches.open(FILES)).put(request, answer.clone())
  return answer
}

/** A file that keeps its name: the copy now, a newer one next time. */
async function fresh(event) {
  const kept = await caches.match(event.request)
  const asked = fetch(event.request).then(async (answer) => {
    if (answer.ok) await (await caches.open(FILES)).put(event.request, answer.clone())
    return answer
  })
  if (!kept) return asked
  event.waitUntil(asked.catch(() => {}))
  return kept
}

/** A page: from the network while it answers, else from the device. */
async function page(event, url) {
  const asked = fetch(event.request).then(async (answer) => {
    if (answer.ok && !answer.redirected && own(url.pathname)) {
      await (await caches.open(PAGES)).put(url.pathname, answer.clone())
    }
    return answer
  })
  event.waitUntil(asked.then(() => drain()).catch(() => {}))
  const kept = own(url.pathname) ? await (await caches.open(PAGES)).match(url.pathname) : undefined
  try {
    if (!kept) return await asked
    const late = new Promise((done) => setTimeout(() => done(undefined), PATIENCE))
    return (await Promise.race([asked, late])) ?? kept
  } catch {
    return kept ?? (await offline(url, '/luring'))
  }
}

async function offline(url, path) {
  const english = url.pathname === '/en' || url.pathname.startsWith('/en/')
  return (await caches.match(english ? `/en${path}` : path)) ?? Response.error()
}

/** Somebody signs in or out: the pages of whoever was here before are forgotten first. */
async function forgetful(request) {
  await caches.delete(PAGES)
  return fetch(request)
}

/**
 * A posted form. Without a network a page of texts, which names their revisions, waits in the outbox. Nothing else does:
 * a proposal that was to be submitted is not, and says so, because only a person submits.
 */
async function form(request, url) {
  const copy = request.clone()
  try {
    return await fetch(request)
  } catch {
    if (/\/ajukan$/.test(url.pathname)) return offline(url, '/luring/belum-diajukan')
    const texts = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')
    const body = texts ? await copy.text() : ''
    if (!/(^|&)rev_[^=&]+=/.test(body)) return offline(url, '/luring')
    await hand({ key: `form ${url.pathname}`, url: url.pathname, body, type: 'application/x-www-form-urlencoded' })
    return offline(url, '/luring/tersimpan')
  }
}

// --- The outbox ---------------------------------------------------------------------------------

const store = new Promise((done, fail) => {
  const open = indexedDB.open('kipp', 1)
  open.onupgradeneeded = () => {
    open.result.createObjectStore('outbox', { keyPath: 'key' })
  }
  open.onsuccess = () => done(open.result)
  open.onerror = () => fail(open.error)
})
store.catch(() => {})

/** One request to the device's database. */
async function ask(mode, act) {
  const db = await store
  return new Promise((done, fail) => {
    const asked = act(db.transaction('outbox', mode).objectStore('outbox'))
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => fail(asked.error)
  })
}

/** Keeps what is to be sent; a newer one of the same key takes its place. */
async function hand(waiting) {
  await ask('readwrite', (outbox) => outbox.put({ ...waiting, at: Date.now() }))
  // Chrome on Android wakes us when the network is back, page or no page.
  await self.registration.sync?.register('kipp-outbox').catch(() => {})
}

let draining = false

/** Sends what waits, oldest first, until the network fails; what the server answered is done. */
async function drain() {
  if (draining) return
  draining = true
  try {
    const waiting = await ask('readonly', (outbox) => outbox.getAll())
    waiting.sort((a, b) => a.at - b.at)
    for (const one of waiting) {
      const answer = await fetch(one.url, {
        method: 'POST',
        headers: { 'content-type': one.type ?? 'application/json', accept: 'application/json' },
        body: one.body,
        redirect: 'manual',
      })
      // 401: whoever wrote it has to sign in again. 429 and 5xx: later.
      if (answer.status === 401 || answer.status === 403 || answer.status === 429 || answer.status >= 500) continue
      const now = await ask('readonly', (outbox) => outbox.get(one.key))
      if (now && now.at === one.at) await ask('readwrite', (outbox) => outbox.delete(one.key))
    }
  } finally {
    draining = false
  }
}

self.addEventListener('sync', (event) => {
  if (event.tag === 'kipp-outbox') event.waitUntil(drain())
})

self.addEventListener('message', (event) => {
  const told = typeof event.data === 'string' ? JSON.parse(event.data) : event.data
  if (told.kind === 'hand') {
    event.waitUntil(hand({ key: told.key, url: told.url, body: JSON.stringify(told.body) }))
  } else if (told.kind === 'drop') {
    event.waitUntil(ask('readwrite', (outbox) => outbox.delete(told.key)))
  } else if (told.kind === 'drain') {
    event.waitUntil(drain().catch(() => {}))
  } else if (told.kind === 'forget') {
    // Signing out: nothing of this person stays on the device.
    event.waitUntil(Promise.all([caches.delete(PAGES), ask('readwrite', (outbox) => outbox.clear())]))
  } else if (told.kind === 'keep') {
    event.waitUntil(keep(told.files, told.pages))
  }
})

/** Copies what the page that is open needs, and the pages it leads to, while there is a network. */
async function keep(names, paths) {
  const files = await caches.open(FILES)
  await Promise.allSettled(names.map(async (name) => (await files.match(name)) ?? files.add(name)))
  const pages = await caches.open(PAGES)
  for (const path of paths) {
    if (await pages.match(path)) continue
    const answer = await fetch(path, { headers: { accept: 'text/html' } }).catch(() => undefined)
    if (!answer) return
    if (answer.ok && !answer.redirected) await pages.put(path, answer)
  }
}
