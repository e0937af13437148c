// Attachments on a phone: pieces that survive a cut, photos made small and nameless, files that pretend.
import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import { bad, pdf, withPlace } from '../support/files'
import { Line } from '../support/line'
import { type Account, expect, hydrated, signIn, test } from '../support/server'

test.use({ stage: 'submission', expectedErrors: /ERR_|Failed to (fetch|load)|40[149]|422/ })

/** The attachments' page of the draft, by whatever address. */
async function shelf(page: Page, account: Account, url = '') {
  await page.goto(`${url}/masuk`)
  await page.locator('input[name="username"]').fill(account.username)
  await page.locator('input[name="password"]').fill(account.password)
  await page.locator('form:has(input[name="password"]) [type="submit"]').click()
  await page.waitForURL((url) => url.pathname !== '/masuk')
  await page.goto(`${url}/saya`)
  await page.locator('tr', { hasText: 'Draf' }).locator('a').first().click()
  await expect(page).toHaveURL(/usulan\/[^/]+$/)
  await page.getByRole('link', { name: 'Lampiran' }).click()
  await hydrated(page)
  await expect(page.locator('h1')).toHaveText('Lampiran')
}

const input = (page: Page, kind: string) => page.locator(`input[type=file][name=${kind}]`)
const box = (page: Page, kind: string) => page.locator(`section[aria-labelledby=${kind}-title]`)

async function download(page: Page, name: string) {
  const href = await page.getByRole('link', { name }).getAttribute('href')
  const answer = await page.request.get(new URL(href!, page.url()).href)
  expect(answer.status()).toBe(200)
  return answer
}

/** Removes what a test has put there, so that the next one finds room. */
async function tidy(page: Page, kind: string) {
  for (;;) {
    const remove = box(page, kind).getByRole('button', { name: 'Hapus' })
    if ((await remove.count()) === 0) return
    await remove.first().click()
    await expect(page.locator('.notice')).toContainText('dihapus')
    await hydrated(page)
  }
}

test('an upload cut at 60% goes on by itself and sends hardly a byte twice', async ({ page, kipp }) => {
  const file = pdf(1_900_000)
  const line = await Line.to(kipp.url, 1_500_000)
  try {
    await shelf(page, kipp.account('innovator'), line.url)
    const said: string[] = []
    await page.exposeFunction('said', (text: string) => said.push(text))
    await page.evaluate(() => {
      const region = document.querySelector('main [role=status]')!
      new MutationObserver(() => (window as never as { said: (text: string) => void }).said(region.textContent!))
        .observe(region, { childList: true, subtree: true, characterData: true })
    })
    const before = line.up
    await input(page, 'pendukung').setInputFiles({ name: 'laporan.pdf', mimeType: 'application/pdf', buffer: file })
    await line.cutAfter(file.length * 0.6)
    const row = box(page, 'pendukung').locator('li[data-transfer]')
    await expect(row).toContainText(/Terputus di [1-9]\d%\. Dilanjutkan otomatis\./)
    line.mend()
    await expect(box(page, 'pendukung').getByRole('link', { name: 'laporan.pdf' })).toBeVisible({ timeout: 30_000 })
    // Everything that went up since, with headers and all, not only the pieces.
    expect((line.up - before) / file.length).toBeLessThanOrEqual(1.15)
    const kept = await (await download(page, 'laporan.pdf')).body()
    expect(createHash('sha256').update(kept).digest('hex')).toBe(createHash('sha256').update(file).digest('hex'))
    // Said aloud at the quarters only.
    expect(said.filter((text) => /%/.test(text)).every((text) => /: (25|50|75|100)% terunggah$/.test(text))).toBe(true)
    await tidy(page, 'pendukung')
  } finally {
    line.close()
  }
})

/** A phone that has cleared its storage, or never had any. */
async function forgetFiles(page: Page) {
  await page.evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const gone = indexedDB.deleteDatabase('kipp-files')
        gone.onsuccess = () => done()
        gone.onerror = () => fail(gone.error)
      }),
  )
}

test('after a reload a file that the phone has kept goes on by itself, and is then forgotten', async ({ page, kipp }) => {
  const file = pdf(1_900_000)
  const line = await Line.to(kipp.url, 1_500_000)
  try {
    await shelf(page, kipp.account('innovator'), line.url)
    await input(page, 'pendukung').setInputFiles({ name: 'sendiri.pdf', mimeType: 'application/pdf', buffer: file })
    await line.cutAfter(file.length * 0.5)
    await expect(page.locator('li[data-transfer]')).toContainText('Terputus')
    line.mend()
    const offsets: number[] = []
    page.on('request', (request) => {
      if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']))
    })
    await page.reload()
    await expect(box(page, 'pendukung').getByRole('link', { name: 'sendiri.pdf' })).toBeVisible({ timeout: 30_000 })
    expect(offsets[0]).toBeGreaterThan(0)
    expect((await (await download(page, 'sendiri.pdf')).body()).equals(file)).toBe(true)
    // Nothing of it stays on the device, and nothing is sent again.
    await expect.poll(() => page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('/files/')))).toEqual([])
    await page.reload()
    await hydrated(page)
    await expect(page.locator('li[data-transfer]')).toHaveCount(0)
    await tidy(page, 'pendukung')
  } finally {
    line.close()
  }
})

