// The judge's desk at an office screen: by keyboard alone, the pages before and after the sheet, the committee's answers.
import { axe, expect, hydrated, signIn, test } from '../support/server'

test.use({ stage: 'judging', expectedErrors: /403|409|422/ })

const comment =
  'Masukan contoh yang cukup panjang: jelaskan cara mengukur hasil, sebutkan pembandingnya, dan ceritakan siapa yang meneruskan layanan ini bila petugas berganti.'

test('a judge scores, sends and undoes with the keyboard alone', async ({ page, kipp }) => {
  await signIn(page, kipp.account('judge', 1))
  await page.getByRole('link', { name: 'Mulai menilai' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('.manuscript')).toBeVisible()
  await hydrated(page)
  for (const field of await page.locator('.exact input').all()) {
    await field.focus()
    await page.keyboard.type('77')
  }
  await page.getByLabel('Masukan untuk inovator').focus()
  await page.keyboard.type(comment)
  await expect(page.locator('.total')).toContainText('Nilai akhir 77,00', { timeout: 15_000 })
  await expect(page.locator('.save-slot')).toContainText(/Tersimpan/)
  const press = async (name: string) => {
    await page.getByRole('button', { name }).focus()
    await page.keyboard.press('Enter')
  }
  await press('Tinjau dan kirim')
  await expect(page).toHaveURL(/\/tinjau$/)
  await axe(page)
  await press('Kirim penilaian')
  await expect(page.getByText('Penilaian terkirim. Terima kasih.')).toBeVisible()
  await page.getByRole('link', { name: 'Lihat lagi atau batalkan' }).focus()
  await page.keyboard.press('Enter')
  await hydrated(page)
  await axe(page)
  await press('Batalkan pengiriman')
  await expect(page.locator('.exact input').first()).toHaveValue('77')
})

test('the statement, a declaration and the barred sheet are pages without a fault', async ({ page, kipp }) => {
  await signIn(page, kipp.account('judge', 8))
  await hydrated(page)
  await axe(page)
  await page.getByRole('link', { name: 'Buat pernyataan' }).click()
  await expect(page.locator('h1')).toHaveText('Pernyataan benturan kepentingan')
  await axe(page)
  await page.getByRole('link', { name: /^Saya punya benturan kepentingan dengan/ }).first().click()
  await expect(page.locator('h1')).toHaveText('Laporkan benturan kepentingan')
  await axe(page)
  const left = new URL(page.url()).pathname.split('/').pop()!
  await page.getByText('Pernah membimbing').click()
  await page.getByRole('button', { name: 'Laporkan dan lepas usulan ini' }).click()
  await page.getByText('Saya sudah memeriksa daftar ini').click()
  await page.getByRole('button', { name: 'Simpan pernyataan, buka antrean' }).click()
  await hydrated(page)
  await expect(page.locator('main')).toContainText('Benturan kepentingan')
  const answer = await page.goto(`/juri/nilai/${left}`)
  expect(answer!.status()).toBe(403)

  // The committee sees it and gives the seat back.
  await page.context().clearCookies()
  await signIn(page, kipp.account('committee'))
  await page.goto('/panitia/kemajuan')
  await axe(page)
  await page.getByRole('button', { name: 'Cabut benturan' }).click()
  await expect(page.locator('#benturan')).toHaveCount(0)
})
