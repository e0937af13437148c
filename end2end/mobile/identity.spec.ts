// Page 0 is a plain form, and it forgets nothing either: a closed tab, a dead network.
import { expect, signIn, test } from '../support/server'

test.use({ stage: 'submission', expectedErrors: /ERR_INTERNET_DISCONNECTED|Failed to load/ })

test('what was typed into page 0 comes back after a closed tab, until the server has it', async ({ page, context, kipp }) => {
  await signIn(page, kipp.account('innovator'))
  const list = (await page.locator('tr', { hasText: 'Draf' }).locator('a').first().getAttribute('href'))!
  await page.goto(`${list}/identitas`)
  const title = 'Judul yang diketik sebelum tab tertutup'
  await page.getByLabel('Judul').fill(title)
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).some((name) => name.endsWith('/identity')))).toBe(true)
  await page.close()
  const again = await context.newPage()
  await again.goto(`${list}/identitas`)
  await expect(again.getByLabel('Judul')).toHaveValue(title)
  await expect(again.locator('[data-kept]')).toContainText('Isian dari perangkat ini dikembalikan')
  await again.getByRole('button', { name: 'Simpan, kembali ke daftar' }).click()
  await expect(again).toHaveURL(list)
  await again.goto(`${list}/identitas`)
  await expect(again.getByLabel('Judul')).toHaveValue(title)
  await expect(again.locator('[data-kept]')).toBeHidden()
  expect(await again.evaluate(() => Object.keys(localStorage).some((name) => name.endsWith('/identity')))).toBe(false)
})
