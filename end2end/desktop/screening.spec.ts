// The screening desk: through the queue by keyboard, keys that rest while somebody writes and can
// be switched off, and a decision without JavaScript.
import { axe, expect, hydrated, signIn, test } from '../support/server'

test.use({ stage: 'screening' })

test('an officer goes through the queue by keyboard', async ({ page, kipp }) => {
  await signIn(page, kipp.account('committee'))
  await page.goto('/panitia/usulan')
  await page.getByRole('link', { name: 'Mulai memeriksa' }).click()
  await expect(page).toHaveURL(/\/panitia\/seleksi\//)
  await expect(page.getByLabel('Pintasan satu tombol menyala')).toBeChecked()
  await expect(page.getByText('Mesin memeriksa: cocok').first()).toBeVisible()
  await axe(page)
  const title = page.locator('h1')
  const first = await title.textContent()
  await expect(page.locator('.single-keys')).toContainText('L lolos')

  // J goes on and K comes back; L leads to its button, and Enter decides.
  await page.keyboard.press('j')
  await expect(title).not.toHaveText(first!)
  const second = await title.textContent()
  const keys = page.getByLabel('Pintasan satu tombol menyala')
  await expect(keys, 'the desk is alive').toBeChecked()
  await page.keyboard.press('k')
  await expect(title).toHaveText(first!)
  await expect(keys).toBeChecked()
  await page.keyboard.press('l')
  await expect(page.getByRole('button', { name: 'Lolos', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(title).toHaveText(second!)
  await expect(keys).toBeChecked()

  // P opens the repair, T the rejection; a letter in a text field is a letter.
  await page.keyboard.press('p')
  await expect(page.getByLabel('Identitas inovasi')).toBeFocused()
  const message = page.getByLabel('Pesan untuk pengusul')
  await message.fill('')
  await message.pressSequentially('jlkpt')
  await expect(message).toHaveValue('jlkpt')
  await expect(title).toHaveText(second!)
  await page.locator('h1').click()
  await page.keyboard.press('t')
  await expect(page.getByLabel('Alasan')).toBeFocused()

  // Switched off they do nothing, also after the page was loaded again.
  await page.locator('h1').click()
  await keys.uncheck()
  await page.reload()
  await hydrated(page)
  await expect(keys).not.toBeChecked()
  await page.keyboard.press('l')
  await expect(page.getByRole('button', { name: 'Lolos', exact: true })).not.toBeFocused()
})

test('the checklist stands beside the proposal, and below it on a narrow screen', async ({ page, kipp }) => {
  await signIn(page, kipp.account('chair'))
  await page.goto('/panitia/usulan')
  await page.locator('tbody a').first().click()
  const [paper, desk] = [page.locator('.screened'), page.locator('.screener')]
  const wide = [(await paper.boundingBox())!, (await desk.boundingBox())!]
  expect(wide[1].x).toBeGreaterThan(wide[0].x + wide[0].width)
  await page.setViewportSize({ width: 360, height: 740 })
  const narrow = [(await paper.boundingBox())!, (await desk.boundingBox())!]
  expect(narrow[1].y).toBeGreaterThan(narrow[0].y)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, expectedErrors: /422/ })

  test('two officers reject, and what was typed wrong comes back', async ({ browser, page, kipp }) => {
    await signIn(page, kipp.account('committee'))
    await page.goto('/panitia/usulan?tampil=menunggu')
    await page.locator('tbody a').first().click()
    const address = page.url()
    await expect(page.locator('.single-keys')).toBeHidden()
    await page.getByText('Tidak lolos…').click()
    await page.getByLabel('Alasan').selectOption('')
    await page.getByLabel('Kalimat untuk pengusul').fill('Bukan pelayanan publik.')
    await page.getByRole('button', { name: 'Usulkan tidak lolos' }).click()
    await expect(page.getByText('Pilih alasan penolakan').first()).toBeVisible()
    await expect(page.getByLabel('Kalimat untuk pengusul')).toHaveValue('Bukan pelayanan publik.')
    await page.getByLabel('Alasan').selectOption('OUT_OF_CATEGORY')
    await page.getByRole('button', { name: 'Usulkan tidak lolos' }).click()
    await expect(page).not.toHaveURL(address)
    await page.goto(address)
    await expect(page.getByText('Petugas lain harus menyetujui')).toBeVisible()

    const context = await browser.newContext({ baseURL: kipp.url, javaScriptEnabled: false })
    const other = await context.newPage()
    await signIn(other, kipp.account('secretary'))
    await other.goto(address)
    await other.getByRole('button', { name: 'Setujui: tidak lolos' }).click()
    await other.goto(address)
    await expect(other.locator('.outcomes')).toContainText('Bukan pelayanan publik.')
    await context.close()
  })
})
