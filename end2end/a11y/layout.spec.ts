// Every page for eyes and fingers: no sideways scroll at 320 px and at twice the text size, targets large
// enough, contrast as computed, and focus that nothing covers (design.md §8, points 23 and 25–27).
import { type Page, test } from '@playwright/test'
import { rooms, visit } from '../support/rooms'
import { expect, hydrated, Kipp, signIn } from '../support/server'

/** The projector and its remotes are built for their own screens. */
const ownScreen = /^\/panggung\/./

/** What sticks out to the right, if the page scrolls sideways. */
async function sideways(page: Page) {
  return page.evaluate(() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const wide = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => {
      const box = element.getBoundingClientRect()
      const scrolls = element.closest('.table-box')
      return box.right > root.clientWidth + 1 && box.width > 0 && (!scrolls || scrolls === element)
    })
    return [`${root.scrollWidth} > ${root.clientWidth}`, ...wide.slice(0, 4).map((e) => `${e.tagName}.${e.className}: ${e.textContent?.slice(0, 40)}`)]
  })
}

/** Interactive elements whose hit area is smaller than `least`. Links within running text are as tall as it. */
async function small(page: Page, least: number) {
  return page.evaluate((least) => {
    const found: string[] = []
    const selector = 'a[href], button, select, textarea, summary, input:not([type=hidden])'
    for (const element of document.querySelectorAll<HTMLElement>(selector)) {
      const shown = element.closest('label.card-choice') ?? element
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.vh, .skip')) continue
      const parent = element.parentElement!
      const around = [...parent.childNodes].some((node) => node !== element && node.nodeType === 3 && node.textContent!.trim())
      const inText = element.tagName === 'A' && getComputedStyle(element).display === 'inline' && (around || parent.closest('p, td'))
      if (inText) continue
      shown.scrollIntoView({ block: 'center', behavior: 'instant' })
      const box = shown.getBoundingClientRect()
      const [x, y] = [box.left + Math.min(box.width, innerWidth - box.left) / 2, box.top + box.height / 2]
      const reach = least / 2 - 1
      // A hit area may be larger than its box: what counts is where a finger reaches it.
      const hits = (px: number, py: number) => {
        const hit = document.elementFromPoint(px, py)
        return !!hit && (shown.contains(hit) || hit.contains(shown) === false && hit.closest('a, button, label, summary') === shown)
      }
      const tall = box.height >= least - 0.5 || (hits(x, y - reach) && hits(x, y + reach))
      const wide = box.width >= least - 0.5 || (hits(x - reach, y) && hits(x + reach, y))
      if (!tall || !wide) {
        found.push(`${element.tagName}.${element.className} “${element.textContent!.trim().slice(0, 30)}” ${Math.round(box.width)}×${Math.round(box.height)}`)
      }
    }
    return found
  }, least)
}

/** Text whose computed contrast against its ground is too low: 4.5, and 7 for paragraphs of body text. */
async function faint(page: Page) {
  return page.evaluate(() => {
    type Colour = [number, number, number, number]
    const parse = (text: string): Colour => {
      const n = (text.match(/[\d.]+/g) ?? []).map(Number)
      return [n[0] ?? 0, n[1] ?? 0, n[2] ?? 0, n[3] ?? 1]
    }
    const light = ([r, g, b]: Colour) => {
      const part = (v: number) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }
    const over = (top: Colour, under: Colour): Colour => {
      const mix = (i: 0 | 1 | 2) => top[i] * top[3] + under[i] * (1 - top[3])
      return [mix(0), mix(1), mix(2), 1]
    }
    const ground = (element: Element | null): Colour | null => {
      const layers: Colour[] = []
      for (; element; element = element.parentElement) {
        const style = getComputedStyle(element)
        const colour = parse(style.backgroundColor)
        // Over a drawing there is no one ground; those places have a plate of their own or are checked by eye.
        if (style.backgroundImage !== 'none' && !/edge|river/.test(style.backgroundImage)) return null
        if (colour[3] > 0) layers.push(colour)
        if (colour[3] === 1) break
      }
      return layers.reduceRight<Colour>((under, top) => over(top, under), [255, 255, 255, 1])
    }
    const found = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement!
      const words = walker.currentNode.textContent!.trim()
      if (!words || element.closest('.vh, .skip, script, style, noscript, svg, option')) continue
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      const under = ground(element)
      if (!under) continue
      const style = getComputedStyle(element)
      const [a, b] = [light(over(parse(style.color), under)), light(under)]
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
      const body = element.matches('main p, main li, main dd') && !element.closest('.muted, .hint, .tiny, .tag, .notice, .why, .error-line, .button, small, .asides')
        && parseFloat(style.fontSize) >= 16 && style.color === getComputedStyle(document.body).color
      const least = body ? 7 : 4.5
      if (ratio < least - 0.01) found.add(`${ratio.toFixed(2)} < ${least}: ${element.tagName}.${element.className} “${words.slice(0, 30)}”`)
    }
    return [...found]
  })
}

