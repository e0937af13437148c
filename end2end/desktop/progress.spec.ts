// While scores come in, the committee sees who is late and no score: not on the page, not in anything
// that the browser is sent.
import { axe, expect, hydrated, signIn, test } from '../support/server'

// What other specs send would stand in this page's counts.
test.use({ stage: 'judging', alone: 'progress' })

const secret = '73,41'

test('the page of progress and all that it is sent hold no score', async ({ page, kipp, browser }) => {
  const judge = await (await browser.newContext({ baseURL: kipp.url })).newPage()
  await signIn(judge, kipp.account('judge'))
  await judge.getByRole('link', { name: 'Mulai menilai' }).click()
  await hydrated(judge)
  for (const field of await judge.locator('.exact input').all()) await field.fill(secret)
  await expect(judge.locator('.total')).toContainText('Nilai akhir 73,41')
  await expect(judge.locator('.save-slot')).toContainText('Tersimpan')

  const sent: string[] = []
  page.on('response', async (response) => {
    const kind = response.headers()['content-type'] ?? ''
    if (/html|json|event-stream/.test(kind)) sent.push(await response.text().catch(() => ''))
  })
  for (const role of ['committee', 'chair']) {
    await page.context().clearCookies()
    await signIn(page, kipp.account(role))
    await page.goto('/panitia/kemajuan')
    await expect(page).toHaveTitle(/^\(0\/\d+\) Kemajuan/)
    await expect(page.locator('main')).toContainText('Pengingat')
    await page.getByRole('link', { name: 'Perbarui' }).click()
    await expect(page.locator('h1')).toHaveText('Kemajuan')
    await axe(page)
  }
  expect(sent.length).toBeGreaterThan(3)
  for (const body of sent) expect(body).not.toMatch(/(?<![\w-])73[.,]?41(?![\w-])/)
  // No cell of a table holds anything but counts, words and moments.
  const cells = await page.locator('main td').allInnerTexts()
  for (const cell of cells) expect(cell).not.toMatch(/\d+,\d+/)
})
