import { crc32, createInflateRaw } from 'node:zlib'
import { refuseWorkbook } from './workbook-refusal.ts'

/**
 * The parts of a workbook's ZIP archive. Everything that the archive says about itself is checked before a byte is inflated,
 * and what comes out is held to it: no more bytes than declared, and the very bytes that were put in (CRC-32).
 */

const limits = {
  fileBytes: 512 * 2 ** 20,
  entries: 10_000,
  /** All parts together, inflated. */
  totalBytes: 2 ** 30,
  /** Sheets compress 10 to 30 fold; small parts are let through, as they harm nobody. */
  ratio: 200,
  ratioFromBytes: 10_000_000,
} as const

const signatures = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  end64Locator: 0x07064b50,
} as const
const stored = 0
const deflated = 8
const chunkBytes = 256 * 1024
/** In place of a size or offset that stands in the ZIP64 fields. */
const inZip64 = 0xffffffff

interface Entry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly compressedSize: number
  readonly size: number
  readonly offset: number
}

export class ZipArchive {
  private readonly bytes: Buffer
  private readonly entries: ReadonlyMap<string, Entry>

  /** @throws Refusal workbook.damaged, .encrypted, .bomb or .tooLarge */
  constructor(bytes: Uint8Array) {
    if (bytes.length > limits.fileBytes) refuseWorkbook('tooLarge', '文件超过 512 MB')
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.entries = readDirectory(this.bytes)
  }

  /** Names of parts are equal whatever their case (ECMA-376 part 2, 6.2.2.3). */
  has(name: string): boolean {
    return this.entries.has(name.toLowerCase())
  }

  names(): string[] {
    return [...this.entries.values()].map(({ name }) => name)
  }

  /** The inflated bytes, as they come. Between two chunks the event loop runs. @throws Refusal while it is read */
  async *read(name: string): AsyncGenerator<Uint8Array, void, undefined> {
    const entry = this.entries.get(name.toLowerCase()) ?? refuseWorkbook('damaged', '缺少必要的部件')
    const data = this.dataOf(entry)
    let size = 0
    let crc = 0
    try {
      for await (const chunk of entry.method === stored ? slices(data) : inflated(data)) {
        size += chunk.length
        if (size > entry.size) refuseWorkbook('bomb', '解压后的内容超过文件声明的大小')
        crc = crc32(chunk, crc)
        yield chunk
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_'))
        refuseWorkbook('damaged')
      throw error
    }
    if (size !== entry.size || crc !== entry.crc) refuseWorkbook('damaged', '校验值不符')
  }

  private dataOf(entry: Entry): Uint8Array {
    const header = entry.offset
    if (header + 30 > this.bytes.length || this.bytes.readUInt32LE(header) !== signatures.local) return refuseWorkbook('damaged')
    const start = header + 30 + this.bytes.readUInt16LE(header + 26) + this.bytes.readUInt16LE(header + 28)
    if (start + entry.compressedSize > this.bytes.length) refuseWorkbook('damaged', '文件不完整')
    return this.bytes.subarray(start, start + entry.compressedSize)
  }
}

function inflated(data: Uint8Array): AsyncIterable<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: chunkBytes })
  inflate.end(data)
  return inflate
}

async function* slices(data: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < data.length; start += chunkBytes) {
    await new Promise(setImmediate)
    yield data.subarray(start, start + chunkBytes)
  }
}

function readDirectory(bytes: Buffer): Map<string, Entry> {
  const { count, offset, size } = endOfDirectory(bytes)
  if (count > limits.entries) refuseWorkbook('bomb', `文件内含 ${count} 个部件`)
  const entries = new Map<string, Entry>()
  let total = 0
  let compressed = 0
  let at = offset
  for (let i = 0; i < count; i++) {
    if (at + 46 > offset + size || bytes.readUInt32LE(at) !== signatures.central) refuseWorkbook('damaged')
    const flags = bytes.readUInt16LE(at + 8)
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30)
    if (extraEnd > bytes.length) refuseWorkbook('damaged')
    // Some writers on Windows part folders with a backslash.
    const name = bytes.toString('utf8', at + 46, nameEnd).replaceAll('\\', '/')
    const [uncompressedSize, compressedSize, localOffset] = wideFields(bytes.subarray(nameEnd, extraEnd), [
      bytes.readUInt32LE(at + 24),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    ])
    const entry = {
      name,
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      compressedSize,
      size: uncompressedSize,
      offset: localOffset,
    }
    if (flags & 1) refuseWorkbook('encrypted')
    if (entry.method !== stored && entry.method !== deflated) refuseWorkbook('damaged', '使用了不支持的压缩方式')
    if (name.startsWith('/') || /(^|\/)\.\.(\/|$)|^[a-z]:|\0/i.test(name)) refuseWorkbook('bomb', '部件名称异常')
    if (entry.size > limits.ratioFromBytes && entry.size > entry.compressedSize * limits.ratio)
      refuseWorkbook('bomb', '压缩比异常')
    total += entry.size
    compressed += entry.compressedSize
    if (!name.endsWith('/')) {
      const key = name.toLowerCase()
      if (entries.has(key)) refuseWorkbook('bomb', '部件名称重复')
      entries.set(key, entry)
    }
    at = extraEnd + bytes.readUInt16LE(at + 32)
  }
  // Parts that share their bytes are how a small file unfolds into a huge one.
  if (compressed > bytes.length) refuseWorkbook('bomb', '部件互相重叠')
  if (total > limits.totalBytes) refuseWorkbook('tooLarge', '解压后超过 1 GB')
  return entries
}

/** The end record stands last, before a comment of at most 65 535 bytes. */
function endOfDirectory(bytes: Buffer): { count: number; offset: number; size: number } {
  for (let at = bytes.length - 22; at >= 0 && at >= bytes.length - 22 - 0xffff; at--) {
    if (bytes.readUInt32LE(at) !== signatures.end) continue
    let [count, size, offset] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 12), bytes.readUInt32LE(at + 16)]
    if (at >= 20 && bytes.readUInt32LE(at - 20) === signatures.end64Locator) {
      const end64 = wide(bytes, at - 12)
      if (end64 + 56 > at || bytes.readUInt32LE(end64) !== signatures.end64) refuseWorkbook('damaged')
      ;[count, size, offset] = [wide(bytes, end64 + 32), wide(bytes, end64 + 40), wide(bytes, end64 + 48)]
    }
    if (offset + size > at) refuseWorkbook('damaged')
    return { count, offset, size }
  }
  return refuseWorkbook('damaged', '文件不完整')
}

/** Sizes and offset from the ZIP64 field: streaming writers of ERP systems put them there even in small files. */
function wideFields(extra: Buffer, fields: [size: number, compressedSize: number, offset: number]): [number, number, number] {
  if (!fields.includes(inZip64)) return fields
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let next = at + 4
    const take = (field: number): number => {
      if (field !== inZip64) return field
      if (next + 8 > extra.length) return refuseWorkbook('damaged')
      next += 8
      return wide(extra, next - 8)
    }
    return [take(fields[0]), take(fields[1]), take(fields[2])]
  }
  return refuseWorkbook('damaged')
}

/** Eight bytes; anything a JavaScript number cannot hold is beyond every limit anyway. */
const wide = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at))