/** Focused elements that are fully covered, tabbing through the page. */
async function covered(page: Page) {
  const found: string[] = []
  await page.evaluate(() => {
    scrollTo(0, 0)
    ;(document.activeElement as HTMLElement | null)?.blur()
  })
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press('Tab')
    const state = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      if (!element || element === document.body) return 'end'
      const seen = element.dataset.tabbed
      element.dataset.tabbed = '1'
      if (seen) return 'end'
      const shown = element.closest('label.card-choice') ?? element
      const whole = shown.getBoundingClientRect()
      // A box taller than the window is seen as far as the window shows it.
      const [left, top] = [Math.max(whole.left, 0), Math.max(whole.top, 0)]
      const box = { left, top, width: Math.min(whole.right, innerWidth) - left, height: Math.min(whole.bottom, innerHeight) - top }
      const at = (x: number, y: number) => {
        const hit = document.elementFromPoint(x, y)
        return !!hit && (shown.contains(hit) || hit.contains(shown))
      }
      const inset = 2
      const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [box.left + inset + (box.width - 2 * inset) * x, box.top + inset + (box.height - 2 * inset) * y]))
      if (points.some(([x, y]) => at(x, y))) return ''
      return `${element.tagName}.${element.className} “${element.textContent!.trim().slice(0, 30)}”`
    })
    if (state === 'end') break
    if (state) found.push(state)
  }
  return found
}

for (const { stage, role, target, paths } of rooms) {
  test(`${stage}, ${role ?? 'the public'}: ${paths.join(' ')}`, async ({ browser }) => {
    test.setTimeout(300_000)
    const kipp = await Kipp.start(stage)
    const wrong: Record<string, string[]> = {}
    const note = (what: string, faults: string[]) => {
      if (faults.length) wrong[what] = faults
    }
    try {
      const phone = await browser.newContext({ baseURL: kipp.url, viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true })
      // A first visit may be drawn in the phone's own letters, which are wider than ours.
      await phone.route('**/*.woff2', (route) => route.abort())
      const page = await phone.newPage()
      if (role) await signIn(page, kipp.account(role))
      for (const path of paths.filter((path) => !ownScreen.test(path))) {
        for (const lang of ['id', 'en'] as const) {
          await visit(page, path, lang)
          await hydrated(page)
          note(`${path} ${lang} at 320 px`, await sideways(page))
          await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
          note(`${path} ${lang} at 320 px, 200 %`, await sideways(page))
          await page.evaluate(() => document.documentElement.style.removeProperty('font-size'))
        }
        note(`${path}: targets`, await small(page, target))
        note(`${path}: contrast`, await faint(page))
      }
      await phone.close()
      const desk = await browser.newContext({ baseURL: kipp.url, viewport: { width: 1366, height: 768 } })
      const wide = await desk.newPage()
      if (role) await signIn(wide, kipp.account(role))
      for (const path of paths.filter((path) => !ownScreen.test(path))) {
        await visit(wide, path)
        await hydrated(wide)
        note(`${path}: targets, wide`, await small(wide, target))
        note(`${path}: contrast, wide`, await faint(wide))
        note(`${path}: focus, wide`, await covered(wide))
      }
      await desk.close()
    } finally {
      await kipp.stop()
    }
    const faults = Object.entries(wrong).flatMap(([where, what]) => what.map((fault) => `${where}: ${fault}`))
    expect(faults).toEqual([])
  })
}
