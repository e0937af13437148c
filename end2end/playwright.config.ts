// How the browser tests run: one Chromium, the sizes of the people who use kipp, and no JavaScript.
import { defineConfig } from '@playwright/test'

// The config's own folder is the tests' root; each project takes the specs of its folder.
const mobile = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }
const desktop = { viewport: { width: 1366, height: 768 } }

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  workers: 2,
  retries: 0,
  // Specs of one file share a server and its data, so they keep their order.
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./support/summary.ts']],
  use: {
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    // Requests that a service worker answers cannot be held or dropped by a test; those that are
    // about it say so.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'mobile', testMatch: 'mobile/**/*.spec.ts', use: mobile },
    { name: 'desktop', testMatch: 'desktop/**/*.spec.ts', use: desktop },
    { name: 'stage', testMatch: 'stage/**/*.spec.ts', use: { viewport: { width: 1920, height: 1080 } } },
    { name: 'nojs', testMatch: 'nojs/**/*.spec.ts', use: { ...mobile, javaScriptEnabled: false } },
    { name: 'a11y', testMatch: 'a11y/**/*.spec.ts', use: desktop },
    { name: 'story', testMatch: 'story/**/*.spec.ts', use: desktop },
  ],
})
