// Every page in both languages: axe finds nothing, the language is right, the console stays quiet.
import { axe, expect, hydrated, type Stage, signIn, test } from '../support/server'

const rooms: { stage: Stage; role?: string; paths: string[] }[] = [
  { stage: 'submission', paths: ['/', '/masuk', '/undangan', '/jadwal', '/panduan', '/inovasi', '/hasil', '/verifikasi', '/ragam'] },
  { stage: 'submission', role: 'innovator', paths: ['/saya', '/saya/usulan/baru', '/akun', 'DRAFT', 'DRAFT/identitas', 'DRAFT/ringkasan', 'DRAFT/adaptabilitas', 'DRAFT/tinjau', 'DRAFT/ajukan'] },
  { stage: 'submission', role: 'agency_admin', paths: ['/opd-saya'] },
  { stage: 'judging', role: 'judge', paths: ['/juri', 'SHEET'] },
  { stage: 'screening', role: 'committee', paths: ['/panitia', '/panitia/usulan', '/panitia/penugasan', '/panitia/kemajuan', '/panitia/pengguna'] },
  { stage: 'plenary', role: 'chair', paths: ['/panitia', '/panitia/peringkat', '/panitia/segel'] },
  { stage: 'published', paths: ['/', '/hasil', '/inovasi'] },
]

for (const { stage, role, paths } of rooms) {
  test.describe(`${stage} as ${role ?? 'the public'}`, () => {
    test.use({ stage })
    for (const lang of ['id', 'en'] as const) {
      test(`${lang}: ${paths.join(' ')}`, async ({ page, kipp }) => {
        test.setTimeout(120_000)
        if (role) await signIn(page, kipp.account(role))
        const base = lang === 'en' ? '/en' : ''
        for (const path of paths) {
          if (path.startsWith('DRAFT')) {
            await page.goto(`${base}/saya`)
            const href = await page.locator('tbody tr a').first().getAttribute('href')
            await page.goto(href! + path.slice('DRAFT'.length))
          } else if (path === 'SHEET') {
            await page.goto(`${base}/juri`)
            const href = await page.locator('tbody tr a').first().getAttribute('href')
            await page.goto(href!)
          } else {
            await page.goto(`${base}${path}`)
          }
          await hydrated(page)
          await expect(page.locator('html')).toHaveAttribute('lang', lang)
          await expect(page.locator('h1').first()).toBeVisible()
          await axe(page)
        }
      })
    }
  })
}
