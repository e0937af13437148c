// Every page in both languages: axe finds nothing, the language is right, the console stays quiet.
import { test } from '@playwright/test'
import { axe, consoleErrors, expect, hydrated, Kipp, type Stage, signIn } from '../support/server'

const rooms: { stage: Stage; role?: string; paths: string[] }[] = [
  { stage: 'submission', paths: ['/', '/masuk', '/undangan', '/jadwal', '/panduan', '/inovasi', '/hasil', '/verifikasi', '/ragam'] },
  { stage: 'submission', role: 'innovator', paths: ['/saya', '/saya/usulan/baru', '/akun', 'OWN', 'OWN/identitas', 'OWN/ringkasan', 'OWN/adaptabilitas', 'OWN/tinjau', 'OWN/ajukan'] },
  { stage: 'screening', role: 'innovator', paths: ['OWN', 'OWN/ringkasan', 'OWN/tanda-terima'] },
  { stage: 'submission', role: 'agency_admin', paths: ['/opd-saya'] },
  { stage: 'judging', role: 'judge', paths: ['/juri', 'SHEET'] },
  { stage: 'screening', role: 'committee', paths: ['/panitia', '/panitia/usulan', '/panitia/penugasan', '/panitia/kemajuan', '/panitia/pengguna'] },
  { stage: 'plenary', role: 'chair', paths: ['/panitia', '/panitia/peringkat', '/panitia/segel'] },
  { stage: 'ceremony', role: 'operator', paths: ['/panggung', '/panggung/akhir-2020', '/panggung/akhir-2020/kendali', '/panggung/akhir-2020/pembawa-acara'] },
  { stage: 'published', paths: ['/', '/hasil', '/hasil/2020', '/inovasi'] },
]

for (const { stage, role, paths } of rooms) {
  test(`${stage}, ${role ?? 'the public'}: ${paths.join(' ')}`, async ({ browser }) => {
    test.setTimeout(180_000)
    const kipp = await Kipp.start(stage)
    try {
      const context = await browser.newContext({ baseURL: kipp.url, viewport: { width: 1366, height: 768 } })
      const page = await context.newPage()
      const complaints = consoleErrors(page)
      if (role) await signIn(page, kipp.account(role))
      for (const lang of ['id', 'en']) {
        const base = lang === 'en' ? '/en' : ''
        for (const path of paths) {
          if (path.startsWith('OWN') || path === 'SHEET') {
            await page.goto(path === 'SHEET' ? `${base}/juri` : `${base}/saya`)
            const href = await page.locator('tbody tr a').first().getAttribute('href')
            await page.goto(href! + path.replace(/^OWN|^SHEET/, ''))
          } else {
            await page.goto(`${base}${path}`)
          }
          await hydrated(page)
          await expect(page.locator('html'), path).toHaveAttribute('lang', lang)
          await axe(page)
        }
      }
      complaints.expectNone()
      await context.close()
    } finally {
      await kipp.stop()
    }
  })
}
