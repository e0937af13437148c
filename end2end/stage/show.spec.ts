// The ceremony from the waiting screen to the released results: what the hall sees, what a remote may
// do, and that no name leaves the server before its time. The tests are one evening, in this order.
import { type Browser, type BrowserContext, type Page } from '@playwright/test'
import { type Account, expect, signIn, test } from '../support/server'

test.use({ stage: 'ceremony', expectedErrors: /401|403|409|422|ERR_INTERNET_DISCONNECTED|Failed to fetch/ })
test.describe.configure({ mode: 'serial' })

const SHOW = 'akhir-2020'
const stage = `/panggung/${SHOW}`
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

let crew: BrowserContext

/** A page of the crew, beside the one that the test watches. */
async function open(browser: Browser, url: string, account: Account, path: string, options = {}) {
  const context = await browser.newContext({ baseURL: url, locale: 'id-ID', ...options })
  const page = await context.newPage()
  await signIn(page, account)
  await page.goto(path)
  return page
}

const next = (remote: Page) => remote.locator('.next')
const count = async (remote: Page) => Number((await remote.locator('.link span').textContent())!.replace(/\D+/g, ''))

/** Presses a button of the remote until the server has taken it: it refuses a nervous second press. */
async function press(remote: Page, name: string | RegExp) {
  const before = await count(remote)
  await expect(async () => {
    if ((await count(remote)) === before) await remote.getByRole('button', { name }).click()
    await expect.poll(() => count(remote), { timeout: 1_000 }).toBeGreaterThan(before)
  }).toPass({ timeout: 10_000 })
}

/** Waits until LANJUT would go to another cue. */
const settled = (remote: Page) => expect(next(remote)).toContainText(/Mulai|Ke |selesai/, { timeout: 20_000 })

/** Goes on to the next cue, without waiting for what moves. */
async function forward(remote: Page) {
  await settled(remote)
  await press(remote, /^LANJUT/)
}

/** Reveals the rank that is next, as fast as the show allows, and waits for its final frame. */
async function reveal(remote: Page, hall: Page) {
  await forward(remote)
  await expect(next(remote)).toContainText('Tampilkan utuh', { timeout: 10_000 })
  await press(remote, /^LANJUT/)
  await expect(hall.locator('.scene.settled .acronym')).toBeVisible()
}

/** The stage moves only once its stream is open. */
const live = (hall: Page) => expect(hall.locator('.scene')).toHaveClass(/live/)

/** Everything a page is sent from now on, in the order in which it comes. */
async function listen(page: Page) {
  const heard: string[] = []
  const wire = await page.context().newCDPSession(page)
  await wire.send('Network.enable')
  wire.on('Network.eventSourceMessageReceived', (message) => heard.push(message.data))
  page.on('response', async (response) => {
    if (!/arus|\.(wasm|js|css|woff2|svg)/.test(response.url())) heard.push(await response.text().catch(() => ''))
  })
  return heard
}

/** Whether a text names an innovation, as a value of its own. */
const names = (text: string, name: string) => text.toUpperCase().includes(`"${name}"`)

test.afterAll(async () => crew?.close())

test('nobody but the crew sees the stage', async ({ page, kipp }) => {
  const answer = await page.goto(stage)
  expect(answer!.status()).toBe(401)
  await expect(page.locator('h1')).toHaveText('Panggung belum dibuka')
  expect((await page.request.get(`${stage}/arus`)).status()).toBe(401)
  await signIn(page, kipp.account('judge'))
  expect((await page.goto(stage))!.status()).toBe(403)
})

