// Saving on a bad network with two devices: nothing is lost, nothing is merged in silence, and the line tells the truth.
import type { Browser, Page } from '@playwright/test'
import { consoleErrors, expect, hydrated, type Kipp, signIn, test } from '../support/server'

test.use({ stage: 'submission' })

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, serviceWorkers: 'block' as const }
const saved = /Tersimpan \d\d\.\d\d/

/** Another device of the same person. */
async function device(browser: Browser, kipp: Kipp, nth = 0): Promise<Page> {
  const context = await browser.newContext({ baseURL: kipp.url, locale: 'id-ID', ...phone })
  const page = await context.newPage()
  await signIn(page, kipp.account('innovator', nth))
  return page
}

/** The address of the innovator's draft. */
async function draft(page: Page): Promise<string> {
  await page.goto('/saya')
  const href = await page.locator('tr', { hasText: 'Draf' }).locator('a').first().getAttribute('href')
  return href!
}

const open = async (page: Page, path: string) => {
  await page.goto(path)
  await hydrated(page)
}

const line = (page: Page, nth = 0) => page.locator('.save-slot').nth(nth)

test('a save whose answer was lost is repeated under its name and raises the revision by one', async ({ browser, kipp }) => {
  const page = await device(browser, kipp)
  const list = await draft(page)
  await open(page, `${list}/kebaruan`)
  const rev = async () => Number(await page.locator('input[name^="rev_"]').first().inputValue())
  const before = await rev()
  const ops: string[] = []
  let drop = true
  await page.route('**/api/proposal/save', async (route) => {
    ops.push(route.request().postDataJSON().typed.attempt.op)
    if (drop) {
      drop = false
      await route.fetch()
      await route.abort()
    } else await route.continue()
  })
  await page.locator('textarea').first().fill('Tersimpan di server, tetapi jawabannya hilang di jalan.')
  await expect(line(page)).toContainText(saved, { timeout: 20_000 })
  expect(ops.length).toBeGreaterThanOrEqual(2)
  expect(new Set(ops).size).toBe(1)
  expect(await rev()).toBe(before + 1)
  await page.unroute('**/api/proposal/save')
  await page.goto(`${list}/riwayat`)
  await expect(page.locator('.version', { hasText: 'Menunggu dipilih' })).toHaveCount(0)
  await page.context().close()
})

test('two devices on one section: the second one is shown both texts, and the other stays in the history', async ({ browser, kipp }) => {
  const [first, second] = [await device(browser, kipp), await device(browser, kipp)]
  const list = await draft(first)
  await open(first, `${list}/implementasi`)
  await open(second, `${list}/implementasi`)
  const texts = ['Ditulis di ponsel saat jeda pelayanan.', 'Ditulis di komputer kantor pada waktu yang sama.']
  await first.locator('textarea').first().fill(texts[0])
  await expect(line(first)).toContainText(saved, { timeout: 15_000 })
  await second.locator('textarea').first().fill(texts[1])
  await expect(line(second)).toContainText('Ada versi lain dari bagian ini', { timeout: 15_000 })
  await expect(second.locator('textarea').first()).toHaveValue(texts[1])
  await line(second).getByRole('link', { name: 'Bandingkan' }).click()
  await expect(second).toHaveURL(/\/konflik\/implementasi$/)
  const sides = second.locator('.sides article')
  await expect(sides).toHaveCount(2)
  for (const [side, text] of texts.entries()) {
    const read = await sides.nth(side).locator('.prose').evaluate((node) => {
      const copy = node.cloneNode(true) as HTMLElement
      copy.querySelectorAll('.vh').forEach((hidden) => hidden.remove())
      return copy.textContent
    })
    expect(read).toBe(text)
  }
  await second.getByRole('button', { name: 'Pakai tulisan yang lain' }).click()
  await expect(second).toHaveURL(/\/implementasi$/)
  await hydrated(second)
  await expect(second.locator('textarea').first()).toHaveValue(texts[1])
  await expect(line(second)).toContainText(saved)
  await second.goto(`${list}/riwayat`)
  await expect(second.locator('.versions')).toContainText(texts[0])
  // The first device takes the outcome over without a word, because nothing was typed on it since.
  await open(first, `${list}/implementasi`)
  await expect(first.locator('textarea').first()).toHaveValue(texts[1])
  // And what was not chosen can be brought back.
  await first.goto(`${list}/riwayat`)
  const version = first.locator('.version', { hasText: texts[0] }).first()
  await version.locator('summary').click()
  await version.getByRole('button', { name: 'Pulihkan versi ini' }).click()
  await expect(first).toHaveURL(/\/implementasi$/)
  await expect(first.locator('textarea').first()).toHaveValue(texts[0])
  await first.context().close()
  await second.context().close()
})