test('a file that was chosen before the page was live is sent once it is', async ({ page, kipp }) => {
  await shelf(page, kipp.account('innovator'))
  let release = () => {}
  const held = new Promise<void>((done) => { release = done })
  await page.route('**/*.wasm', async (route) => { await held; await route.continue() })
  await page.reload({ waitUntil: 'domcontentloaded' })
  await input(page, 'pendukung').setInputFiles({ name: 'awal.pdf', mimeType: 'application/pdf', buffer: pdf(40_000) })
  release()
  await expect(box(page, 'pendukung').getByRole('link', { name: 'awal.pdf' })).toBeVisible({ timeout: 30_000 })
  await hydrated(page)
  await tidy(page, 'pendukung')
})

test('after a reload the same file is chosen again and goes on where it was', async ({ page, kipp }) => {
  const file = pdf(1_900_000)
  const line = await Line.to(kipp.url, 1_500_000)
  try {
    await shelf(page, kipp.account('innovator'), line.url)
    await input(page, 'pendukung').setInputFiles({ name: 'besar.pdf', mimeType: 'application/pdf', buffer: file })
    await line.cutAfter(file.length * 0.5)
    await expect(page.locator('li[data-transfer]')).toContainText('Terputus')
    line.mend()
    await forgetFiles(page)
    await page.reload()
    await hydrated(page)
    await expect(box(page, 'pendukung')).toContainText(/besar\.pdf: Pilih lagi berkas yang sama untuk melanjutkan dari [1-9]\d%\./)
    const offsets: number[] = []
    page.on('request', (request) => {
      if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']))
    })
    await input(page, 'pendukung').setInputFiles({ name: 'besar.pdf', mimeType: 'application/pdf', buffer: file })
    await expect(box(page, 'pendukung').getByRole('link', { name: 'besar.pdf' })).toBeVisible({ timeout: 30_000 })
    expect(offsets[0]).toBeGreaterThan(0)
    expect((await (await download(page, 'besar.pdf')).body()).equals(file)).toBe(true)
    await tidy(page, 'pendukung')
  } finally {
    line.close()
  }
})

test('an upload is paused, goes on, waits for Wi-Fi and is cancelled by taps', async ({ page, kipp }) => {
  const file = pdf(1_900_000)
  const line = await Line.to(kipp.url, 400_000)
  try {
    await shelf(page, kipp.account('innovator'), line.url)
    await page.getByLabel('Unggah nanti lewat Wi-Fi').check()
    await input(page, 'pendukung').setInputFiles({ name: 'nanti.pdf', mimeType: 'application/pdf', buffer: file })
    const row = page.locator('li[data-transfer]')
    await expect(row).toContainText('Menunggu Wi-Fi.')
    // The wish outlives the page: nothing goes over a line that costs.
    await page.reload()
    await expect(row).toContainText('Menunggu Wi-Fi.')
    await row.getByRole('button', { name: 'Unggah sekarang' }).click()
    await expect(row).toContainText(/Mengunggah \d+% \(.+ dari 1,8 MB\)/)
    await row.getByRole('button', { name: 'Jeda' }).click()
    await expect(row).toContainText(/Dijeda di \d+%\./)
    const still = line.up
    await page.waitForTimeout(1_000)
    expect(line.up - still).toBeLessThan(300_000)
    await row.getByRole('button', { name: 'Lanjutkan' }).click()
    await expect(row).toContainText('Mengunggah')
    await row.getByRole('button', { name: 'Batalkan' }).click()
    await expect(row).toHaveCount(0)
    await page.reload()
    await expect(page.locator('main')).not.toContainText('nanti.pdf')
  } finally {
    line.close()
  }
})

