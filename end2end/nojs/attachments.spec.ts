// Attachments with JavaScript off: an ordinary form, and a page that says what arrived and what did not.
import { bad, pdf } from '../support/files'
import { expect, signIn, test } from '../support/server'

test.use({ stage: 'submission', expectedErrors: /422|413/ })

test('files are uploaded, refused with a reason, removed and brought back by plain forms', async ({ page, kipp }) => {
  await signIn(page, kipp.account('innovator'))
  await page.goto('/saya')
  await page.locator('tr', { hasText: 'Draf' }).locator('a').first().click()
  await page.getByRole('link', { name: 'Lampiran' }).click()
  const path = new URL(page.url()).pathname
  const box = page.locator('section[aria-labelledby=pendukung-title]')
  const send = async (files: { name: string; mimeType: string; buffer: Buffer }[]) => {
    await page.goto(path)
    await box.locator('input[type=file]').setInputFiles(files)
    await box.getByRole('button', { name: 'Unggah' }).click()
  }

  await page.goto(path)
  await box.getByRole('button', { name: 'Unggah' }).click()
  await expect(page.locator('.error-summary')).toContainText('Belum ada berkas yang dipilih')

  await send([
    { name: 'satu.pdf', mimeType: 'application/pdf', buffer: pdf(900_000) },
    { name: 'dua.pdf', mimeType: 'application/pdf', buffer: pdf() },
  ])
  await expect(page.locator('.notice')).toContainText('2 berkas diterima.')
  await expect(box.getByRole('link', { name: 'satu.pdf' })).toBeVisible()

  // Good and bad together: the good ones stay, each bad one has its sentence.
  const good = { name: 'tiga.pdf', mimeType: 'application/pdf', buffer: pdf() }
  await send([good, ...bad.slice(0, 4).map((one) => ({ ...one, buffer: one.buffer() }))])
  await expect(page).toHaveTitle(/^Galat:/)
  await expect(page.locator('.notice')).toContainText('Sudah diterima: tiga.pdf.')
  for (const { sentence } of bad.slice(0, 4)) await expect(page.locator('.error-summary')).toContainText(sentence)
  await send(bad.slice(4).map((one) => ({ ...one, buffer: one.buffer() })))
  for (const { sentence } of bad.slice(4)) await expect(page.locator('.error-summary')).toContainText(sentence)
  await expect(box.getByRole('link', { name: 'berat.pdf' })).toHaveCount(0)

  await box.locator('li', { hasText: 'dua.pdf' }).getByRole('button', { name: 'Hapus' }).click()
  await expect(page.locator('.notice')).toContainText('dua.pdf dihapus.')
  await page.locator('.notice').getByRole('button', { name: 'Urungkan' }).click()
  await expect(box.getByRole('link', { name: 'dua.pdf' })).toBeVisible()

  // The task list and the review know them.
  await page.goto(path.replace(/\/lampiran$/, ''))
  await expect(page.locator('.tasks li', { hasText: 'Lampiran' })).toContainText('3 berkas')
  await page.goto(path.replace(/\/lampiran$/, '/tinjau'))
  await expect(page.locator('.review .files')).toContainText('satu.pdf')
})
