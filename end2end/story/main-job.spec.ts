// The main job from a phone to the projector: an innovator files, the committee screens and
// assigns, a judge scores, two officers seal, and the stage reveals the ten of Banyumas 2020.
import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { type BrowserContext, type Page } from '@playwright/test'
import { calibrate } from '../support/judge'
import { consoleErrors, expect, hydrated, type Kipp, signIn, test } from '../support/server'

test.use({ stage: 'submission' })

const ten = [
  'Gasing', 'Rinjing Pustaka', 'Sate Bebek', 'Si Mas Lawang', 'Posko Prajamas',
  'Pustaka Santun Lansia', 'Lasbudu', 'Simantao SLTP', 'Mama Gercab', 'Gua CLBK',
]

/** A person with a screen of their own. */
async function person(context: BrowserContext, kipp: Kipp, role: string, nth = 0): Promise<Page> {
  const page = await context.newPage()
  await signIn(page, kipp.account(role, nth))
  return page
}

test('from a draft on a phone to the Top 10 on the projector', async ({ browser, kipp }) => {
  test.setTimeout(360_000)
  const open = (options: object) => browser.newContext({ baseURL: kipp.url, locale: 'id-ID', ...options })
  const phone = await open({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })
  const desktop = await open({ viewport: { width: 1366, height: 768 } })
  const hall = await open({ viewport: { width: 1920, height: 1080 } })

  // The innovator finishes the last section on a phone and submits.
  const innovator = await person(phone, kipp, 'innovator')
  const complaints = consoleErrors(innovator)
  await innovator.locator('tr', { hasText: 'Draf' }).locator('a').first().click()
  const title = (await innovator.locator('h1').textContent())!.replace('contoh', '').trim()
  await innovator.getByRole('link', { name: /Strategi keberlanjutan|Keberlanjutan/ }).click()
  await hydrated(innovator)
  const text =
    'Peraturan kepala unit, petugas pengganti yang terlatih, dan kesepakatan dengan warga membuat layanan ini berjalan terus. ' +
    'Biayanya tercantum dalam anggaran tahunan, panduan kerjanya disimpan di tempat yang dapat dibuka semua petugas, dan setiap ' +
    'semester hasilnya dibandingkan dengan target awal bersama perwakilan warga, kader kesehatan, serta pemerintah desa setempat.'
  await innovator.locator('textarea').fill(text)
  await expect(innovator.locator('.counter')).toContainText('dari 500 kata')
  await expect(innovator.locator('.save-slot')).toContainText(/Tersimpan \d\d\.\d\d/, { timeout: 15_000 })
  await innovator.getByRole('button', { name: 'Simpan dan lanjutkan' }).click()
  await expect(innovator).toHaveURL(/\/lampiran$/)
  await innovator.getByRole('link', { name: 'Tinjau usulan' }).click()
  await expect(innovator).toHaveURL(/\/tinjau$/)
  await expect(innovator.locator('.review')).toContainText(text)
  await innovator.getByRole('link', { name: 'Lanjut ke pengajuan' }).click()
  await innovator.getByText('Saya menyatakan data dalam usulan ini benar').click()
  await innovator.getByRole('button', { name: 'Ajukan usulan' }).click()
  await expect(innovator.locator('.receipt-number b')).toHaveText('KIPP-2020-0107')
  complaints.expectNone()

  // The committee closes submissions, screens, and assigns.
  const committee = await person(desktop, kipp, 'committee')
  await committee.getByRole('button', { name: 'Tutup pendaftaran, mulai seleksi' }).click()
  await committee.goto('/panitia/usulan')
  await committee.getByRole('button', { name: 'Loloskan semua yang tanpa temuan' }).click()
  await expect(committee.locator('.desk-head')).toContainText('3 menunggu keputusan')
  // Each that is left has a desk of its own; a rejection takes a second officer.
  await committee.getByRole('link', { name: 'Mulai memeriksa' }).click()
  for (let left = 3; left > 0; left--) {
    await expect(committee.locator('.desk-head')).toContainText(`${left} menunggu Anda`)
    await committee.getByText('Tidak lolos…').click()
    await committee.getByLabel('Alasan').selectOption({ index: 1 })
    await committee.getByLabel('Kalimat untuk pengusul').fill('Belum memenuhi syarat administrasi.')
    await committee.getByRole('button', { name: 'Usulkan tidak lolos' }).click()
  }
  await expect(committee).toHaveURL(/\/panitia\/usulan$/)
  const office = await open({ viewport: { width: 1366, height: 768 } })
  const secretary = await person(office, kipp, 'secretary')
  await secretary.goto('/panitia/usulan?tampil=usulan-tolak')
  await secretary.locator('tbody a').first().click()
  for (let left = 3; left > 0; left--) {
    await expect(secretary.locator('.desk-head')).toContainText(`${left} menunggu Anda`)
    await secretary.getByRole('button', { name: 'Setujui: tidak lolos' }).click()
  }
  await expect(secretary.locator('.desk-head')).toContainText('0 menunggu keputusan')
  await office.close()
  await committee.goto('/panitia/penugasan')
  await committee.getByRole('button', { name: 'Buat usulan penugasan' }).click()
  await expect(committee.locator('h1')).toHaveText('Pratinjau penugasan')
  await expect(committee.locator('.checks')).toContainText('Semua juri terhubung: ya')
  await committee.getByRole('button', { name: 'Terapkan 208 perubahan' }).click()
  await expect(committee.locator('.desk-head')).toContainText('208 lembar nilai dibagikan')

  // The judges who got the innovator's proposal score it; the rest is simulated, and said to be.
  await desktop.clearCookies()
  let scored = 0
  for (let nth = 0; nth < 10 && scored < 2; nth++) {
    const judge = await person(desktop, kipp, 'judge', nth)
    const link = judge.locator('a', { hasText: new RegExp(`^${title}$`) })
    await judge.waitForURL(/\/juri$/)
    await judge.getByRole('link', { name: 'Buat pernyataan' }).click()
    await judge.getByText('Saya sudah memeriksa daftar ini').click()
    await judge.getByRole('button', { name: 'Simpan pernyataan, buka antrean' }).click()
    await calibrate(judge)
    if (await link.count() > 0) {
      await link.first().click()
      await hydrated(judge)
      await expect(judge.locator('.manuscript')).toContainText(text)
      for (const field of await judge.locator('.exact input').all()) await field.fill('72,5')
      await expect(judge.locator('.total')).toContainText('Nilai akhir 72,50', { timeout: 15_000 })
      await expect(judge.locator('.save-slot')).toContainText('Tersimpan')
      await judge.getByLabel('Masukan untuk inovator').fill(text)
      await judge.getByRole('button', { name: 'Tinjau dan kirim' }).click()
      await expect(judge).toHaveURL(/\/tinjau$/)
      await expect(judge.locator('.sum')).toContainText('Nilai akhir 72,50')
      await judge.getByRole('button', { name: 'Kirim penilaian' }).click()
      await expect(judge.getByText('Penilaian terkirim. Terima kasih.')).toBeVisible()
      scored++
    }
    await desktop.clearCookies()
    await judge.close()
  }
  expect(scored, 'two judges read every proposal').toBe(2)
  const program = resolve(import.meta.dirname, '../../target/release/kipp')
  const said = execFileSync(program, ['simulate', '--data', kipp.data], { encoding: 'utf8' })
  expect(said).toContain('206 score sheets')

  // Scoring is closed; the ranking is exact; two officers seal it.
  const chair = await person(desktop, kipp, 'chair')
  await chair.getByRole('button', { name: 'Tutup penilaian, lihat peringkat' }).click()
  await chair.goto('/panitia/peringkat')
  await expect(chair.locator('main')).toContainText('simulasi')
  const board = chair.locator('main table')
  await expect(board.locator('tbody tr th').first()).toContainText('Gasing')
  const own = board.locator('tr', { hasText: title })
  await expect(own).toContainText('72,50')
  for (const role of ['chair', 'secretary']) {
    await desktop.clearCookies()
    const officer = await person(desktop, kipp, role)
    await officer.goto('/panitia/segel')
    await officer.getByLabel('Kata sandi Anda').fill(kipp.account(role).password)
    await officer.getByLabel('Ketik SEGEL').fill('SEGEL')
    await officer.getByRole('button', { name: 'Segel hasil ini' }).click()
    const words = role === 'chair' ? 'Menunggu petugas kedua' : 'Disegel'
    await expect(officer.locator('.notice', { hasText: words })).toBeVisible()
    await officer.close()
  }

  // The ceremony: a phone drives, the projector shows rank by rank and never knows one before.
  await phone.clearCookies()
  const remote = await person(phone, kipp, 'operator')
  await remote.goto('/panggung')
  await remote.getByRole('link').nth(1).click()
  await expect(remote).toHaveURL(/kendali$/)
  await hydrated(remote)
  const stage = await person(hall, kipp, 'operator')
  await stage.goto(new URL(remote.url()).pathname.replace('/kendali', ''))
  await hydrated(stage)
  const next = remote.locator('.next')
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')
  const shown: string[] = []
  for (let cue = 0; cue < 30 && shown.length < ten.length; cue++) {
    const hidden = ten[9 - shown.length]
    expect(plain(await stage.locator('body').innerText()), `${hidden} before its time`).not.toContain(plain(hidden))
    await expect(next).toContainText(/Mulai|Ke |selesai/, { timeout: 30_000 })
    const before = await stage.locator('.scene').last().getAttribute('data-cue')
    await next.click()
    await expect.poll(() => stage.locator('.scene').last().getAttribute('data-cue')).not.toBe(before)
    await expect(stage.locator('.scene')).toHaveCount(1, { timeout: 30_000 })
    await expect(stage.locator('.scene')).toHaveClass(/settled/, { timeout: 30_000 })
    const name = stage.locator('.scene .acronym')
    if (await name.count() > 0) shown.push(plain((await name.first().getAttribute('aria-label'))!))
  }
  expect(shown).toEqual([...ten].reverse().map(plain))
  await expect(stage.locator('.stage')).toContainText(/simulasi/i)
})
