import { crc32 } from 'node:zlib'

export interface Entry {
  name: string
  bytes: Uint8Array
}

/**
 * A ZIP whose bytes follow from its entries alone: stored, in the given order, without times, comments or extra fields.
 * So one archive has one form, for good (no version of a compressor changes it), and nothing in it can be a zip bomb.
 */
export function writeArchive(entries: readonly Entry[]): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const nameBytes = Buffer.from(name, 'latin1')
    const local = localHeader(nameBytes, bytes)
    directory.push(directoryRecord(local, offset), nameBytes)
    parts.push(local, nameBytes, bytes)
    offset += local.length + nameBytes.length + bytes.length
  }
  const directorySize = directory.reduce((size, part) => size + part.length, 0)
  return Buffer.concat([...parts, ...directory, endRecord(entries.length, directorySize, offset)])
}

const localSignature = 0x04034b50
const localLength = 30
/** Far more than a filing has; keeps a hostile file of empty entries from filling the memory. */
const mostEntries = 2000

/** Local file header: version 1.0, no flags, stored, 1980-01-01 00:00. */
function localHeader(name: Uint8Array, bytes: Uint8Array): Buffer {
  const record = Buffer.alloc(localLength)
  record.writeUInt32LE(localSignature, 0)
  record.writeUInt16LE(10, 4)
  record.writeUInt16LE(0x0021, 12)
  record.writeUInt32LE(crc32(bytes), 14)
  record.writeUInt32LE(bytes.length, 18)
  record.writeUInt32LE(bytes.length, 22)
  record.writeUInt16LE(name.length, 26)
  return record
}

/** The same fields again, between the version that wrote it and the place of the local header. */
function directoryRecord(local: Buffer, offset: number): Buffer {
  const record = Buffer.alloc(46)
  record.writeUInt32LE(0x02014b50, 0)
  record.writeUInt16LE(10, 4)
  local.copy(record, 6, 4, localLength)
  record.writeUInt32LE(offset, 42)
  return record
}

function endRecord(entries: number, directorySize: number, directoryOffset: number): Buffer {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(entries, 8)
  record.writeUInt16LE(entries, 10)
  record.writeUInt32LE(directorySize, 12)
  record.writeUInt32LE(directoryOffset, 16)
  return record
}

/**
 * The entries, or undefined unless `archive` is, to the last bit, what {@link writeArchive} makes of them: check sums, directory,
 * order, nothing before, between or behind. Names are not judged here.
 */
export function readArchive(archive: Uint8Array): Entry[] | undefined {
  const view = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
  const entries: Entry[] = []
  let offset = 0
  while (entries.length < mostEntries && offset + localLength <= view.length && view.readUInt32LE(offset) === localSignature) {
    const nameEnd = offset + localLength + view.readUInt16LE(offset + 26)
    const end = nameEnd + view.readUInt32LE(offset + 18)
    if (end > view.length) return undefined
    entries.push({ name: view.toString('latin1', offset + localLength, nameEnd), bytes: view.subarray(nameEnd, end) })
    offset = end
  }
  return view.equals(writeArchive(entries)) ? entries : undefined
}
