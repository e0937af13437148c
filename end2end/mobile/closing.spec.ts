// Closing on a phone: what was submitted stands, what comes a second late is refused, and more time is told.
import { expect, hydrated, Kipp, signIn, test } from '../support/server'

test.use({ stage: 'submission', expectedErrors: /422|404/ })

test('a second after closing a submission is refused, and the version submitted before stands', async ({ browser }) => {
  test.setTimeout(120_000)
  const kipp = await Kipp.start('submission')
  try {
    const context = await browser.newContext({ baseURL: kipp.url, viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })
    const page = await context.newPage()
    await signIn(page, kipp.accounts.find((one) => one.username === 'inovator2')!)
    await page.locator('tbody tr a').first().click()
    const list = page.url()
    await page.getByRole('link', { name: 'Lihat tanda terima' }).click()
    const receipt = await page.locator('.receipt').innerText()

    // Point 21: a change after submitting is told, and is not what counts.
    await page.goto(`${list}/ringkasan`)
    await hydrated(page)
    const words = 'Kalimat baru yang belum diajukan saat pendaftaran ditutup.'
    await page.locator('textarea').fill(words)
    await page.getByRole('button', { name: 'Simpan, kembali ke daftar' }).click()
    await expect(page.locator('.notice').first()).toContainText('Ada perubahan yang belum diajukan')

    // Point 20: the page is open, the declaration ticked, and the clock goes past closing.
    await page.goto(`${list}/ajukan`)
    await page.getByLabel(/Saya menyatakan/).check()
    await kipp.at('2020-06-12T16:00:01+07:00')
    await page.getByRole('button', { name: 'Ajukan usulan' }).click()
    const refusal = page.locator('[role=alert]').first()
    await expect(refusal).toContainText('Pendaftaran ditutup Jumat, 12 Juni 2020, 16.00 WIB')
    await expect(refusal).toContainText('tetap berlaku')
    await page.goto(`${list}/tanda-terima`)
    expect(await page.locator('.receipt').innerText()).toBe(receipt)
    // What was written in time is still there, to read and to copy.
    await page.goto(`${list}/ringkasan`)
    await expect(page.locator('textarea')).toHaveValue(words)
    await expect(page.locator('.notice').first()).toContainText('hanya bisa dibaca')

    // The chair gives this proposal's agency more time: the page says so and takes it again.
    const office = await browser.newContext({ baseURL: kipp.url, viewport: { width: 1366, height: 768 } })
    const chair = await office.newPage()
    await signIn(chair, kipp.account('chair'))
    await chair.goto('/panitia/tenggat')
    await chair.getByRole('radio', { name: 'Satu perangkat daerah' }).check()
    await chair.locator('#agency').selectOption('dindik')
    await chair.locator('#day').fill('2020-06-14')
    await chair.locator('#reason').fill('Gangguan jaringan (contoh)')
    await chair.locator('#letter').fill('005/1/contoh')
    await chair.getByRole('button', { name: 'Siapkan dan lihat pratinjau' }).click()
    await expect(chair.locator('.panel')).toContainText('Tenggat diperpanjang sampai Minggu, 14 Juni 2020, 16.00 WIB')
    await chair.getByRole('button', { name: 'Terapkan sekarang' }).click()
    await page.goto(list)
    await expect(page.locator('main')).toContainText('Tenggat diperpanjang sampai Minggu, 14 Juni 2020, 16.00 WIB')
    await page.goto(`${list}/ajukan`)
    await page.getByLabel(/Saya menyatakan/).check()
    await page.getByRole('button', { name: 'Ajukan usulan' }).click()
    await expect(page.locator('.receipt')).toContainText('KIPP-2020')
  } finally {
    await kipp.stop()
  }
})
