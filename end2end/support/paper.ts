// Reads a paper as a phone's camera would: draws its first page in a browser and looks for a QR code in the picture.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Browser } from '@playwright/test'

const find = createRequire(import.meta.url).resolve
const desk = 'https://kertas.invalid'

/** What the QR code on the first page of a PDF says; empty if there is none that can be read. */
export async function codeOn(browser: Browser, paper: Buffer): Promise<string> {
  const drawing = dirname(find('pdfjs-dist/build/pdf.mjs'))
  const files: Record<string, string> = {
    '/pdf.mjs': join(drawing, 'pdf.min.mjs'),
    '/pdf.worker.mjs': join(drawing, 'pdf.worker.min.mjs'),
    '/qr.js': find('jsqr/dist/jsQR.js'),
  }
  const context = await browser.newContext({ javaScriptEnabled: true })
  try {
    const page = await context.newPage()
    await page.route(`${desk}/**`, (route) => {
      const path = new URL(route.request().url()).pathname
      if (path === '/') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><script src="/qr.js"></script>' })
      if (path === '/paper.pdf') return route.fulfill({ contentType: 'application/pdf', body: paper })
      return route.fulfill({ contentType: 'text/javascript', path: files[path] })
    })
    await page.goto(`${desk}/`)
    return await page.evaluate(async (desk) => {
      const pdf = await import(`${desk}/pdf.mjs`)
      pdf.GlobalWorkerOptions.workerSrc = `${desk}/pdf.worker.mjs`
      const data = await (await fetch('/paper.pdf')).arrayBuffer()
      const sheet = await (await pdf.getDocument({ data }).promise).getPage(1)
      // Three dots a point are 216 to an inch: less than a phone sees at arm's length.
      const viewport = sheet.getViewport({ scale: 3 })
      const canvas = document.createElement('canvas')
      canvas.width = viewport.width
      canvas.height = viewport.height
      await sheet.render({ canvas, viewport }).promise
      const { data: dots, width, height } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      const read = (window as unknown as { jsQR: (...of: unknown[]) => { data: string } | null }).jsQR
      return read(dots, width, height)?.data ?? ''
    }, desk)
  } finally {
    await context.close()
  }
}