test('a clicker moves the show by one cue, and a key held down counts once', async ({ page, kipp }) => {
  await signIn(page, kipp.account('operator'))
  await page.goto(stage)
  await live(page)
  const scene = page.locator('.scene')
  await expect(scene).toHaveAttribute('data-cue', '0')
  await page.keyboard.press('PageDown')
  await expect(scene).toHaveAttribute('data-cue', '1')
  await page.waitForTimeout(3_800)
  await page.keyboard.down('PageDown')
  await page.keyboard.down('PageDown')
  await page.keyboard.down('PageDown')
  await page.keyboard.up('PageDown')
  await expect(scene).toHaveAttribute('data-cue', '2')
  await page.waitForTimeout(600)
  await expect(scene).toHaveAttribute('data-cue', '2')
  await page.keyboard.press('PageUp')
  await expect(scene).toHaveAttribute('data-cue', '1')
  await expect(scene).toHaveClass(/settled/)
  await page.waitForTimeout(400)
  await page.keyboard.press('b')
  await expect(page.locator('.veil')).toHaveClass(/on/)
  await page.waitForTimeout(400)
  await page.keyboard.press('.')
  await expect(page.locator('.veil')).not.toHaveClass(/on/)
  await page.keyboard.press('F5')
  await expect(scene).toHaveAttribute('data-cue', '1')
})

test('of two presses at the same state one counts and the other is told', async ({ browser, kipp }) => {
  const one = await open(browser, kipp.url, kipp.account('operator'), `${stage}/kendali`, phone)
  await settled(one)
  const mark = { epoch: 1, seq: await count(one) }
  const order = (op: string) => ({
    'order[show]': SHOW,
    'order[expected][epoch]': String(mark.epoch),
    'order[expected][seq]': String(mark.seq),
    'order[command]': 'next',
    'order[op]': op,
  })
  const answers = await Promise.all(['a', 'b'].map((op) => one.request.post('/api/ceremony/command', { form: order(op) })))
  expect(answers.map((answer) => answer.status()).sort()).toEqual([200, 409])
  await expect.poll(() => count(one)).toBe(mark.seq + 1)

  // The winner again, as after a lost answer: no second press.
  const won = answers[0].status() === 200 ? 'a' : 'b'
  expect((await one.request.post('/api/ceremony/command', { form: order(won) })).status()).toBe(200)
  expect(await count(one)).toBe(mark.seq + 1)
  await one.context().close()
})

test('a remote without JavaScript moves the show too', async ({ browser, kipp }) => {
  const remote = await open(browser, kipp.url, kipp.account('operator'), `${stage}/kendali`, {
    ...phone,
    javaScriptEnabled: false,
  })
  const before = await count(remote)
  await remote.getByRole('button', { name: 'LAYAR GELAP' }).click()
  await expect(remote).toHaveURL(new RegExp(`${stage}/kendali$`))
  expect(await count(remote)).toBe(before + 1)
  await remote.getByRole('button', { name: 'LAYAR GELAP' }).click()
  expect(await count(remote)).toBe(before + 2)
  await remote.context().close()
})

test('without a network the remote says so and keeps no press for later', async ({ browser, kipp }) => {
  const remote = await open(browser, kipp.url, kipp.account('operator'), `${stage}/kendali`, phone)
  await expect(remote.locator('.link')).toContainText('TERHUBUNG')
  await settled(remote)
  const before = await count(remote)
  await remote.context().setOffline(true)
  await expect(remote.locator('.link')).toContainText('TERPUTUS', { timeout: 12_000 })
  await next(remote).click()
  await remote.context().setOffline(false)
  await expect(remote.locator('.link')).toContainText('TERHUBUNG', { timeout: 12_000 })
  await remote.waitForTimeout(1_000)
  expect(await count(remote)).toBe(before)
  await remote.context().close()
})