test('two devices on different sections never meet', async ({ browser, kipp }) => {
  const [first, second] = [await device(browser, kipp), await device(browser, kipp)]
  const list = await draft(first)
  await open(first, `${list}/signifikansi`)
  await open(second, `${list}/sumber-daya`)
  await first.locator('textarea').first().fill('Bagian pertama dari perangkat pertama.')
  await second.locator('textarea').first().fill('Bagian kedua dari perangkat kedua.')
  for (const page of [first, second]) await expect(line(page)).toContainText(saved, { timeout: 15_000 })
  await open(first, `${list}/sumber-daya`)
  await expect(first.locator('textarea').first()).toHaveValue('Bagian kedua dari perangkat kedua.')
  await first.goto(`${list}/riwayat`)
  await expect(first.locator('main')).not.toContainText('Menunggu dipilih')
  await first.context().close()
  await second.context().close()
})

test('an ended session keeps the words, and signing in again saves them', async ({ browser, kipp }) => {
  const page = await device(browser, kipp)
  const list = await draft(page)
  await open(page, `${list}/latar-belakang`)
  // The session ends elsewhere: its cookie is worth nothing any more.
  const cookies = await page.context().cookies()
  await page.context().clearCookies()
  const text = 'Diketik setelah sesi berakhir, tidak perlu diulang.'
  await page.locator('textarea').first().fill(text)
  await expect(line(page)).toContainText('Sesi berakhir. Tulisan Anda aman.', { timeout: 15_000 })
  await expect(page.locator('textarea').first()).toHaveValue(text)
  expect(cookies.length).toBeGreaterThan(0)
  await line(page).getByRole('link', { name: 'Masuk lagi' }).click()
  await page.locator('input[name="username"]').fill(kipp.account('innovator').username)
  await page.locator('input[name="password"]').fill(kipp.account('innovator').password)
  await page.locator('form:has(input[name="password"]) [type="submit"]').click()
  await expect(page).toHaveURL(/latar-belakang$/)
  await hydrated(page)
  await expect(page.locator('textarea').first()).toHaveValue(text)
  await expect(line(page)).toContainText(saved, { timeout: 15_000 })
  await page.reload()
  await expect(page.locator('textarea').first()).toHaveValue(text)
  await page.context().close()
})

test("another person on the same phone never meets the first one's words", async ({ browser, kipp }) => {
  const page = await device(browser, kipp)
  const list = await draft(page)
  await open(page, `${list}/keberlanjutan`)
  await page.context().setOffline(true)
  const secret = 'Kalimat yang hanya milik orang pertama.'
  await page.locator('textarea').first().fill(secret)
  await expect(line(page)).toContainText('Luring', { timeout: 20_000 })
  await page.context().setOffline(false)
  await page.context().clearCookies()
  const other = await page.context().newPage()
  await page.close()
  await signIn(other, kipp.account('innovator', 1))
  for (const path of ['/saya', '/akun', '/saya/usulan/baru']) {
    await other.goto(path)
    expect(await other.content()).not.toContain(secret)
  }
  const response = await other.goto(`${list}/keberlanjutan`)
  expect(response!.status()).toBe(404)
  expect(await other.content()).not.toContain(secret)
  await other.context().close()
})

test('what comes from another hand under an old name is never saved as theirs', async ({ browser, kipp }) => {
  const page = await device(browser, kipp, 1)
  const answer = await page.request.post('/api/proposal/save', {
    data: { typed: { proposal: 'x', field: 'summary', writer: 'somebody-else', attempt: { op: 'a', base_rev: 0, value: 'x', after: [] } } },
    headers: { accept: 'application/json' },
  })
  expect(answer.status()).toBe(401)
  await page.context().close()
})

test('a thousand pasted words stay in the field and on the server', async ({ browser, kipp }) => {
  const page = await device(browser, kipp)
  const list = await draft(page)
  await open(page, `${list}/ringkasan`)
  const thousand = Array.from({ length: 1000 }, (_, n) => `kata${n}`).join(' ')
  await page.locator('textarea').first().fill(thousand)
  await expect(page.locator('.counter').first()).toContainText('Kelebihan 800 kata')
  await expect(line(page)).toContainText(saved, { timeout: 15_000 })
  await page.reload()
  await expect(page.locator('textarea').first()).toHaveValue(thousand)
  await page.context().close()
})

