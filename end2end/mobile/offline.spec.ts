// Without a network: the open proposal is there, words wait in the outbox, and signing out does not throw them away unasked.
import type { BrowserContext, Page } from '@playwright/test'
import { expect, hydrated, signIn, test } from '../support/server'

test.use({ stage: 'submission', serviceWorkers: 'allow', expectedErrors: /ERR_|Failed to fetch|Failed to load resource/ })

const saved = /Tersimpan \d\d\.\d\d/

/** Opens the draft's task list and waits until the worker has copied the pages it leads to. */
async function kept(page: Page): Promise<string> {
  await page.goto('/saya')
  const list = (await page.locator('tr', { hasText: 'Draf' }).locator('a').first().getAttribute('href'))!
  await page.goto(list)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  // The first page that a worker controls is the one after it has begun.
  await page.reload()
  await expect
    .poll(() => page.evaluate(async (path) => (await caches.match(`${path}/kebaruan`)) !== undefined, list), { timeout: 20_000 })
    .toBe(true)
  // A section is opened once, so that its script and wasm are on the device.
  await page.goto(`${list}/ringkasan`)
  await hydrated(page)
  await expect
    .poll(() => page.evaluate(async () => {
      const names = performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.includes('/pkg/'))
      const found = await Promise.all(names.map((name) => caches.match(name)))
      return names.length > 0 && found.every((answer) => answer !== undefined)
    }), { timeout: 20_000 })
    .toBe(true)
  return list
}

const waiting = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((done, fail) => {
        const open = indexedDB.open('kipp', 1)
        open.onerror = () => fail(open.error)
        open.onsuccess = () => {
          const count = open.result.transaction('outbox').objectStore('outbox').count()
          count.onsuccess = () => { open.result.close(); done(count.result) }
          count.onerror = () => fail(count.error)
        }
      }),
  )

async function later(context: BrowserContext, page: Page): Promise<Page> {
  await page.close()
  return context.newPage()
}

test('an open proposal is read and written without a network, and comes back after a closed tab', async ({ page, context, kipp }) => {
  test.setTimeout(120_000)
  await signIn(page, kipp.account('innovator'))
  const list = await kept(page)
  await context.setOffline(true)
  await kipp.halt()
  await page.goto(`${list}/kebaruan`)
  await hydrated(page)
  const text = 'Ditulis di posyandu tanpa sinyal, lalu tab ditutup.'
  await page.locator('textarea').first().fill(text)
  await expect(page.locator('.save-slot').first()).toContainText('Luring. Tersimpan di perangkat ini', { timeout: 25_000 })
  // On to the next page, as if nothing were wrong.
  await page.getByRole('button', { name: 'Simpan dan lanjutkan' }).click()
  await expect(page).toHaveURL(/implementasi$/)
  await hydrated(page)
  const again = await later(context, page)
  await again.goto(`${list}/kebaruan`)
  await hydrated(again)
  await expect(again.locator('textarea').first()).toHaveValue(text)
  // A page that is not on the device says so in words.
  await again.goto('/inovasi')
  await expect(again.locator('h1')).toContainText('Anda sedang luring')
  await kipp.restart()
  await context.setOffline(false)
  await again.goto(`${list}/ringkasan`)
  await hydrated(again)
  // The text of the other section goes to the server without its page being opened.
  await expect.poll(() => waiting(again), { timeout: 20_000 }).toBe(0)
  await again.goto(`${list}/riwayat`)
  await expect(again.locator('.versions')).toContainText(text)
  await expect(again.locator('main')).not.toContainText('Menunggu dipilih')
})

test('a form that is posted before the page is alive waits in the outbox', async ({ page, context, kipp }) => {
  test.setTimeout(120_000)
  await signIn(page, kipp.account('innovator'))
  const list = await kept(page)
  await page.route('**/*.wasm', (route) => route.abort())
  await page.goto(`${list}/sumber-daya`, { waitUntil: 'domcontentloaded' })
  const text = 'Dikirim sebelum halaman hidup dan tanpa sambungan.'
  await page.locator('textarea').first().fill(text)
  await kipp.halt()
  await context.setOffline(true)
  await page.evaluate(() => (document.querySelector('main form') as HTMLFormElement).submit())
  await expect(page.locator('main')).toContainText('Isian tadi disimpan di perangkat ini')
  expect(await waiting(page)).toBeGreaterThanOrEqual(1)
  await kipp.restart()
  await context.setOffline(false)
  await page.unroute('**/*.wasm')
  await page.goto(list)
  await expect.poll(() => waiting(page), { timeout: 20_000 }).toBe(0)
  await page.goto(`${list}/riwayat`)
  await expect(page.locator('.versions')).toContainText(text)
})

test('a proposal that was to be submitted without a network says that it was not, and asks once more', async ({ page, context, kipp }) => {
  test.setTimeout(120_000)
  await signIn(page, kipp.account('innovator'))
  const list = await kept(page)
  const before = await waiting(page)
  await page.goto(`${list}/ajukan`)
  await kipp.halt()
  await context.setOffline(true)
  // As somebody would press it whose proposal is complete; an incomplete one has no button yet.
  await page.evaluate(() => {
    const form = document.createElement('form')
    form.method = 'post'
    form.innerHTML = '<input name="declared" value="yes">'
    document.body.append(form)
    form.submit()
  })
  await expect(page.locator('h1')).toContainText('BELUM diajukan')
  expect(await waiting(page)).toBe(before)
  await kipp.restart()
  await context.setOffline(false)
  // The page of the submission is there again, and nothing was sent in anybody's name.
  await expect(page.locator('h1')).not.toContainText('BELUM diajukan', { timeout: 20_000 })
  expect(page.url()).toMatch(/\/ajukan$/)
  expect(await waiting(page)).toBe(before)
  await page.goto(list)
  await expect(page.locator('main')).toContainText('Usulan ini belum diajukan')
})

test('signing out asks before it takes unsent words from the phone, and then takes everything', async ({ page, context, kipp }) => {
  test.setTimeout(120_000)
  await signIn(page, kipp.account('innovator'))
  const list = await kept(page)
  await page.route('**/api/proposal/save', (route) => route.abort())
  await page.goto(`${list}/latar-belakang`)
  await hydrated(page)
  await page.locator('textarea').first().fill('Belum terkirim ketika orang ini mau keluar.')
  await expect(page.locator('.save-slot').first()).toContainText('Luring', { timeout: 25_000 })
  await page.goto('/akun')
  await page.getByRole('button', { name: /^Keluar/ }).last().click()
  const dialog = page.locator('dialog.ask')
  await expect(dialog).toContainText('Ada tulisan yang belum terkirim.')
  await dialog.getByRole('button', { name: 'Tetap masuk' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page).toHaveURL(/akun$/)
  await page.getByRole('button', { name: /^Keluar/ }).last().click()
  await dialog.getByRole('button', { name: 'Keluar dan hapus' }).click()
  await page.waitForURL((url) => url.pathname !== '/akun')
  expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('kipp-draft/')))).toEqual([])
  await expect.poll(() => page.evaluate(async (path) => (await caches.match(`${path}/kebaruan`)) === undefined, list)).toBe(true)
  await context.setOffline(false)
})
