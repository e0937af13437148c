// The plenary with two officers and a screen: who is there, what is decided and why, what the room
// sees, and how all of it stands in the papers once it is sealed.
import { axe, expect, Kipp, signIn, test } from '../support/server'

// What is told wrong is answered with 422, which Chromium notes in its console.
test.use({ stage: 'plenary', expectedErrors: /422|409/ })

test('a decision needs a quorum and a reason, is seen in the room, and stands in the minutes', async ({ browser }) => {
  test.setTimeout(120_000)
  // A kipp of its own: what is sealed here is sealed for nobody else.
  const kipp = await Kipp.start('plenary')
  const page = await (await browser.newContext({ baseURL: kipp.url, locale: 'id-ID' })).newPage()
  await signIn(page, kipp.account('chair'))
  await page.goto('/panitia/pleno')
  await axe(page)
  await expect(page.locator('main')).toContainText('Belum kuorum')
  const point = page.locator('section', { hasText: 'Agenda' }).locator('tbody tr').last()
  const name = (await point.locator('a').innerText()).trim()
  await point.locator('a').click()
  await expect(page.locator('h1')).toHaveText(name)
  await axe(page)
  await page.getByText('Masuk', { exact: true }).click()
  await page.getByLabel('Alasan').fill('Manfaatnya sampai ke desa terjauh (contoh).')
  await page.getByRole('button', { name: 'Catat keputusan' }).click()
  await expect(page.locator('.error-summary')).toContainText('Belum kuorum: hadir 0')
  await expect(page.getByLabel('Alasan')).toHaveValue('Manfaatnya sampai ke desa terjauh (contoh).')

  // Everybody comes in.
  await page.goto('/panitia/pleno')
  for (const box of await page.locator('.people input').all()) await box.check()
  await page.getByRole('button', { name: 'Simpan kehadiran' }).click()
  await expect(page.locator('main')).toContainText('Kuorum tercapai')

  // The point goes on the screen of the room, which is another computer.
  await page.getByRole('link', { name, exact: true }).first().click()
  await page.getByRole('button', { name: 'Tampilkan di layar' }).click()
  const hall = await (await browser.newContext({ baseURL: kipp.url, locale: 'id-ID', viewport: { width: 1920, height: 1080 } })).newPage()
  await signIn(hall, kipp.account('secretary'))
  await hall.goto('/panitia/pleno/layar')
  await expect(hall.locator('h1')).toHaveText(name)
  await expect(hall.locator('body')).not.toContainText('Juri Contoh')
  await axe(hall)
  // It fills the wall, its tables can be read from the back, and its halves stand side by side.
  const wide = await hall.locator('.wall').boundingBox()
  expect(wide?.width).toBeGreaterThan(1600)
  const cell = hall.locator('.wall td').first()
  expect(parseFloat(await cell.evaluate((one) => getComputedStyle(one).fontSize))).toBeGreaterThanOrEqual(24)
  await hall.setViewportSize({ width: 1024, height: 768 })
  const [left, right] = await hall.locator('.halves > *').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))
  expect(left).toBe(right)

  // Decided: the screen follows by itself.
  await page.getByText('Masuk', { exact: true }).click()
  await page.getByLabel('Alasan').fill('Manfaatnya sampai ke desa terjauh (contoh).')
  await page.getByLabel('Setuju', { exact: true }).fill('9')
  await page.getByRole('button', { name: 'Catat keputusan' }).click()
  await expect(page.locator('.book')).toContainText('Suara: 9 setuju, 0 tidak, 0 abstain.')
  await expect(hall.locator('.verdict')).toHaveText('Masuk', { timeout: 20_000 })
  await page.goto('/panitia/pleno')
  await expect(page.locator('main')).toContainText('masuk oleh pleno')

  // Sealed by two, the papers tell it.
  for (const role of ['chair', 'secretary']) {
    const officer = role === 'chair' ? page : hall
    await officer.goto('/panitia/segel')
    await officer.getByLabel('Kata sandi Anda').fill(kipp.account(role).password)
    await officer.getByLabel('Ketik SEGEL').fill('SEGEL')
    await officer.getByRole('button', { name: 'Segel hasil ini' }).click()
  }
  await expect(hall.locator('.notice', { hasText: 'Disegel.' })).toBeVisible()
  await page.goto('/panitia/ekspor')
  await axe(page)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Berita acara (PDF)' }).click()
  expect((await download).suggestedFilename()).toBe('berita-acara.pdf')
  const list = await page.request.get('/panitia/ekspor/rekap.csv')
  expect(await list.text()).toContain(name)
  await page.goto('/panitia/pleno')
  await expect(page.locator('main')).toContainText('Hasil sudah disegel')
  await kipp.stop()
})
