// Every page in both languages: axe finds nothing, the language is right, the console stays quiet.
import { test } from '@playwright/test'
import { rooms, visit } from '../support/rooms'
import { axe, consoleErrors, expect, hydrated, Kipp, signIn } from '../support/server'

for (const { stage, role, paths } of rooms) {
  test(`${stage}, ${role ?? 'the public'}: ${paths.join(' ')}`, async ({ browser }) => {
    test.setTimeout(240_000)
    const kipp = await Kipp.start(stage)
    try {
      const context = await browser.newContext({ baseURL: kipp.url, viewport: { width: 1366, height: 768 } })
      const page = await context.newPage()
      const complaints = consoleErrors(page)
      if (role) await signIn(page, kipp.account(role))
      for (const lang of ['id', 'en'] as const) {
        for (const path of paths) {
          await visit(page, path, lang)
          await hydrated(page)
          await expect(page.locator('html'), path).toHaveAttribute('lang', lang)
          await axe(page)
        }
      }
      complaints.expectNone(/404/)
      await context.close()
    } finally {
      await kipp.stop()
    }
  })
}
