// Files for the upload tests, made here: documents, photos with a place in them, and files that pretend.
import { deflateSync } from 'node:zlib'

/** A PDF of one page and about so many bytes. */
export function pdf(size = 0): Buffer {
  const filler = `% ${'kipp '.repeat(Math.ceil(size / 5))}\n`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ]
  let file = `%PDF-1.4\n${filler}`
  const places = objects.map((object, at) => {
    const place = file.length
    file += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = file.length
  file += `xref\n0 4\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}`
  return Buffer.from(`${file}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`, 'latin1')
}

/** The same bytes with a place on Earth among a JPEG's first segments. */
export function withPlace(jpeg: Buffer): Buffer {
  const entry = (tag: number, kind: number, count: number, value: number) => {
    const bytes = Buffer.alloc(12)
    bytes.writeUInt16LE(tag, 0)
    bytes.writeUInt16LE(kind, 2)
    bytes.writeUInt32LE(count, 4)
    bytes.writeUInt32LE(value, 8)
    return bytes
  }
  const tiff = Buffer.concat([
    Buffer.from('49492a000800000001000000'.slice(0, 20), 'hex'),
    entry(0x8825, 4, 1, 26),
    Buffer.alloc(4),
    Buffer.from('0100', 'hex'),
    entry(0x0001, 2, 2, 0x53),
    Buffer.alloc(4),
    Buffer.from('GPSINFO 7.4S 109.2E'),
  ])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(tiff.length + 8, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from('Exif\0\0'), tiff, jpeg.subarray(2)])
}

/** A PNG of one grey, as large as you like and light as a feather. */
export function grey(wide: number, high: number): Buffer {
  const crc = (bytes: Buffer) => {
    let sum = ~0
    for (const byte of bytes) {
      sum ^= byte
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
    }
    return ~sum >>> 0
  }
  const chunk = (kind: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(kind), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length, 0)
    body.copy(out, 4)
    out.writeUInt32BE(crc(body), body.length + 4)
    return out
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(wide, 0)
  head.writeUInt32BE(high, 4)
  head.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc((wide + 1) * high), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Files that must not be kept, each with its sentence. */
export const bad: { name: string; mimeType: string; buffer: () => Buffer; sentence: RegExp }[] = [
  { name: 'laporan.pdf', mimeType: 'application/pdf', buffer: () => Buffer.from('MZ\x90\0This program cannot be run in DOS mode'), sentence: /laporan\.pdf: Berkas ini program/ },
  { name: 'dua.pdf', mimeType: 'application/pdf', buffer: () => Buffer.concat([pdf(), Buffer.from('504b0506' + '00'.repeat(18), 'hex')]), sentence: /dua\.pdf: Berkas ini memuat dua jenis berkas/ },
  { name: 'potong.pdf', mimeType: 'application/pdf', buffer: () => pdf(4000).subarray(0, 2000), sentence: /potong\.pdf: Berkas ini terpotong/ },
  { name: 'luas.png', mimeType: 'image/png', buffer: () => grey(8000, 5000), sentence: /luas\.png: Foto ini 40 megapiksel/ },
  { name: 'berat.pdf', mimeType: 'application/pdf', buffer: () => Buffer.concat([pdf(), Buffer.alloc(14 * 1024 * 1024)]), sentence: /berat\.pdf: Berkas 14 MB\. Batasnya 10 MB/ },
  { name: 'surat.pdf', mimeType: 'application/pdf', buffer: () => Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.from('word/document.xml')]), sentence: /surat\.pdf: Lampiran harus PDF, JPG, atau PNG\. Berkas ini DOCX/ },
]
