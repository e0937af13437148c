// The shell: lazy rooms after a click and a hard reload, keyboard, languages, no foreign request.
import { expect, hydrated, signIn, test } from '../support/server'

test.use({ stage: 'submission' })

test('the lazy rooms open by address and by click, and nothing is asked of anybody else', async ({ page, kipp }) => {
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(kipp.url) && !request.url().startsWith('data:')) foreign.push(request.url())
  })
  await signIn(page, kipp.account('committee'))
  await hydrated(page)
  await expect(page.locator('h1')).toHaveText('Pendaftaran')
  await page.getByRole('link', { name: 'Kemajuan' }).click()
  await expect(page.locator('h1')).toHaveText('Kemajuan')
  await page.reload()
  await hydrated(page)
  await expect(page.locator('h1')).toHaveText('Kemajuan')
  expect(foreign).toEqual([])
})

test('the language link keeps the page', async ({ page }) => {
  await page.goto('/jadwal')
  await page.getByRole('link', { name: 'English' }).click()
  await expect(page).toHaveURL(/\/en\/jadwal$/)
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(page.locator('h1')).toHaveText('Calendar')
  await hydrated(page)
  await page.getByRole('navigation').getByRole('link', { name: 'Guide' }).first().click()
  await expect(page).toHaveURL(/\/en\/panduan$/)
})

test('the keyboard alone reaches the content and signs in', async ({ page, kipp }) => {
  await page.goto('/masuk')
  await hydrated(page)
  await page.keyboard.press('Tab')
  await expect(page.locator(':focus')).toHaveText('Langsung ke isi')
  await page.keyboard.press('Enter')
  await page.getByLabel('Nama pengguna atau nomor telepon').focus()
  await page.keyboard.type(kipp.account('judge').username)
  await page.keyboard.press('Tab')
  await page.keyboard.type(kipp.account('judge').password)
  await page.keyboard.press('Enter')
  // Chromium carries the skip link's #content along.
  await expect(page).toHaveURL(/\/juri(#content)?$/)
})

test('files are compressed and hashed ones are kept for ever', async ({ page, request }) => {
  const seen: { url: string; cache: string; coding: string }[] = []
  page.on('response', (response) => {
    if (response.url().includes('/pkg/')) {
      seen.push({ url: response.url(), cache: response.headers()['cache-control'], coding: response.headers()['content-encoding'] })
    }
  })
  await page.goto('/ragam')
  await hydrated(page)
  expect(seen.length).toBeGreaterThan(2)
  for (const file of seen) {
    expect(file.cache, file.url).toContain('immutable')
    expect(file.coding, file.url).toMatch(/br|gzip/)
  }
  const icon = await request.get('/favicon.svg')
  expect(icon.headers()['cache-control']).toBe('no-cache')
  const again = await request.get('/favicon.svg', { headers: { 'if-none-match': icon.headers()['etag'] } })
  expect(again.status()).toBe(304)
})
