// The innovator's whole path with JavaScript off: begin, write, be told what is wrong, submit, receipt.
import { readFile } from 'node:fs/promises'
import { codeOn } from '../support/paper'
import { expect, signIn, test } from '../support/server'

// A form that is told what is wrong is answered with 422, which Chromium notes in its console.
test.use({ stage: 'submission', expectedErrors: /422/ })

const words = (n: number) => Array(n).fill('kata').join(' ')

test('a proposal is begun, written, corrected and submitted without JavaScript', async ({ page, browser, kipp }) => {
  await signIn(page, kipp.account('innovator', 1))
  await page.goto('/saya/usulan/baru')
  await page.getByLabel('Nama pendek inovasi').fill('Uji Tanpa Skrip')
  await page.getByLabel('Judul').fill('Uji Tanpa Skrip: formulir yang tetap bekerja')
  await page.getByLabel('Kategori').selectOption({ index: 2 })
  await page.getByLabel('Tanggal mulai dilaksanakan').fill('2018-03-01')
  await page.getByRole('button', { name: 'Simpan dan lanjutkan' }).click()
  await expect(page.locator('h1')).toContainText('Uji Tanpa Skrip')
  await expect(page.locator('main')).toContainText('1 dari 9 bagian lengkap')
  const list = page.url()

  // Too many words are kept and told, with the same sentence at the field and in the summary.
  await page.goto(`${list}/ringkasan`)
  await page.locator('textarea').fill(words(209))
  await page.getByRole('button', { name: 'Simpan dan lanjutkan' }).click()
  await expect(page).toHaveTitle(/^Galat:/)
  const summary = page.locator('.error-summary')
  await expect(summary).toContainText('Sekarang 209 kata.')
  const sentence = (await summary.locator('li').first().textContent())!.trim()
  await expect(page.locator('.error-line')).toContainText(sentence)
  await expect(page.locator('textarea')).toHaveValue(words(209))
  await page.getByRole('button', { name: 'Lanjutkan, perbaiki nanti' }).click()
  await expect(page).toHaveURL(/latar-belakang$/)

  // Submitting too early names everything that is missing, each with its page.
  await page.goto(`${list}/tinjau`)
  await expect(page.locator('main')).toContainText('Yang masih harus dilengkapi')
  await page.goto(`${list}/ajukan`)
  await page.getByLabel(/Saya menyatakan/).check()
  await page.getByRole('button', { name: 'Ajukan usulan' }).click()
  await expect(page.locator('[role=alert]').first()).toContainText('Sekarang 209 kata.')

  for (const slug of ['ringkasan', 'latar-belakang', 'kebaruan', 'implementasi', 'signifikansi', 'adaptabilitas', 'sumber-daya', 'keberlanjutan']) {
    await page.goto(`${list}/${slug}`)
    for (const field of await page.locator('textarea').all()) await field.fill(words(60))
    await page.getByRole('button', { name: 'Simpan, kembali ke daftar' }).click()
    await expect(page).toHaveURL(list)
  }
  await expect(page.locator('main')).toContainText('9 dari 9 bagian lengkap')

  // The declaration is asked for, and then it is done.
  await page.goto(`${list}/ajukan`)
  await page.getByRole('button', { name: 'Ajukan usulan' }).click()
  await expect(page.locator('.error-summary')).toContainText('Centang pernyataan kebenaran data')
  await page.getByLabel(/Saya menyatakan/).check()
  await page.getByRole('button', { name: 'Ajukan usulan' }).click()
  await expect(page.locator('.receipt-number b')).toHaveText(/^KIPP-\d{4}-\d{4}$/)

  // The receipt goes with them as a paper that says where it can be checked, and there it is known.
  const receipt = page.url()
  const number = await page.locator('.receipt-number b').innerText()
  const code = await page.locator('.receipt code').first().innerText()
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Unduh PDF' }).click()
  const download = await coming
  expect(download.suggestedFilename()).toBe(`${number}.pdf`)
  const paper = await readFile(await download.path())
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-')
  expect(paper.length).toBeLessThanOrEqual(120_000)
  // Its letters are compressed (the paper's own tests read them); its title and its links are not.
  const plain = paper.toString('latin1')
  expect(plain).toContain(`Tanda terima ${number}`)
  const link = /\/URI\((.*?\/verifikasi\/.*?)\)/.exec(plain)![1]
  expect(link).toBe(`${kipp.url}/verifikasi/${code}`)
  // What a phone's camera would read off the printed sheet leads to the same page.
  expect(await codeOn(browser, paper)).toBe(link)
  await page.goto(link)
  await expect(page.locator('.receipt-number b')).toHaveText(number)
  await page.goto(receipt)

  // Editing afterwards does not touch the version that counts, and says so.
  await page.goto(`${list}/ringkasan`)
  await page.locator('textarea').fill(words(61))
  await page.getByRole('button', { name: 'Simpan, kembali ke daftar' }).click()
  await expect(page.locator('.notice')).toContainText('Ada perubahan yang belum diajukan')
})
