// Page 0 is a plain form, and it forgets nothing either: a closed tab, a dead network.
import { axe, expect, signIn, test } from '../support/server'

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

test('two people on page 0 at once: different answers are joined, one question with two answers waits for a choice', async ({ page, browser, kipp }) => {
  await signIn(page, kipp.account('innovator'))
  const list = (await page.locator('tr', { hasText: 'Draf' }).locator('a').first().getAttribute('href'))!
  const second = await browser.newContext({ baseURL: kipp.url, viewport: { width: 1366, height: 768 } })
  const helper = await second.newPage()
  await signIn(helper, kipp.account('agency_admin'))
  await page.goto(`${list}/identitas`)
  await helper.goto(`${list}/identitas`)

  // The helper saves first; the owner's phone has typed something else into the same field, and into another.
  await helper.getByLabel('Judul').fill('Judul menurut admin OPD')
  await helper.getByLabel('Jumlah anggota tim').fill('9')
  await helper.getByRole('button', { name: 'Simpan, kembali ke daftar' }).click()
  await expect(helper).toHaveURL(list)
  await page.getByLabel('Judul').fill('Judul menurut pemilik usulan')
  await page.getByLabel('Nomor kontak').fill('0812 3456 7890')
  await page.getByRole('button', { name: 'Simpan, kembali ke daftar' }).click()
  await expect(page).toHaveURL(`${list}/konflik/identitas`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dua isian ditulis bersamaan')
  const group = page.getByRole('group', { name: 'Judul' })
  await expect(group.getByText('Judul menurut admin OPD')).toBeVisible()
  await expect(group.getByText('Judul menurut pemilik usulan')).toBeVisible()
  await expect(page.getByRole('group')).toHaveCount(1)
  await axe(page)

  // Nothing chosen is no choice; what is typed comes back.
  await page.getByLabel('Judul, ditulis sendiri').fill('Judul hasil rembuk')
  await page.getByRole('button', { name: 'Simpan pilihan' }).click()
  await expect(page.getByRole('alert')).toContainText('Pilih satu untuk judul')
  await expect(page.getByLabel('Judul, ditulis sendiri')).toHaveValue('Judul hasil rembuk')
  await page.getByLabel('Tulis sendiri', { exact: true }).check()
  await page.getByRole('button', { name: 'Simpan pilihan' }).click()
  await expect(page).toHaveURL(`${list}/identitas`)
  await expect(page.getByLabel('Judul')).toHaveValue('Judul hasil rembuk')
  await expect(page.getByLabel('Jumlah anggota tim')).toHaveValue('9')
  await expect(page.getByLabel('Nomor kontak')).toHaveValue('0812 3456 7890')
  // The phone kept the form until the server had it, and no longer.
  await expect(page.locator('[data-kept]')).toBeHidden()
  expect(await page.evaluate(() => Object.keys(localStorage).some((name) => name.endsWith('/identity')))).toBe(false)

  await helper.goto(`${list}/riwayat?semua=1`)
  await helper.locator('li.version', { hasText: 'Judul menurut pemilik usulan' }).locator('summary').click()
  await expect(helper.getByText('Judul menurut pemilik usulan')).toBeVisible()
  await second.close()
})

test('a form kept on the device stands on what it began from, so that it undoes nothing of others', async ({ page, context, browser, kipp }) => {
  await signIn(page, kipp.account('innovator'))
  const list = (await page.locator('tr', { hasText: 'Draf' }).locator('a').first().getAttribute('href'))!
  await page.goto(`${list}/identitas`)
  await page.getByLabel('Jumlah anggota tim').fill('12')
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).some((name) => name.endsWith('/identity')))).toBe(true)
  await page.close()
  const second = await browser.newContext({ baseURL: kipp.url })
  const helper = await second.newPage()
  await signIn(helper, kipp.account('agency_admin'))
  await helper.goto(`${list}/identitas`)
  await helper.getByLabel('Judul').fill('Judul yang ditulis sementara tab tertutup')
  await helper.getByRole('button', { name: 'Simpan, kembali ke daftar' }).click()
  await expect(helper).toHaveURL(list)
  await second.close()
  const again = await context.newPage()
  await again.goto(`${list}/identitas`)
  await expect(again.locator('[data-kept]')).toBeVisible()
  await expect(again.getByLabel('Jumlah anggota tim')).toHaveValue('12')
  await expect(again.getByLabel('Judul')).toHaveValue('Judul yang ditulis sementara tab tertutup')
  await again.getByRole('button', { name: 'Simpan, kembali ke daftar' }).click()
  await expect(again).toHaveURL(list)
  await again.goto(`${list}/identitas`)
  await expect(again.getByLabel('Judul')).toHaveValue('Judul yang ditulis sementara tab tertutup')
  await expect(again.getByLabel('Jumlah anggota tim')).toHaveValue('12')
  await expect(again.locator('[data-kept]')).toBeHidden()
})
