// The score sheet with wasm: what is typed saves itself as the form does, single keys, and the two panes.
import type { Browser, Page } from '@playwright/test'
import { axe, expect, hydrated, type Kipp, signIn, test } from '../support/server'

test.use({ stage: 'judging', expectedErrors: /401|422|Failed to (load|fetch)|ERR_/ })

const saved = /Tersimpan \d\d\.\d\d/
const line = (page: Page) => page.locator('.save-slot')
const score = (page: Page, nth = 0) => page.locator('.exact input').nth(nth)

/** A machine of a judge, at the nth sheet of the queue. */
async function machine(browser: Browser, kipp: Kipp, judge: number, nth = 0): Promise<Page> {
  const context = await browser.newContext({
    baseURL: kipp.url,
    locale: 'id-ID',
    viewport: { width: 1366, height: 768 },
    serviceWorkers: 'block',
  })
  const page = await context.newPage()
  await signIn(page, kipp.account('judge', judge))
  const href = await page.locator('td.main a').nth(nth).getAttribute('href')
  await open(page, href!)
  return page
}

/** Opens a sheet and waits until its fields are heard. */
async function open(page: Page, path: string) {
  await page.goto(path)
  await hydrated(page)
  await expect(page.getByRole('separator')).toHaveAttribute('aria-valuenow', /\d/)
  await expect(async () => {
    await page.locator('body').press('F6')
    await expect(page.locator('.marking')).toBeFocused({ timeout: 200 })
  }).toPass()
}

test('scores, a note and the comment save themselves, offline too, and a lost answer is asked for again', async ({ browser, kipp }) => {
  const page = await machine(browser, kipp, 2)
  const path = new URL(page.url()).pathname
  const ops: string[] = []
  let drop = true
  await page.route('**/api/judging/save', async (route) => {
    const typed = route.request().postDataJSON().typed
    if (typed.field.endsWith('-score')) ops.push(typed.attempt.op)
    if (drop) {
      drop = false
      await route.fetch()
      await route.abort()
    } else await route.continue()
  })
  await score(page).fill('81,5')
  await expect(line(page)).toContainText(saved, { timeout: 20_000 })
  expect(ops.length).toBeGreaterThanOrEqual(2)
  expect(new Set(ops).size).toBe(1)
  await expect(page.locator('input[name^="rev_"]').first()).toHaveValue('1')
  await page.unroute('**/api/judging/save')

  // Without a network it says where the words are, and brings them back after the page was closed.
  await page.context().setOffline(true)
  await page.locator('textarea[name$="-note"]').first().fill('Catatan di ruang tanpa sinyal.')
  await page.getByLabel('Masukan untuk inovator').fill('Masukan yang ditulis luring.')
  await expect(line(page)).toContainText('Luring', { timeout: 25_000 })
  await page.getByRole('button', { name: 'Tinjau dan kirim' }).click()
  await expect(page.getByLabel('Masukan untuk inovator')).toHaveValue('Masukan yang ditulis luring.')
  await page.context().setOffline(false)
  await expect(line(page)).toContainText(saved, { timeout: 20_000 })
  await page.goto(path)
  await expect(page.locator('textarea[name$="-note"]').first()).toHaveValue('Catatan di ruang tanpa sinyal.')
  await expect(page.getByLabel('Masukan untuk inovator')).toHaveValue('Masukan yang ditulis luring.')
  await expect(score(page)).toHaveValue('81,5')
  await page.context().close()
})

test('what was typed a moment before going back to the queue is saved', async ({ browser, kipp }) => {
  const page = await machine(browser, kipp, 2, 1)
  const path = new URL(page.url()).pathname
  await score(page).fill('64')
  await page.locator('.judge-bar .back').click()
  await expect(page.locator('h1')).toContainText('Sisa')
  await expect(async () => {
    const again = await page.context().newPage()
    await again.goto(path)
    const there = await score(again).inputValue()
    await again.close()
    expect(there).toBe('64')
  }).toPass()
  await page.context().close()
})

test('a session that ended keeps the scores on screen, and they are saved after signing in', async ({ browser, kipp }) => {
  const page = await machine(browser, kipp, 3)
  const path = new URL(page.url()).pathname
  await page.context().clearCookies()
  await score(page).fill('72')
  await expect(line(page)).toContainText('Sesi berakhir', { timeout: 15_000 })
  await expect(score(page)).toHaveValue('72')
  await signIn(page, kipp.account('judge', 3))
  await open(page, path)
  await expect(score(page)).toHaveValue('72')
  await expect(line(page)).toContainText(saved, { timeout: 15_000 })
  await page.context().close()
})