test('the whole show: no name before its time, the same frame after a reload, the board in order', async ({
  page: hall,
  browser,
  kipp,
}) => {
  test.setTimeout(240_000)
  const heard = await listen(hall)
  await signIn(hall, kipp.account('operator'))
  await hall.goto(stage)
  await live(hall)
  const remote = await open(browser, kipp.url, kipp.account('operator'), `${stage}/kendali`, phone)
  crew = remote.context()
  const heardByHand = await listen(remote)
  await remote.reload()
  const cue = async () => next(remote).textContent()
  while (!(await settled(remote), await cue())!.includes('Mulai Peringkat')) await forward(remote)

  // Called off in the suspense: nobody has learnt anything.
  await forward(remote)
  await expect(hall.locator('.ring')).toBeVisible()
  await hall.waitForTimeout(500)
  await press(remote, /^BATAL/)
  await expect(hall.locator('.at-introduction')).toBeVisible()
  await hall.waitForTimeout(2_500)
  const quiet = heard.length

  const order: string[] = []
  const before: [number, number][] = []
  for (let rank = 10; rank >= 1; rank--) {
    while (!(await settled(remote), await cue())!.includes(`Mulai Peringkat ${rank}`)) await forward(remote)
    before.unshift([heard.length, heardByHand.length])
    await reveal(remote, hall)
    await expect(hall.locator('.simulated')).toHaveText('Peringkat simulasi')
    order.unshift((await hall.locator('.acronym').getAttribute('aria-label'))!)
    if (rank === 5) {
      const [frame, mark] = [await hall.locator('.scene').getAttribute('data-cue'), await count(remote)]
      await hall.reload()
      await expect(hall.locator('.scene')).toHaveAttribute('data-cue', frame!)
      await expect(hall.locator('.acronym')).toHaveAttribute('aria-label', order[0])
      expect(await count(remote)).toBe(mark)
      await live(hall)
    }
  }
  expect(new Set(order).size).toBe(10)
  order.forEach((name, place) => {
    const [hallUntil, handUntil] = before[place]
    const early = [...heard.slice(0, hallUntil), ...heardByHand.slice(0, handUntil)]
    expect(early.filter((text) => names(text, name)), `${name} before its cue`).toEqual([])
    expect(heard.slice(hallUntil).some((text) => names(text, name))).toBe(true)
    expect(heardByHand.slice(handUntil).some((text) => names(text, name))).toBe(true)
  })
  expect(heard.slice(0, quiet).join('')).not.toContain('revealed')
  const snapshots = [...heard, ...heardByHand].filter((text) => text.startsWith('{"mark"'))
  expect(new Set(snapshots.map((text) => text.length)).size).toBe(1)

  await forward(remote)
  await expect(hall.locator('.at-podium h2')).toHaveCount(3)
  await forward(remote)
  await expect(hall.locator('.at-board strong')).toHaveCount(10)
  const board = await hall.locator('.at-board strong').allTextContents()
  expect(board.map((name) => name.toUpperCase())).toEqual(order)
  await forward(remote)
  await forward(remote)
  await expect(hall.locator('.at-thanks h1')).toContainText('Terima kasih')
  await expect(hall.locator('.poster')).toHaveCount(0)
  await settled(remote)
  await remote.getByRole('button', { name: /^TERBITKAN/ }).click()
  await press(remote, /^TERBITKAN/)
  await hall.reload()
  await expect(hall.locator('.poster')).toContainText('/hasil/2020')
  expect((await hall.request.get('/hasil/2020')).status()).toBe(200)
})

test('only transform and opacity ever move', async ({ page, kipp }) => {
  await signIn(page, kipp.account('operator'))
  await page.goto(stage)
  const moved = await page.evaluate(() => {
    const properties = new Set<string>()
    const walk = (rules: CSSRuleList) => {
      for (const rule of rules) {
        if (rule instanceof CSSKeyframesRule) for (const frame of rule.cssRules) {
          for (const property of (frame as CSSKeyframeRule).style) properties.add(property)
        }
        else if ('cssRules' in rule) walk((rule as CSSGroupingRule).cssRules)
      }
    }
    for (const sheet of document.styleSheets) walk(sheet.cssRules)
    return [...properties].sort()
  })
  expect(moved).toEqual(['opacity', 'transform'])
})
