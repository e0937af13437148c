// A judge's whole path with JavaScript off, on a phone: state, read, score, look over, send, undo, leave.
import { expect, signIn, test } from '../support/server'

// What is told wrong is answered with 422, and what is barred with 403, which Chromium notes in its console.
test.use({ stage: 'judging', expectedErrors: /40[39]|422/ })

const comment =
  'Masukan contoh yang cukup panjang: jelaskan cara mengukur hasil, sebutkan pembandingnya, dan ceritakan siapa yang meneruskan layanan ini bila petugas berganti.'

test('a judge reads, scores, looks over, sends and undoes without JavaScript', async ({ page, kipp }) => {
  await signIn(page, kipp.account('judge'))
  await expect(page.locator('h1')).toContainText(/Sisa \d+ dari \d+/)
  await page.getByRole('link', { name: 'Mulai menilai' }).click()
  await expect(page.locator('.manuscript')).toContainText('(Contoh)')
  const sheet = new URL(page.url()).pathname
  await page.goto(`${sheet}?pane=marks`)
  for (const field of await page.locator('.exact input').all()) await expect(field).toHaveValue('')
  for (const field of (await page.locator('.exact input').all()).slice(1)) await field.fill('80')
  await page.getByLabel('Masukan untuk inovator').fill('Terlalu pendek')
  await page.getByRole('button', { name: 'Tinjau dan kirim' }).click()
  await expect(page).toHaveURL(/\/tinjau$/)

  // One aspect is empty and the comment is short: both are named, each with its way back.
  await page.getByRole('button', { name: 'Kirim penilaian' }).click()
  await expect(page).toHaveTitle(/^Galat:/)
  const summary = page.locator('.error-summary')
  await expect(summary.locator('li')).toHaveCount(2)
  await expect(summary).toContainText('Isi nilai Latar belakang')
  await expect(summary).toContainText('paling sedikit 20 kata. Sekarang 2 kata.')
  await page.getByRole('link', { name: /^Ubah Latar belakang/ }).click()
  await page.locator('.exact input').first().fill('82,5')
  await page.getByLabel('Masukan untuk inovator').fill(comment)
  await page.getByRole('button', { name: 'Simpan draf' }).click()
  await page.goto(`${sheet}?pane=marks`)
  await expect(page.locator('.total')).toContainText('Nilai akhir')
  await page.getByRole('button', { name: 'Tinjau dan kirim' }).click()
  await expect(page.locator('main')).toContainText(comment)
  await expect(page.locator('main')).toContainText('82,5')
  await page.getByRole('button', { name: 'Kirim penilaian' }).click()
  await expect(page.getByText('Penilaian terkirim. Terima kasih.')).toBeVisible()

  // It comes back for ten minutes.
  await page.getByRole('link', { name: 'Lihat lagi atau batalkan' }).click()
  await expect(page.locator('.marking')).toContainText('terkunci')
  await page.getByRole('button', { name: 'Batalkan pengiriman' }).click()
  await expect(page.locator('.exact input').first()).toHaveValue('82,5')

  // Everything complete is sent at once after a look at the list.
  await page.goto('/juri')
  await page.getByRole('link', { name: 'Kirim semua yang lengkap (1)' }).click()
  await page.getByRole('button', { name: 'Kirim 1 penilaian' }).click()
  await expect(page.getByText('Penilaian terkirim. Terima kasih.')).toBeVisible()
})

test('the statement comes first, and what is left for a conflict stays shut', async ({ page, kipp }) => {
  // The demo's last judge by user name has not stated anything yet.
  await signIn(page, kipp.account('judge', 8))
  await expect(page.locator('h1')).toHaveText('Sebelum menilai')
  await page.getByRole('link', { name: 'Buat pernyataan' }).click()
  await page.getByRole('link', { name: /^Saya punya benturan kepentingan dengan/ }).first().click()
  const left = new URL(page.url()).pathname.split('/').pop()!
  await page.getByRole('button', { name: 'Laporkan dan lepas usulan ini' }).click()
  await expect(page.locator('.error-summary')).toContainText('Pilih bagaimana Anda terkait')
  await page.getByText('Ikut membuat').click()
  await page.getByRole('button', { name: 'Laporkan dan lepas usulan ini' }).click()
  await expect(page.locator('main')).toContainText('akan dialihkan ke juri lain')
  await page.getByText('Saya sudah memeriksa daftar ini').click()
  await page.getByRole('button', { name: 'Simpan pernyataan, buka antrean' }).click()
  await expect(page.locator('h1')).toContainText('Sisa')
  const answer = await page.goto(`/juri/nilai/${left}`)
  expect(answer!.status()).toBe(403)
  await expect(page.locator('main, body').first()).toContainText('tertutup untuk Anda karena benturan kepentingan')
  await expect(page.locator('.manuscript')).toHaveCount(0)
})