test('two machines of a judge part over one score: both are shown, one is chosen', async ({ browser, kipp }) => {
  const [first, second] = [await machine(browser, kipp, 4), await machine(browser, kipp, 4)]
  await score(first).fill('80')
  await expect(line(first)).toContainText(saved, { timeout: 15_000 })
  await score(second).fill('60')
  await expect(line(second)).toContainText('Ada versi lain', { timeout: 15_000 })
  await line(second).getByRole('link').click()
  await expect(second.getByText('juga diubah di perangkat lain')).toBeVisible()
  await axe(second)
  await second.getByRole('button', { name: 'Pakai yang lain: 60' }).click()
  await expect(second.getByText('juga diubah di perangkat lain')).toHaveCount(0)
  await expect(score(second)).toHaveValue('60')
  await first.reload()
  await expect(score(first)).toHaveValue('60')
  await first.context().close()
  await second.context().close()
})

test('what is no score is told at its field and does not count', async ({ browser, kipp }) => {
  const page = await machine(browser, kipp, 5)
  await score(page).fill('delapan puluh')
  await expect(page.locator('.marking')).toContainText('harus angka dengan paling banyak dua desimal', { timeout: 15_000 })
  await expect(score(page)).toHaveAttribute('aria-invalid', 'true')
  await score(page).fill('80')
  await expect(line(page)).toContainText(saved, { timeout: 15_000 })
  await expect(page.locator('.marking')).not.toContainText('harus angka dengan')
  await page.context().close()
})

test('single keys choose, step, move and take back; in a field they are letters; switched off they rest', async ({ browser, kipp }) => {
  const page = await machine(browser, kipp, 6)
  const path = new URL(page.url()).pathname
  const ticked = page.locator('input[name$="-band"]:checked')
  await page.keyboard.press('4')
  await expect(ticked).toHaveCount(1)
  await expect(ticked).toHaveValue('3')
  await page.keyboard.press('n')
  await expect(page.locator('textarea[name$="-note"]').first()).toBeFocused()
  await page.keyboard.press('1')
  await expect(page.locator('textarea[name$="-note"]').first()).toHaveValue('1')
  await expect(ticked).toHaveValue('3')
  await page.keyboard.press('Escape')
  await page.locator('.marking').focus()
  await page.keyboard.press('ArrowUp')
  await expect(score(page)).toHaveValue('76')
  await page.keyboard.press('Shift+ArrowUp')
  await expect(score(page)).toHaveValue('81')
  await page.keyboard.press('Control+z')
  await expect(score(page)).toHaveValue('76')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('2')
  await expect(ticked).toHaveCount(2)
  await page.keyboard.press(']')
  await page.keyboard.press(']')
  await expect(page.locator('.reading section:focus')).toHaveCount(1)
  await page.keyboard.press('F6')
  await expect(page.locator('.marking')).toBeFocused()
  await page.keyboard.press('F6')
  await expect(page.locator('.reading')).toBeFocused()
  await page.keyboard.press('?')
  await expect(page.locator('h1')).toHaveText('Pintasan papan tombol')
  await hydrated(page)
  await axe(page)

  await expect(async () => {
    await page.getByLabel('Pintasan satu tombol menyala').setChecked(false)
    expect(await page.evaluate(() => localStorage.getItem('kipp-keys-off'))).toBe('1')
  }).toPass()
  await open(page, path)
  const before = await ticked.count()
  await page.keyboard.press('5')
  await page.keyboard.press('j')
  await page.keyboard.press('5')
  // A key that does not rest comes after them: whatever they did would be there by now.
  await page.keyboard.press('F6')
  await expect(page.locator('.reading')).toBeFocused()
  expect(await ticked.count()).toBe(before)
  await expect(page.locator('input[name$="-band"][value="4"]:checked')).toHaveCount(0)
  await page.context().close()
})

test('the line between the panes moves by keys, by buttons and by dragging, and stays', async ({ browser, kipp }) => {
  const page = await machine(browser, kipp, 7)
  const path = new URL(page.url()).pathname
  const divider = page.getByRole('separator')
  const wide = async () => (await page.locator('.reading').boundingBox())!.width
  await expect(divider).toHaveAttribute('aria-valuenow', '60')
  await divider.focus()
  const before = await wide()
  await page.keyboard.press('ArrowRight')
  await expect(divider).toHaveAttribute('aria-valuenow', '65')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(divider).toHaveAttribute('aria-valuenow', '55')
  await page.keyboard.press('Home')
  await expect(divider).toHaveAttribute('aria-valuenow', '30')
  expect(await wide()).toBeLessThan(before)
  await page.getByRole('button', { name: 'Perlebar usulan' }).click()
  await expect(divider).toHaveAttribute('aria-valuenow', '35')
  const box = (await divider.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + 200)
  await page.mouse.down()
  await page.mouse.move(1366 * 0.5, box.y + 200, { steps: 4 })
  await page.mouse.up()
  await expect(divider).toHaveAttribute('aria-valuenow', /^(49|50)$/)
  await page.mouse.move(1000, 300)
  await expect(divider).toHaveAttribute('aria-valuenow', /^(49|50)$/)
  await open(page, path)
  await expect(divider).toHaveAttribute('aria-valuenow', /^(49|50)$/)
  await axe(page)
  await page.context().close()
})
