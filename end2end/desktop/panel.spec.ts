// Finalists are heard: several panelists score at once, a sheet on paper takes two people, the room
// sees its clock, and the office learns the order only once the panel is closed.
import { grey } from '../support/files'
import { axe, expect, hydrated, signIn, test } from '../support/server'

test.use({ stage: 'panel', alone: 'panel', expectedErrors: /422|403|Failed to (fetch|load)|ERR_/ })

test('two panelists score at once, on a tablet that loses its network and on paper', async ({ kipp, browser }) => {
  test.setTimeout(180_000)
  const open = async (role: string, nth = 0) => {
    const context = await browser.newContext({ baseURL: kipp.url, locale: 'id-ID', viewport: { width: 820, height: 1180 } })
    const page = await context.newPage()
    await signIn(page, kipp.account(role, nth))
    return page
  }
  const [office, chair, judge, other] = [await open('committee'), await open('chair'), await open('judge', 0), await open('judge', 1)]

  // The office begins the first turn; the wall shows the clock and follows by itself.
  await office.goto('/panitia/panel/jam')
  await hydrated(office)
  await expect(office.locator('.phase')).toContainText('Menunggu')
  await chair.goto('/panitia/panel')
  await axe(chair)
  await chair.getByRole('button', { name: 'Mulai' }).first().click()
  await expect(chair.locator('tbody tr').first()).toContainText('Presentasi')
  await expect(office.locator('.phase')).toContainText('Presentasi')
  const shown = await office.locator('.time').innerText()
  expect(shown).toMatch(/^[67]\.\d\d$/)
  await expect(office.locator('.time')).not.toHaveText(shown)

  // Two panelists fill in their own sheets of the same finalist.
  for (const page of [judge, other]) {
    await page.goto('/juri/panel')
    await axe(page)
    await page.locator('tbody tr a').first().click()
    await hydrated(page)
  }
  await axe(judge)
  const fields = (page: typeof judge) => page.locator('.exact input')
  await expect(fields(judge)).toHaveCount(4)
  await fields(other).nth(0).fill('64')
  // The first one loses the network in the middle: nothing typed is lost.
  await fields(judge).nth(0).fill('81')
  await expect(judge.locator('.save-slot')).toContainText('Tersimpan')
  await judge.context().setOffline(true)
  await fields(judge).nth(1).fill('82,5')
  await fields(judge).nth(2).fill('83')
  await expect(judge.locator('.save-slot')).toContainText('perangkat ini')
  await judge.context().setOffline(false)
  await fields(judge).nth(3).fill('84')
  await expect(judge.locator('.total')).toContainText('Nilai akhir 82,60')
  await expect(judge.locator('.save-slot')).toContainText('Tersimpan')
  await judge.getByRole('button', { name: 'Kirim nilai' }).click()
  await expect(judge).toHaveURL(/juri\/panel$/)
  await expect(judge.locator('tbody tr').first()).toContainText('Terkirim')

  // An empty score is asked for by name; what was typed stays.
  await other.getByRole('button', { name: 'Kirim nilai' }).click()
  await expect(other.locator('.error-summary')).toContainText('Isi nilai Bukti hasil')
  await expect(fields(other).nth(0)).toHaveValue('64')

  // A third sheet came on paper: one of the office types it, another compares it.
  await office.goto('/panitia/panel')
  const row = office.locator('tbody tr').first()
  await row.getByRole('link', { name: /Ketik dari kertas/ }).first().click()
  await axe(office)
  for (const field of await fields(office).all()) await field.fill('75')
  await office.getByRole('button', { name: 'Simpan, minta dicocokkan' }).click()
  await expect(office.locator('tbody tr').first()).toContainText('Belum dicocokkan')
  await chair.goto('/panitia/panel')
  await chair.locator('tbody tr').first().getByRole('link', { name: /Cocokkan/ }).click()
  await expect(chair.locator('main')).toContainText('75')
  await chair.getByRole('button', { name: 'Cocok dengan kertas' }).click()
  await expect(chair.locator('tbody tr').first().locator('li', { hasText: 'Terkirim' })).toHaveCount(2)
  // No score of the panel is on the office's page while it sits.
  await expect(chair.locator('main')).not.toContainText('82,60')

  // It is not closed while finalists have no sheet.
  await chair.getByRole('button', { name: 'Tutup panel' }).click()
  await expect(chair.locator('.error-summary')).toContainText('belum punya satu lembar pun')
})

test('a field visit is written with its photos, and the panelists of that finalist read it', async ({ kipp, browser }) => {
  const office = await (await browser.newContext({ baseURL: kipp.url, locale: 'id-ID' })).newPage()
  await signIn(office, kipp.account('committee'))
  await office.goto('/panitia/panel')
  await office.getByRole('link', { name: /Verifikasi lapangan/ }).first().click()
  await axe(office)
  // A day that is none is named, and nothing typed is lost.
  await office.getByLabel('Temuan').fill('Kader menunjukkan buku antar obat dua bulan terakhir (contoh).')
  await office.getByText('Sebagian', { exact: true }).first().click()
  await office.getByLabel(/Tanggal kunjungan/).fill('kemarin')
  await office.getByRole('button', { name: 'Simpan kunjungan' }).click()
  await expect(office.locator('.error-summary')).toContainText('Tulis tanggal kunjungan')
  await expect(office.getByLabel('Temuan')).toHaveValue(/dua bulan terakhir/)
  await office.getByLabel(/Tanggal kunjungan/).fill('2020-07-27')
  await office.getByLabel('Tambah foto').setInputFiles([
    { name: 'teras.png', mimeType: 'image/png', buffer: grey(640, 480) },
    { name: 'catatan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 bukan foto') },
  ])
  await office.getByRole('button', { name: 'Simpan kunjungan' }).click()
  // What is no photo is told by its name; the rest is kept.
  await expect(office.locator('.error-summary')).toContainText('catatan.pdf')
  await office.reload()
  await expect(office.locator('.photos img')).toHaveCount(1)
  await expect(office.getByLabel('Temuan')).toHaveValue(/dua bulan terakhir/)
  await axe(office)

  const judge = await (await browser.newContext({ baseURL: kipp.url, locale: 'id-ID' })).newPage()
  await signIn(judge, kipp.account('judge', 2))
  await judge.goto('/juri/panel')
  await judge.locator('tbody tr a').first().click()
  await hydrated(judge)
  await judge.locator('summary', { hasText: 'Verifikasi lapangan' }).click()
  await expect(judge.locator('main')).toContainText('dua bulan terakhir')
  const src = await judge.locator('.photos img').getAttribute('src')
  expect((await judge.request.get(src!)).status()).toBe(200)
  const nobody = await browser.newContext({ baseURL: kipp.url })
  expect((await nobody.request.get(src!)).status()).toBe(401)
})