test('a photo arrives small and without the place where it was taken', async ({ page, kipp }) => {
  await shelf(page, kipp.account('innovator'))
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 4000
    canvas.height = 3000
    const pen = canvas.getContext('2d')!
    for (let at = 0; at < 400; at++) {
      pen.fillStyle = `hsl(${at * 7} 60% 50%)`
      pen.fillRect((at * 997) % 4000, (at * 661) % 3000, 300, 200)
    }
    const blob = await new Promise<Blob>((done) => canvas.toBlob((blob) => done(blob!), 'image/jpeg', 0.92))
    const bytes = new Uint8Array(await blob.arrayBuffer())
    let text = ''
    for (const byte of bytes) text += String.fromCharCode(byte)
    return btoa(text)
  })
  const photo = withPlace(Buffer.from(base64, 'base64'))
  expect(photo.includes('GPSINFO')).toBe(true)
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'PATCH') sent += request.postDataBuffer()?.length ?? 0
  })
  await input(page, 'foto').setInputFiles({ name: 'kegiatan.jpg', mimeType: 'image/jpeg', buffer: photo })
  const link = box(page, 'foto').getByRole('link', { name: 'kegiatan.jpg' })
  await expect(link).toBeVisible({ timeout: 30_000 })
  expect(sent).toBeLessThan(photo.length)
  const answer = await download(page, 'kegiatan.jpg')
  const headers = answer.headers()
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['content-security-policy']).toContain('sandbox')
  expect(headers['cache-control']).toContain('no-store')
  expect(headers['content-disposition']).toContain('kegiatan.jpg')
  const kept = await answer.body()
  expect(kept.includes('Exif') || kept.includes('GPS')).toBe(false)
  const size = await page.evaluate(async (url) => {
    const picture = new Image()
    picture.src = url
    await picture.decode()
    return [picture.naturalWidth, picture.naturalHeight]
  }, (await link.getAttribute('href'))!)
  expect(size).toEqual([2048, 1536])
  // What it shows and who agreed are asked, and kept.
  await box(page, 'foto').getByLabel('Apa yang terlihat di foto ini?').fill('Kader menimbang balita di posyandu')
  await box(page, 'foto').getByLabel(/sudah setuju/).check()
  await box(page, 'foto').getByRole('button', { name: 'Simpan keterangan' }).click()
  await hydrated(page)
  await expect(box(page, 'foto').locator('.thumb img')).toHaveAttribute('alt', 'Kader menimbang balita di posyandu')
  await expect(box(page, 'foto').getByLabel(/sudah setuju/)).toBeChecked()
  // Removed with a way back.
  await box(page, 'foto').getByRole('button', { name: 'Hapus' }).click()
  await page.locator('.notice').getByRole('button', { name: 'Urungkan' }).click()
  await hydrated(page)
  await expect(box(page, 'foto').getByRole('link', { name: 'kegiatan.jpg' })).toBeVisible()
  await tidy(page, 'foto')
})

test('files that pretend are told so, each in its sentence', async ({ page, kipp }) => {
  await shelf(page, kipp.account('innovator'))
  for (const { name, mimeType, buffer, sentence } of bad) {
    if (name === 'luas.png') continue // the canvas makes it small; without JavaScript it is refused
    await input(page, 'pendukung').setInputFiles({ name, mimeType, buffer: buffer() })
    const row = page.locator('li[data-transfer]', { hasText: name })
    await expect(row.locator('p.wrong')).toHaveText(sentence, { timeout: 20_000 })
    await row.getByRole('button', { name: 'Tutup' }).click()
    await expect(row).toHaveCount(0)
  }
})

test('nobody else sees a file', async ({ page, kipp, browser }) => {
  await shelf(page, kipp.account('innovator'))
  await input(page, 'pendukung').setInputFiles({ name: 'rahasia.pdf', mimeType: 'application/pdf', buffer: pdf() })
  const link = box(page, 'pendukung').getByRole('link', { name: 'rahasia.pdf' })
  await expect(link).toBeVisible()
  const href = (await link.getAttribute('href'))!
  const asked = async (account?: Account) => {
    const context = await browser.newContext({ baseURL: kipp.url })
    const other = await context.newPage()
    if (account) await signIn(other, account)
    const status = (await other.request.get(href)).status()
    await context.close()
    return status
  }
  expect(await asked()).toBe(401)
  expect(await asked(kipp.account('innovator', 1))).toBe(404)
  expect(await asked(kipp.account('judge'))).toBe(404)
  expect(await asked(kipp.account('committee'))).toBe(200)
  await tidy(page, 'pendukung')
})

test('the page fits 360 and 320 pixels in both languages', async ({ page, kipp }) => {
  await shelf(page, kipp.account('innovator'))
  await input(page, 'pendukung').setInputFiles({ name: `${'nama-panjang-sekali-'.repeat(4)}.pdf`, mimeType: 'application/pdf', buffer: pdf() })
  await expect(box(page, 'pendukung').getByRole('button', { name: 'Hapus' })).toBeVisible()
  const path = new URL(page.url()).pathname
  for (const address of [path, `/en${path}`]) {
    for (const width of [360, 320]) {
      await page.setViewportSize({ width, height: 740 })
      await page.goto(address)
      await hydrated(page)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(wide, `${address} at ${width}`).toBeLessThanOrEqual(0)
      const small = await page.locator('main').evaluate((main) =>
        [...main.querySelectorAll('a, button, input:not([type=hidden]):not([type=checkbox]), label.card-choice')]
          .filter((one) => one.getClientRects().length > 0)
          .map((one) => ({ what: one.textContent || one.getAttribute('name'), high: one.getBoundingClientRect().height }))
          .filter(({ high }) => high < 44),
      )
      expect(small.filter(({ what }) => what !== ''), address).toEqual([])
    }
  }
  await page.goto(path)
  await tidy(page, 'pendukung')
})

