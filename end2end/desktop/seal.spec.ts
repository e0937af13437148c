// Two officers fix the result and see the same words; whoever is alone cannot; what is changed
// afterwards is found; and the page that checks a seal file needs neither server nor network.
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { pathToFileURL } from 'node:url'
import { type Page } from '@playwright/test'
import { axe, expect, type Kipp, signIn, test } from '../support/server'

// An oath that is refused is answered with 422, which Chromium notes in its console.
test.use({ stage: 'plenary', expectedErrors: /422|404/ })

const binary = resolve(import.meta.dirname, '../..', process.env.KIPP ?? 'target/release/kipp')

/** What `kipp verify` says of a data folder, and whether it is content. */
async function verify(kipp: Kipp, ...more: string[]) {
  try {
    const { stdout } = await promisify(execFile)(binary, ['verify', '--data', kipp.data, ...more])
    return { good: true, said: stdout }
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    return { good: false, said: stdout + stderr }
  }
}

/** Changes the database behind the server's back. */
async function tamper(kipp: Kipp, sql: string) {
  const program = 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=20); c.execute(sys.argv[2]); c.commit()'
  await promisify(execFile)('python3', ['-c', program, join(kipp.data, 'kipp.db'), sql])
}

async function swear(page: Page, password: string, word: string, button: string) {
  await page.getByLabel('Kata sandi Anda').fill(password)
  await page.getByLabel(`Ketik ${word}`).fill(word)
  await page.getByRole('button', { name: button }).click()
}

const words = (page: Page) => page.locator('dl.facts dd b').first().innerText()

test('two officers seal, anybody checks, and a changed score is found', async ({ page, kipp, browser }) => {
  await signIn(page, kipp.account('chair'))
  await page.goto('/panitia/segel')
  await axe(page)
  const first = await words(page)
  expect(first.split(' ')).toHaveLength(4)
  await swear(page, kipp.account('chair').password, 'SEGEL', 'Segel hasil ini')
  await expect(page.locator('.notice', { hasText: 'Menunggu petugas kedua' })).toBeVisible()

  // The same account twice is refused.
  await swear(page, kipp.account('chair').password, 'SEGEL', 'Segel hasil ini')
  await expect(page.locator('.error-summary')).toContainText('memerlukan petugas kedua')

  // Another account on another screen sees the same words, and seals.
  const other = await (await browser.newContext({ javaScriptEnabled: false, baseURL: kipp.url })).newPage()
  await signIn(other, kipp.account('secretary'))
  await other.goto('/panitia/segel')
  expect(await words(other)).toBe(first)
  await swear(other, kipp.account('secretary').password, 'SEGEL', 'Segel hasil ini')
  await expect(other.locator('.notice', { hasText: 'Disegel.' })).toBeVisible()
  await page.goto('/panitia/segel')
  expect(await words(page)).toBe(first)
  expect(await words(other)).toBe(first)
  await axe(page)

  // What is public binds and tells nothing; the page that checks it works from a folder, offline.
  const before = await (await page.request.get('/verifikasi-segel/segel.json')).json()
  expect(Object.keys(before)).toEqual(['manifest', 'signature'])
  const { commitment } = JSON.parse(before.manifest)
  const home = resolve(kipp.data, '..')
  await writeFile(join(home, 'periksa.html'), await (await page.request.get('/verifikasi-segel')).text())
  expect(await verify(kipp)).toMatchObject({ good: true })

  // Published, the same address gives result and nonce.
  await tamper(kipp, "UPDATE edition SET phase = 'published'")
  const sealed = await (await page.request.get('/verifikasi-segel/segel.json')).text()
  await writeFile(join(home, 'segel.json'), sealed)
  await writeFile(join(home, 'palsu.json'), sealed.replace('Gasing', 'Gosong'))
  const offline = await browser.newContext({ offline: true })
  const checker = await offline.newPage()
  await checker.goto(pathToFileURL(join(home, 'periksa.html')).href)
  await checker.getByLabel('Berkas segel').setInputFiles(join(home, 'segel.json'))
  await checker.getByLabel('Komitmen yang Anda simpan').fill(commitment)
  await checker.getByRole('button', { name: 'Periksa' }).click()
  await expect(checker.locator('#verdict')).toContainText('Tidak ada yang salah')
  await expect(checker.locator('#found')).toContainText('Tanda tangan manifes sah')
  await expect(checker.locator('#found')).toContainText('Komitmen sama dengan yang Anda simpan')
  await expect(checker.locator('#found')).toContainText(`Kata segel: ${first}`)
  await expect(checker.locator('#result tr')).toHaveCount(10)

  // Certificates are known offline: their codes are those that the office printed, and the signed list
  // says which were taken back.
  await writeFile(join(home, 'pencabutan.json'), await (await page.request.get('/verifikasi-segel/pencabutan.json')).text())
  await page.goto('/panitia/ekspor')
  const code = await page.locator('td code').first().innerText()
  await checker.getByLabel('Daftar piagam yang dicabut').setInputFiles(join(home, 'pencabutan.json'))
  await checker.getByRole('button', { name: 'Periksa' }).click()
  await expect(checker.locator('#found')).toContainText('Daftar pencabutan sah: 0 piagam dicabut')
  await expect(checker.locator('#result tr').first()).toContainText(code)
  await expect(checker.locator('#result tr').first()).toContainText('tidak dicabut')
  await checker.getByLabel('Berkas segel').setInputFiles(join(home, 'palsu.json'))
  await checker.getByRole('button', { name: 'Periksa' }).click()
  await expect(checker.locator('#verdict')).toContainText('Ada yang tidak cocok')
  await expect(checker.locator('#found')).toContainText('berubah setelah disegel')
  await offline.close()

  // Served, its script runs under its own policy.
  const served = await (await browser.newContext({ baseURL: kipp.url })).newPage()
  await served.goto('/verifikasi-segel')
  await axe(served)
  await served.getByLabel('atau tempel isinya').fill(sealed)
  await served.getByRole('button', { name: 'Periksa' }).click()
  await expect(served.locator('#verdict')).toContainText('Tidak ada yang salah')
  await axe(served)

  // One stored score that changes is named, and the command fails.
  expect((await verify(kipp, join(home, 'segel.json'))).good).toBe(true)
  expect((await verify(kipp, join(home, 'palsu.json'))).good).toBe(false)
  await tamper(
    kipp,
    "UPDATE score SET value = 1 WHERE assignment = (SELECT MIN(assignment) FROM score) AND criterion = 'novelty'",
  )
  const found = await verify(kipp)
  expect(found.good).toBe(false)
  expect(found.said).toMatch(/nilai usulan U-\d{3} oleh .+ berubah setelah disegel/)
  expect(await readFile(join(home, 'segel.json'), 'utf8')).toBe(sealed)
})
