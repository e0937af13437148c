// Counting and correcting: the browser and the server count alike, and what is wrong is told once, in the same words, where it can be mended.
import { expect, hydrated, signIn, test } from '../support/server'

test.use({ stage: 'submission', expectedErrors: /422/ })

/** Texts that are easy to miscount, with the words the guide says they have. */
const texts: [string, number][] = [
  ['e-KTP', 1],
  ['–', 0],
  ['24/7', 1],
  ['dua\u00a0kata', 2],
  ['satu\u200bkata', 1],
  ['🙂 senyum', 1],
  ['baris\nbaru', 2],
  ['“kutipan” Word…', 2],
  ['نص عربي', 2],
]

test('the browser and the server count the same words', async ({ page, kipp }) => {
  await signIn(page, kipp.account('innovator'))
  const list = (await page.locator('tr', { hasText: 'Draf' }).locator('a').first().getAttribute('href'))!
  for (const [text, words] of texts) {
    await page.goto(`${list}/kebaruan`)
    await hydrated(page)
    await page.locator('textarea').first().fill(text)
    await expect(page.locator('.counter').first()).toHaveText(`${words} dari 200 kata`)
    await expect(page.locator('.save-slot').first()).toContainText(/Tersimpan \d\d\.\d\d/, { timeout: 15_000 })
    // The page as the server draws it, counted by the server.
    const html = await (await page.request.get(`${list}/kebaruan`)).text()
    expect(html).toContain(`${words} dari 200 kata`)
  }
})

test('two hundred words fit, and one more is told', async ({ page, kipp }) => {
  await signIn(page, kipp.account('innovator'))
  const list = (await page.locator('tr', { hasText: 'Draf' }).locator('a').first().getAttribute('href'))!
  await page.goto(`${list}/ringkasan`)
  await hydrated(page)
  const field = page.locator('textarea').first()
  await field.fill(Array(126).fill('kata').join(' '))
  await expect(page.locator('.counter').first()).toHaveText('126 dari 200 kata')
  await field.fill(Array(186).fill('kata').join(' '))
  await expect(page.locator('.counter').first()).toHaveText('Sisa 14 kata')
  await field.fill(Array(201).fill('kata').join(' '))
  await expect(page.locator('.counter').first()).toHaveText('Kelebihan 1 kata')
})

test('an error is in the title, the summary has the focus, and its link leads to the field', async ({ page, kipp }) => {
  await signIn(page, kipp.account('innovator'))
  const list = (await page.locator('tr', { hasText: 'Draf' }).locator('a').first().getAttribute('href'))!
  await page.goto(`${list}/adaptabilitas`)
  await hydrated(page)
  const fields = page.locator('textarea')
  await fields.nth(0).fill(Array(130).fill('kata').join(' '))
  await fields.nth(1).fill(Array(230).fill('kata').join(' '))
  await page.getByRole('button', { name: 'Simpan dan lanjutkan' }).click()
  await expect(page).toHaveTitle(/^Galat: /)
  const summary = page.locator('.error-summary')
  await expect(summary).toBeFocused()
  const links = summary.locator('a')
  await expect(links).toHaveCount(2)
  for (const nth of [0, 1]) {
    const sentence = (await links.nth(nth).textContent())!.trim()
    await links.nth(nth).click()
    await expect(fields.nth(nth)).toBeFocused()
    const own = page.locator('.error-line').nth(nth)
    const hidden = (await own.locator('.vh').textContent())!
    expect((await own.textContent())!.replace(hidden, '').trim()).toBe(sentence)
    await expect(fields.nth(nth)).toHaveAttribute('aria-invalid', 'true')
  }
  // The words were saved all the same.
  await page.reload()
  await expect(fields.nth(1)).toHaveValue(/(kata ?){230}/)
})

test('what is pasted from a document keeps its text and loses its dress, and the page says so', async ({ page, kipp, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, kipp.account('innovator'))
  const list = (await page.locator('tr', { hasText: 'Draf' }).locator('a').first().getAttribute('href'))!
  await page.goto(`${list}/implementasi`)
  await hydrated(page)
  await page.evaluate(() =>
    navigator.clipboard.write([
      new ClipboardItem({
        'text/html': new Blob(['<p><b>Satu</b> pintu</p><ul><li>– cepat</li></ul>'], { type: 'text/html' }),
        'text/plain': new Blob(['Satu pintu\n\n– cepat'], { type: 'text/plain' }),
      }),
    ]),
  )
  const field = page.locator('textarea').first()
  await field.fill('')
  await field.press('Control+V')
  await expect(field).toHaveValue('Satu pintu\n\n– cepat')
  await expect(page.getByText('Format dihapus, teks tetap utuh.')).toBeVisible()
})