test('no error is shown for an empty field that is left', async ({ browser, kipp }) => {
  const page = await device(browser, kipp)
  const list = await draft(page)
  await open(page, `${list}/adaptabilitas`)
  await page.locator('textarea').first().fill('')
  await page.locator('textarea').first().blur()
  await expect(page.locator('.error-line')).toHaveCount(0)
  await expect(page.locator('textarea').first()).not.toHaveAttribute('aria-invalid', 'true')
  await page.context().close()
})

test('a page that is open in two tabs is written in one of them', async ({ browser, kipp }) => {
  const first = await device(browser, kipp)
  const list = await draft(first)
  await open(first, `${list}/kebaruan`)
  const second = await first.context().newPage()
  await open(second, `${list}/kebaruan`)
  await expect(second.locator('main')).toContainText('Bagian ini sedang dibuka di tab lain.')
  await expect(second.locator('textarea').first()).not.toBeEditable()
  await first.locator('textarea').first().fill('Ditulis di tab pertama sampai saat terakhir.')
  await second.getByRole('button', { name: 'Sunting di sini' }).click()
  await expect(second.locator('textarea').first()).toHaveValue('Ditulis di tab pertama sampai saat terakhir.')
  await expect(second.locator('textarea').first()).toBeEditable()
  await expect(first.locator('textarea').first()).not.toBeEditable()
  await first.context().close()
})

test('a full device says so, and the server has the words within seconds', async ({ browser, kipp }) => {
  const page = await device(browser, kipp)
  const list = await draft(page)
  await open(page, `${list}/signifikansi`)
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  let release = () => {}
  const held = new Promise<void>((go) => { release = go })
  await page.route('**/api/proposal/save', async (route) => { await held; await route.continue() })
  await page.locator('textarea').first().fill('Perangkat ini penuh.')
  await expect(line(page)).toContainText('Penyimpanan perangkat penuh. Jangan tutup halaman', { timeout: 8_000 })
  release()
  await expect(line(page)).toContainText(saved, { timeout: 15_000 })
  await page.context().close()
})

test('a text of more than 20,000 characters stays on the phone with a sentence of what to do', async ({ browser, kipp }) => {
  const page = await device(browser, kipp)
  const list = await draft(page)
  await open(page, `${list}/sumber-daya`)
  const long = 'huruf '.repeat(4000)
  await page.locator('textarea').first().fill(long)
  await expect(line(page)).toContainText('lebih dari 20000 huruf', { timeout: 15_000 })
  await page.reload()
  await hydrated(page)
  await expect(page.locator('textarea').first()).toHaveValue(long)
  await page.locator('textarea').first().fill('Sudah dipendekkan.')
  await expect(line(page)).toContainText(saved, { timeout: 15_000 })
  await page.context().close()
})

test('a killed server costs no word', async ({ browser, kipp }) => {
  const page = await device(browser, kipp)
  const complaints = consoleErrors(page)
  const list = await draft(page)
  await open(page, `${list}/latar-belakang`)
  await kipp.halt()
  const text = 'Server mati di tengah kalimat ini.'
  await page.locator('textarea').first().fill(text)
  await expect(line(page)).toContainText('Luring. Tersimpan di perangkat ini, dikirim saat tersambung.', { timeout: 25_000 })
  await kipp.restart()
  await expect(line(page)).toContainText(saved, { timeout: 40_000 })
  await page.reload()
  await expect(page.locator('textarea').first()).toHaveValue(text)
  complaints.expectNone(/ERR_CONNECTION_REFUSED|Failed to fetch|ERR_EMPTY_RESPONSE/)
  await page.context().close()
})

test('a device is asked not to clear what is written, once and only after a key', async ({ browser, kipp }) => {
  const page = await device(browser, kipp)
  const list = await draft(page)
  await page.addInitScript(() => {
    const asked = window as unknown as { asked: number }
    asked.asked = 0
    navigator.storage.persist = async () => ++asked.asked > 0
  })
  const asked = () => page.evaluate(() => (window as unknown as { asked: number }).asked)
  await open(page, `${list}/kebaruan`)
  expect(await asked(), 'nobody is asked for having looked').toBe(0)
  const text = page.locator('textarea').first()
  await text.press('End')
  await text.pressSequentially(' kata')
  await expect(line(page)).toHaveText(saved)
  expect(await asked()).toBe(1)

  // A device that will not promise, or cannot, is written on all the same.
  await page.addInitScript(() => {
    navigator.storage.persist = () => Promise.reject(new Error('no'))
  })
  await open(page, `${list}/latar-belakang`)
  await page.locator('textarea').first().pressSequentially(' kata')
  await expect(line(page)).toHaveText(saved)
})
