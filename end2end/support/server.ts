// What every browser test uses: a kipp of its own at a stage of the edition, and a watched page.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test as base } from '@playwright/test'

export type Stage = 'draft' | 'submission' | 'screening' | 'judging' | 'panel' | 'plenary' | 'ceremony' | 'published'

export type Account = { role: string; name: string; username: string; password: string }

const binary = resolve(import.meta.dirname, '../..', process.env.KIPP ?? 'target/release/kipp')
// A build for development has its pages beside those for the public.
if (binary.endsWith('debug/kipp')) process.env.KIPP_SITE ??= resolve(binary, '../../site-dev')

/** A kipp that serves a demonstration edition from a folder of its own. */
export class Kipp {
  private constructor(
    readonly data: string,
    readonly accounts: Account[],
    private child: ChildProcess,
    readonly url: string,
  ) {}

  /** Makes the data of a stage and serves them on a free port. */
  static async start(stage: Stage, ...args: string[]): Promise<Kipp> {
    const home = await mkdtemp(join(tmpdir(), 'kipp-e2e-'))
    const data = join(home, 'data')
    await promisify(execFile)(binary, ['demo', '--data', data, '--stage', stage])
    const accounts = JSON.parse(await readFile(join(data, 'accounts.json'), 'utf8')) as Account[]
    const { child, url } = await serve(data, '127.0.0.1:0', args)
    return new Kipp(data, accounts, child, url)
  }

  /** The account of a role; `nth` counts from 0 among those of the role. */
  account(role: string, nth = 0): Account {
    const account = this.accounts.filter((one) => one.role === role)[nth]
    if (!account) throw new Error(`accounts.json has no account ${nth} of the role ${role}`)
    return account
  }

  /** Ends the process as a power cut would, and starts it again at the same address. */
  async restart(signal: NodeJS.Signals = 'SIGKILL') {
    await end(this.child, signal)
    this.child = (await serve(this.data, new URL(this.url).host, [])).child
  }

  /** Sets the demonstration's clock to a moment such as 2020-06-12T16:00:01+07:00; sessions go on. */
  async at(moment: string) {
    await end(this.child, 'SIGTERM')
    await promisify(execFile)(binary, ['clock', '--data', this.data, '--to', moment])
    this.child = (await serve(this.data, new URL(this.url).host, [])).child
  }

  /** Ends the process; `restart` brings it back. */
  async halt(signal: NodeJS.Signals = 'SIGKILL') {
    await end(this.child, signal)
  }

  /** Ends the process and removes its data. */
  async stop() {
    await end(this.child, 'SIGTERM')
    await rm(resolve(this.data, '..'), { recursive: true, force: true })
  }
}

/** Starts `kipp serve` and waits for the line with its address. */
async function serve(data: string, listen: string, args: string[]) {
  const child = spawn(binary, ['serve', '--data', data, '--listen', listen, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // No test asks the internet.
    env: { ...process.env, NO_COLOR: '1', KIPP_LINK_CHECKS: 'off' },
  })
  let said = ''
  const url = await new Promise<string>((done, fail) => {
    const late = setTimeout(() => fail(new Error(`kipp did not say its address in 20 s:\n${said}`)), 20_000)
    const hear = (text: Buffer) => {
      said += text
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (address) {
        clearTimeout(late)
        done(address[0])
      }
    }
    // Both streams are read to the end: a full pipe would stop the server.
    child.stdout.on('data', hear)
    child.stderr.on('data', (text: Buffer) => {
      said += text
    })
    child.on('error', fail)
    child.on('exit', (code) => {
      clearTimeout(late)
      fail(new Error(`kipp serve ended with ${code}:\n${said}`))
    })
  })
  return { child, url }
}

/** Ends a process, by force if it takes more than five seconds. */
async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill(signal)
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await gone
  clearTimeout(force)
}

/** Signs in through the ordinary page, as anyone does. */
export async function signIn(page: Page, account: Account) {
  await page.goto('/masuk')
  await page.locator('input[name="username"]').fill(account.username)
  await page.locator('input[name="password"]').fill(account.password)
  await page.locator('form:has(input[name="password"]) [type="submit"]').click()
  await page.waitForURL((url) => url.pathname !== '/masuk')
}

/** Waits until the page answers to clicks. */
export async function hydrated(page: Page) {
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', '1')
}

/** Collects what a page complains about; `expectNone` fails the test if it did. */
export function consoleErrors(page: Page) {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  return {
    errors,
    /** Leaves out complaints that a test provokes on purpose, such as those of a dead network. */
    expectNone: (but?: RegExp) => expect(errors.filter((error) => !but?.test(error)), 'console errors').toEqual([]),
  }
}

/** No fault of WCAG 2.2 A and AA that axe can find; each is named with its place. */
export async function axe(page: Page, but: string[] = []) {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .disableRules(but)
    .analyze()
  const faults = found.violations.flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.target.join(' ')}`))
  expect(faults, `axe on ${page.url()}`).toEqual([])
}

type Own = { errors: ReturnType<typeof consoleErrors>; expectedErrors: RegExp | undefined }
type Shared = { stage: Stage; alone: string; kipp: Kipp }

/**
 * The `test` of every spec. `test.use({ stage: 'judging' })` at the top of a file says at which
 * stage its server is; specs of one stage share a server for as long as a worker lives, unless
 * `alone: 'a name'` asks for one that nobody else has touched. A console
 * error fails the test, unless `test.use({ expectedErrors: /…/ })` foresees it.
 */
export const test = base.extend<Own, Shared>({
  stage: ['submission', { scope: 'worker', option: true }],
  // Another value of an option is another worker, so a name of one's own is a server of one's own.
  alone: ['', { scope: 'worker', option: true }],
  kipp: [
    async ({ stage }, use) => {
      const kipp = await Kipp.start(stage)
      await use(kipp)
      await kipp.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ kipp }, use) => {
    await use(kipp.url)
  },
  expectedErrors: [undefined, { option: true }],
  errors: [
    async ({ page, expectedErrors }, use) => {
      const errors = consoleErrors(page)
      await use(errors)
      errors.expectNone(expectedErrors)
    },
    { auto: true },
  ],
})

export { expect }
