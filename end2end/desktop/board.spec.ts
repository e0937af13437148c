// The ranking board (design.md §8, point 37): doubt in every row, judges for the chair only, names that can be covered.
import { axe, expect, signIn, test } from '../support/server'

test.use({ stage: 'plenary' })

test('every row says which ranks it may have and where it stands, and the page says it estimates', async ({ page, kipp }) => {
  await signIn(page, kipp.account('chair'))
  await page.goto('/panitia/peringkat')
  await expect(page.getByText('Peringkat ini taksiran.')).toBeVisible()
  const rows = page.locator('table.board tbody tr:not(.border)')
  expect(await rows.count()).toBeGreaterThan(90)
  for (const text of await rows.allInnerTexts()) {
    expect(text).toMatch(/\b\d+–\d+\b/)
    expect(text).toMatch(/\b(aman|bahas|luar)\b/)
  }
  await page.getByRole('link', { name: 'Terkalibrasi' }).click()
  await expect(page.getByRole('link', { name: 'Terkalibrasi' })).toHaveAttribute('aria-current', 'page')
  await expect(page.locator('tr.border').first()).toContainText(/Batas (aman|luar)/)
  await axe(page)
  await page.getByRole('link', { name: 'Catatan tentang juri' }).click()
  await expect(page).toHaveURL(/diagnosis$/)
  await expect(page.locator('tbody tr')).not.toHaveCount(0)
  await axe(page)

  // Other weights are tried out: the page says that this is no ranking, and nothing is kept.
  await page.goto('/panitia/peringkat')
  await page.getByText('Coba bobot lain').click()
  await page.getByLabel('Kebaruan').fill('0')
  await page.getByLabel('Signifikansi').fill('100')
  await page.getByRole('button', { name: 'Lihat akibatnya' }).click()
  await expect(page.locator('main')).toContainText('Ini percobaan, bukan peringkat')
  await expect(page.locator('table.board')).toContainText('Peringkat baku')
  await axe(page)
  await page.getByRole('link', { name: 'Kembali ke peringkat baku' }).click()
  await expect(page.locator('main')).not.toContainText('Ini percobaan')
})

test('names can be covered for a shared screen, and the board fits a narrow one', async ({ page, kipp }) => {
  await signIn(page, kipp.account('committee'))
  await page.goto('/panitia/peringkat')
  const first = page.locator('table.board tbody th').first()
  const name = await first.innerText()
  await page.getByRole('link', { name: 'Tutup nama' }).click()
  await expect(first).toHaveText(/^U-\d{3}/)
  await expect(page.locator('main')).not.toContainText(name)
  await expect(page.getByRole('link', { name: 'Catatan tentang juri' })).toHaveCount(0)
  await page.setViewportSize({ width: 320, height: 740 })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
  expect(wide).toBe(false)
})
