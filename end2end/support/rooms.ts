// Every page of the product by the role that may see it: the one table that the loops over all pages use.
import type { Page } from '@playwright/test'
import type { Stage } from './server'

export type Room = {
  stage: Stage
  /** Who is signed in; nobody for the public. */
  role?: string
  /** Applicant and public pages have targets of 44 px; the desks of office, agency and judges of 24. */
  target: 44 | 24
  /** Addresses; OWN, WATCHED, SHEET, CASE, POINT, PAPER and HEARING stand for the first proposal, score sheet, screening, point of the agenda or sheet of the panel of the role's list. */
  paths: string[]
}

export const rooms: Room[] = [
  { stage: 'submission', target: 44, paths: ['/', '/masuk', '/undangan', '/jadwal', '/panduan', '/inovasi', '/hasil', '/verifikasi', '/tidak-ada'] },
  // The gallery shows the desks' components too.
  { stage: 'submission', target: 24, paths: ['/ragam'] },
  { stage: 'submission', role: 'innovator', target: 44, paths: ['/saya', '/saya/usulan/baru', '/akun', 'OWN', 'OWN/identitas', 'OWN/ringkasan', 'OWN/adaptabilitas', 'OWN/lampiran', 'OWN/tinjau', 'OWN/ajukan', 'OWN/tim', 'OWN/catatan', 'OWN/tarik'] },
  { stage: 'screening', role: 'innovator', target: 44, paths: ['OWN', 'OWN/ringkasan', 'OWN/tanda-terima', 'OWN/tarik', 'OWN/sanggah'] },
  { stage: 'submission', role: 'agency_admin', target: 24, paths: ['/opd-saya', '/opd-saya/pengguna', 'WATCHED', 'WATCHED>/saya'] },
  { stage: 'judging', role: 'judge', target: 24, paths: ['/juri', 'SHEET', 'SHEET/tinjau', '/juri/benturan', '/juri/kirim', '/juri/nilai/tidak-ada', '/juri/kalibrasi', '/juri/kalibrasi/a', '/juri/banding', '/juri/pintasan'] },
  { stage: 'judging', role: 'chair', target: 24, paths: ['/panitia/kalibrasi'] },
  { stage: 'judging', role: 'committee', target: 24, paths: ['/panitia/kemajuan', '/panitia/penugasan'] },
  { stage: 'submission', role: 'chair', target: 24, paths: ['/panitia', '/panitia/tenggat'] },
  { stage: 'screening', role: 'committee', target: 24, paths: ['/panitia', '/panitia/usulan', 'CASE', '/panitia/penugasan', '/panitia/kemajuan', '/panitia/pengguna', '/panitia/tenggat'] },
  { stage: 'panel', role: 'chair', target: 24, paths: ['/panitia/panel', 'PAPER', '/panitia/peringkat'] },
  { stage: 'panel', role: 'judge', target: 24, paths: ['/juri/panel', 'HEARING'] },
  { stage: 'plenary', role: 'chair', target: 24, paths: ['/panitia', '/panitia/peringkat', '/panitia/diagnosis', '/panitia/pleno', 'POINT', '/panitia/pleno/layar', '/panitia/segel'] },
  { stage: 'ceremony', role: 'operator', target: 24, paths: ['/panggung', '/panggung/akhir-2020', '/panggung/akhir-2020/kendali', '/panggung/akhir-2020/pembawa-acara', '/panggung/akhir-2020/susunan', '/panggung/akhir-2020/pasang', '/panggung/akhir-2020/periksa', '/panggung/akhir-2020/gladi', '/panggung/gladi-2020/kendali'] },
  { stage: 'ceremony', target: 44, paths: ['/panggung/akhir-2020/sambung', '/panggung/akhir-2020/teks'] },
  { stage: 'published', role: 'chair', target: 24, paths: ['/panitia/ekspor', '/panitia/segel', '/panitia/jejak', '/panitia/pleno/undian'] },
  { stage: 'published', target: 44, paths: ['/', '/data', '/hasil', '/hasil/2020', '/inovasi'] },
]

const lists: Record<string, string> = { OWN: '/saya', WATCHED: '/opd-saya', SHEET: '/juri', CASE: '/panitia/usulan', POINT: '/panitia/pleno', PAPER: '/panitia/panel', HEARING: '/juri/panel' }

/** Opens a page of the table in a language. */
export async function visit(page: Page, path: string, lang: 'id' | 'en' = 'id') {
  const base = lang === 'en' ? '/en' : ''
  const name = Object.keys(lists).find((name) => path.startsWith(name))
  if (!name) return page.goto(base + path)
  await page.goto(base + lists[name])
  const href = (await page.locator('tbody tr a').first().getAttribute('href'))!
  // An admin helps to write on the team's own pages.
  if (path.endsWith('>/saya')) return page.goto(href.replace('/opd-saya/', '/saya/') + '/ringkasan')
  return page.goto(href + path.slice(name.length))
}
