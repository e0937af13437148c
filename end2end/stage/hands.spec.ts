// Around the show: a second device by a number, the presenter's page, the rundown, the rehearsal, a killed
// server, the audience's phones. One evening, in this order, on a server of its own.
import { type Browser, type Page } from '@playwright/test'
import { axe, expect, type Kipp, signIn, test } from '../support/server'

test.use({ stage: 'ceremony', alone: 'hands', expectedErrors: /40\d|422|ERR_|Failed to fetch|EventSource/ })
test.describe.configure({ mode: 'serial' })

const stage = '/panggung/akhir-2020'
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'id-ID' }

const context = (browser: Browser, kipp: Kipp, options = {}) => browser.newContext({ baseURL: kipp.url, ...options })
const next = (remote: Page) => remote.locator('.next')
const settled = (remote: Page) => expect(next(remote)).toContainText(/Mulai|Ke |selesai/, { timeout: 20_000 })
const count = async (remote: Page) => Number((await remote.locator('.link span').textContent())!.replace(/\D+/g, ''))

/** Presses LANJUT until the server has taken it. */
async function forward(remote: Page) {
  const before = await count(remote)
  await expect(async () => {
    if ((await count(remote)) === before) await next(remote).click()
    await expect.poll(() => count(remote), { timeout: 1_000 }).toBeGreaterThan(before)
  }).toPass({ timeout: 15_000 })
}

/** A device that was let in by a number, without a password. */
async function paired(browser: Browser, kipp: Kipp, operator: Page) {
  await operator.goto(`${stage}/pasang`)
  await operator.getByRole('button', { name: /^Buat nomor/ }).click()
  const number = (await operator.locator('h2.digits').textContent())!.replace(/\D/g, '')
  expect(number).toHaveLength(8)
  await axe(operator)
  const device = await (await context(browser, kipp, phone)).newPage()
  await device.goto(`${stage}/sambung?kode=${number}`)
  await axe(device)
  await device.getByRole('button', { name: 'Sambungkan sebagai kendali' }).click()
  await expect(device).toHaveURL(new RegExp(`${stage}/kendali$`))
  return device
}

test('the rundown is changed with buttons and says how long it takes', async ({ page, kipp }) => {
  await signIn(page, kipp.account('operator'))
  await page.goto(`${stage}/susunan`)
  await expect(page.getByText(/Seluruh acara: 20 tekan/)).toBeVisible()
  await axe(page)
  await page.getByLabel('Jenis').selectOption('protocol')
  await page.getByLabel('Tempat').selectOption('1')
  await page.getByRole('button', { name: 'Tambah langkah' }).click()
  await page.getByLabel(/^Kata besar/).fill('Bupati dimohon naik ke panggung')
  await page.getByRole('button', { name: 'Simpan langkah' }).click()
  await expect(page.getByText(/Seluruh acara: 21 tekan/)).toBeVisible()
  await expect(page.locator('#langkah-2')).toContainText('Protokol: Bupati dimohon naik ke panggung')
})

test('the rehearsal has a colour and a word of its own, and no sealed name', async ({ page, browser, kipp }) => {
  await signIn(page, kipp.account('operator'))
  await page.goto('/panggung/gladi-2020')
  await expect(page.locator('.gladi')).toHaveText('GLADI')
  await expect(page.locator('.scene')).toHaveClass(/live/)
  const remote = await (await context(browser, kipp, phone)).newPage()
  await signIn(remote, kipp.account('operator'))
  await remote.goto('/panggung/gladi-2020/kendali')
  await expect(remote.locator('header b')).toHaveText('GLADI')
  await settled(remote)
  await forward(remote)
  await expect(page.locator('.scene')).toHaveClass(/at-slide/)
  await expect(page.locator('.at-slide h1')).toContainText('Bupati dimohon naik ke panggung')
  await remote.context().close()
})

test('a paired phone runs the show, the presenter and the audience follow, a killed server changes no frame', async ({
  page: hall,
  browser,
  kipp,
}) => {
  test.setTimeout(180_000)
  await signIn(hall, kipp.account('operator'))
  const remote = await paired(browser, kipp, hall)
  await expect(remote.locator('.hand')).toContainText('Kendali bebas')
  await hall.goto(stage)
  await expect(hall.locator('.scene')).toHaveClass(/live/)
  const host = await (await context(browser, kipp, phone)).newPage()
  await signIn(host, kipp.account('mc'))
  await host.goto(`${stage}/pembawa-acara`)
  const audience = await (await context(browser, kipp, phone)).newPage()
  await audience.goto(`${stage}/teks`)
  await expect(audience.locator('[data-stream] li')).toHaveCount(0)
  await axe(audience)

  while (!(await settled(remote), await next(remote).textContent())!.includes('Mulai Peringkat 10')) await forward(remote)
  await expect(remote.locator('.hand')).toContainText('Kendali di tangan Anda')
  await expect(host.locator('.coming li')).toHaveCount(5)
  await expect(host.locator('.coming li').first()).toContainText('Peringkat 10, nama terbuka setelah 2,6 detik')
  await forward(remote)
  await expect(host.locator('.speech').first()).toContainText('jatuh kepada')
  await expect(hall.locator('.scene .acronym')).toBeVisible({ timeout: 15_000 })
  await expect(audience.locator('[data-stream] li')).toHaveCount(1, { timeout: 10_000 })
  await expect(host.locator('.speech').first()).toContainText('Kami persilakan naik ke panggung')
  await settled(remote)

  // As a power cut would: the picture stays, everybody comes back, and the show goes on.
  const [cue, name, seq] = [
    await hall.locator('.scene').getAttribute('data-cue'),
    await hall.locator('.acronym').getAttribute('aria-label'),
    await count(remote),
  ]
  await kipp.restart()
  await expect(hall.locator('.acronym')).toHaveAttribute('aria-label', name!)
  await expect(remote.locator('.link')).toContainText('TERHUBUNG', { timeout: 15_000 })
  await hall.reload()
  await expect(hall.locator('.scene')).toHaveAttribute('data-cue', cue!)
  await expect(hall.locator('.acronym')).toHaveAttribute('aria-label', name!)
  expect(await count(remote)).toBe(seq)
  await forward(remote)
  await expect(hall.locator('.scene')).toHaveAttribute('data-cue', String(Number(cue) + 1), { timeout: 10_000 })
  for (const one of [remote, host, audience]) await one.context().close()
})

test('confetti falls once', async ({ page: hall, browser, kipp }) => {
  test.setTimeout(240_000)
  await signIn(hall, kipp.account('operator'))
  await hall.goto(stage)
  const remote = await (await context(browser, kipp, phone)).newPage()
  await signIn(remote, kipp.account('operator'))
  await remote.goto(`${stage}/kendali`)
  const drawn = () => hall.locator('canvas.confetti').evaluate((canvas: HTMLCanvasElement) => canvas.width !== 300)
  while (!(await settled(remote), await next(remote).textContent())!.match(/Mulai Peringkat 1(?!\d)/)) {
    await forward(remote)
  }
  await forward(remote)
  await expect(hall.locator('.champion .acronym')).toBeVisible({ timeout: 15_000 })
  expect(await drawn()).toBe(true)
  await settled(remote)
  await hall.reload()
  await expect(hall.locator('.champion .acronym')).toBeVisible()
  await expect(hall.locator('.scene')).toHaveClass(/live/)
  expect(await drawn()).toBe(false)
  await remote.context().close()
})
