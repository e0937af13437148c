// The form on a phone: what is typed is saved by itself, survives hydration, a dead network and a closed tab.
import { expect, hydrated, signIn, test } from '../support/server'

test.use({ stage: 'submission' })

async function openDraft(page: import('@playwright/test').Page) {
  await page.goto('/saya')
  await page.locator('tr', { hasText: 'Draf' }).locator('a').first().click()
  await expect(page).toHaveURL(/usulan\/[^/]+$/)
  return page.url()
}

test('what is typed before the page is live stays, and is saved by itself', async ({ page, kipp }) => {
  await signIn(page, kipp.account('innovator'))
  const list = await openDraft(page)
  // The wasm is held back until something has been typed.
  let release = () => {}
  const held = new Promise<void>((go) => { release = go })
  await page.route('**/*.wasm', async (route) => { await held; await route.continue() })
  await page.goto(`${list}/keberlanjutan`, { waitUntil: 'domcontentloaded' })
  const text = 'Diketik sebelum halaman hidup.'
  await page.locator('textarea').fill(text)
  expect(await page.locator('html').getAttribute('data-hydrated')).toBeNull()
  release()
  await hydrated(page)
  await expect(page.locator('textarea')).toHaveValue(text)
  await expect(page.locator('.save-slot')).toContainText(/Tersimpan \d\d\.\d\d/, { timeout: 15_000 })
  await page.unroute('**/*.wasm')
  await page.goto(`${list}/keberlanjutan`)
  await expect(page.locator('textarea')).toHaveValue(text)
})

test.describe('without a network', () => {
  test.use({ expectedErrors: /ERR_INTERNET_DISCONNECTED|Failed to fetch/ })

  test('typing goes on, the line says so, and the text comes back after a closed tab', async ({ page, kipp, context }) => {
    await signIn(page, kipp.account('innovator'))
    const list = await openDraft(page)
    await page.goto(`${list}/keberlanjutan`)
    await hydrated(page)
    await context.setOffline(true)
    const text = 'Ditulis saat sinyal hilang di puskesmas pembantu.'
    await page.locator('textarea').fill(text)
    await expect(page.locator('.save-slot')).toContainText('Luring. Tersimpan di perangkat ini', { timeout: 20_000 })
    await expect(page.locator('textarea')).toBeEditable()
    await page.close()
    await context.setOffline(false)
    const again = await context.newPage()
    await again.goto(`${list}/keberlanjutan`)
    await hydrated(again)
    await expect(again.locator('textarea')).toHaveValue(text)
    await expect(again.locator('.save-slot')).toContainText(/Tersimpan \d\d\.\d\d/, { timeout: 15_000 })
  })
})

test('a late answer for older text never says that newer text is saved', async ({ page, kipp }) => {
  await signIn(page, kipp.account('innovator'))
  const list = await openDraft(page)
  await page.goto(`${list}/keberlanjutan`)
  await hydrated(page)
  let answer = () => {}
  const held = new Promise<void>((go) => { answer = go })
  let first = true
  await page.route('**/api/proposal/save', async (route) => {
    if (first) { first = false; await held }
    await route.continue()
  })
  const asked = page.waitForRequest('**/api/proposal/save')
  await page.locator('textarea').fill('Kalimat pertama.')
  await asked
  await page.locator('textarea').fill('Kalimat pertama. Kalimat kedua.')
  const told = page.waitForResponse('**/api/proposal/save')
  answer()
  await told
  await expect(page.locator('.save-slot')).not.toContainText(/Tersimpan \d/)
  await expect(page.locator('.save-slot')).toContainText(/Tersimpan \d\d\.\d\d/, { timeout: 15_000 })
  await page.reload()
  await expect(page.locator('textarea')).toHaveValue('Kalimat pertama. Kalimat kedua.')
})

test('no page is wider than a small phone, and every target can be hit', async ({ page, kipp }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await signIn(page, kipp.account('innovator'))
  const list = await openDraft(page)
  for (const path of ['/', '/masuk', '/jadwal', '/panduan', '/inovasi', '/hasil', '/verifikasi', '/saya', '/saya/usulan/baru', list, `${list}/identitas`, `${list}/ringkasan`, `${list}/tinjau`, `${list}/ajukan`, '/akun', '/ragam']) {
    await page.goto(path)
    const wide = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
    expect(wide[0], `${path} at 320 px`).toBeLessThanOrEqual(wide[1])
  }
  await page.goto(`${list}/ringkasan`)
  for (const control of await page.locator('main button:visible, main a.button:visible, main textarea:visible').all()) {
    const box = await control.boundingBox()
    expect(Math.round(box!.height), await control.innerText()).toBeGreaterThanOrEqual(44)
  }
})
