// Writes FILE.br (brotli, quality 11) and FILE.gz beside every text and wasm file below a directory.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

// Pictures and fonts are compressed by their own formats.
const kinds = new Set(['.css', '.html', '.ico', '.js', '.json', '.map', '.md', '.mjs', '.svg', '.txt', '.wasm', '.webmanifest', '.xml'])
const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)]

async function compress(file) {
  const bytes = await readFile(file)
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  }
  await Promise.all([
    brotli(bytes, { params }).then((out) => writeFile(`${file}.br`, out)),
    zip(bytes, { level: 9 }).then((out) => writeFile(`${file}.gz`, out)),
  ])
}

const entries = await readdir(process.argv[2], { recursive: true, withFileTypes: true })
const files = entries.filter((e) => e.isFile() && kinds.has(extname(e.name)))
await Promise.all(files.map((e) => compress(join(e.parentPath ?? e.path, e.name))))
