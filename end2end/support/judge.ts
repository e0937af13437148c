// What a judge does before the queue opens.
import { expect, type Page } from '@playwright/test'

/** Scores the calibration set with the same value everywhere, from the page that asks for it, and opens the queue. */
export async function calibrate(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Mulai kalibrasi' }).click()
  for (const nth of [0, 1, 2]) {
    await page.goto('/juri/kalibrasi')
    await page.locator('td.main a').nth(nth).click()
    await expect(page.locator('.benchmark')).toBeVisible()
    for (const field of await page.locator('.exact input').all()) await field.fill('60')
    await page.getByRole('button', { name: 'Kirim dan lihat panel acuan' }).click()
    await expect(page.locator('.given-beside')).toHaveCount(7)
  }
  await page.getByRole('link', { name: 'Antrean' }).first().click()
  await expect(page.locator('h1')).toContainText('Sisa')
}
