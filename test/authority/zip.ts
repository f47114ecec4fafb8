import { crc32, inflateRawSync } from 'node:zlib'

export interface Entry {
  name: string
  bytes: Buffer
}

/** A sentence for the sender. */
export class Unreadable extends Error {}

const fail = (message: string): never => {
  throw new Unreadable(message)
}

const most = { entries: 2000, bytes: 256 * 1024 * 1024, ratio: 200 }

interface Record {
  name: string
  versionMade: number
  /** Version needed, flags, method, time, date: 10 bytes that stand in both headers. */
  form: Buffer
  crc: number
  packed: number
  size: number
  extras: number
  /** Disk and attributes of the directory. */
  attributes: Buffer
  offset: number
}

/** The directory at the end of the archive, which is its last 22 bytes and names every byte before it. */
function directoryOf(archive: Buffer): Record[] {
  if (archive.length > most.bytes) fail(`压缩包超过 ${most.bytes / 1024 / 1024} MB`)
  const end = archive.length - 22
  if (end < 0 || archive.readUInt32LE(end) !== 0x06054b50) return fail('不是完整的 ZIP：结尾缺失或多出内容')
  const [count, size, start] = [archive.readUInt16LE(end + 10), archive.readUInt32LE(end + 12), archive.readUInt32LE(end + 16)]
  if (archive.readUInt32LE(end + 4) !== 0 || archive.readUInt16LE(end + 8) !== count || archive.readUInt16LE(end + 20) !== 0)
    fail('ZIP 结尾的字段不对')
  if (start + size !== end) fail('ZIP 目录的位置不对')
  if (count > most.entries) fail(`ZIP 内超过 ${most.entries} 个文件`)
  const records: Record[] = []
  let at = start
  while (at < end) {
    if (at + 46 > end || archive.readUInt32LE(at) !== 0x02014b50) fail('ZIP 目录残缺')
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field))
    const nameEnd = at + 46 + (nameLength ?? 0)
    records.push({
      name: archive.toString('utf8', at + 46, nameEnd),
      versionMade: archive.readUInt16LE(at + 4),
      form: archive.subarray(at + 6, at + 16),
      crc: archive.readUInt32LE(at + 16),
      packed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      extras: (extra ?? 0) + (comment ?? 0),
      attributes: archive.subarray(at + 34, at + 42),
      offset: archive.readUInt32LE(at + 42),
    })
    at = nameEnd + (extra ?? 0) + (comment ?? 0)
  }
  if (at !== end || records.length !== count) fail('ZIP 目录的数目不对')
  for (const { name } of records) if (!isPlain(name)) fail(`ZIP 内的文件名不可接受：${JSON.stringify(name.slice(0, 60))}`)
  if (new Set(records.map(({ name }) => name.toLowerCase())).size !== count) fail('ZIP 内有重名的文件')
  return records
}

/** Nothing that climbs out, stands at a root, or is written differently by two file systems. */
const isPlain = (name: string): boolean =>
  // oxlint-disable-next-line no-control-regex
  /^[^\\:*?"<>|\u0000-\u001f/][^\\:*?"<>|\u0000-\u001f]*$/.test(name) &&
  !name.split('/').some((step) => ['', '.', '..'].includes(step))

/** The data of one entry, behind its local header. */
function dataOf(archive: Buffer, { name, form, crc, packed, size, offset }: Record): { data: Buffer; headerEnd: number } {
  const nameBytes = Buffer.from(name)
  if (offset + 30 > archive.length || archive.readUInt32LE(offset) !== 0x04034b50) fail(`ZIP 内 ${name} 的文件头不对`)
  const nameEnd = offset + 30 + archive.readUInt16LE(offset + 26)
  const headerEnd = nameEnd + archive.readUInt16LE(offset + 28)
  if (!archive.subarray(offset + 30, nameEnd).equals(nameBytes)) fail(`ZIP 内 ${name} 的名字前后不一`)
  if (!archive.subarray(offset + 4, offset + 14).equals(form)) fail(`ZIP 内 ${name} 的属性前后不一`)
  const streamed = (form.readUInt16LE(2) & 8) !== 0
  const sizes = [archive.readUInt32LE(offset + 14), archive.readUInt32LE(offset + 18), archive.readUInt32LE(offset + 22)]
  if (!streamed && (sizes[0] !== crc || sizes[1] !== packed || sizes[2] !== size)) fail(`ZIP 内 ${name} 的大小前后不一`)
  if (headerEnd + packed > archive.length) fail(`ZIP 内 ${name} 残缺`)
  return { data: archive.subarray(headerEnd, headerEnd + packed), headerEnd }
}

/** Version 1.0, no flags, stored, 1980-01-01 00:00: what the package's writer puts into every header. */
const storedForm = Buffer.from('0a000000000000002100', 'hex')

/** Entries of a signed package: stored, one behind the other, without extras, times, comments; every bit of every header is looked at. */
export function readStoredArchive(archive: Buffer): Entry[] {
  let at = 0
  const entries = directoryOf(archive).map((record): Entry => {
    const { name, form, packed, size, offset, crc } = record
    if (
      !form.equals(storedForm) ||
      record.versionMade !== 10 ||
      record.extras !== 0 ||
      record.attributes.some((byte) => byte !== 0)
    )
      fail(`申报包内 ${name} 不是原样存放`)
    if (offset !== at || packed !== size) fail(`申报包内 ${name} 的位置不对`)
    const { data, headerEnd } = dataOf(archive, record)
    if (headerEnd !== offset + 30 + Buffer.byteLength(name)) fail(`申报包内 ${name} 带有附加内容`)
    if (crc32(data) !== crc) fail(`申报包内 ${name} 的校验和不对`)
    at = headerEnd + packed
    return { name, bytes: data }
  })
  if (at !== archive.readUInt32LE(archive.length - 6)) fail('申报包内夹有多余的内容')
  return entries
}

/** Entries of a ZIP that any program may have written, stored or deflated, within bounds. */
export function readArchive(archive: Buffer): Entry[] {
  const records = directoryOf(archive)
  if (records.reduce((sum, { size }) => sum + size, 0) > most.bytes) fail(`展开后超过 ${most.bytes / 1024 / 1024} MB，没有打开`)
  return records.map((record) => {
    const { name, form, size, packed, crc } = record
    const method = form.readUInt16LE(4)
    if ((form.readUInt16LE(2) & 1) !== 0) fail(`ZIP 内 ${name} 已加密`)
    if (size > 1_000_000 && size > packed * most.ratio) fail(`ZIP 内 ${name} 的压缩比异常，没有打开`)
    const { data } = dataOf(archive, record)
    const bytes = method === 0 ? data : method === 8 ? inflate(data, size, name) : fail(`ZIP 内 ${name} 的压缩方法不支持`)
    if (bytes.length !== size || crc32(bytes) !== crc) fail(`ZIP 内 ${name} 的内容残缺或被改动`)
    return { name, bytes }
  })
}

function inflate(data: Buffer, size: number, name: string): Buffer {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(size, 1) })
  } catch {
    return fail(`ZIP 内 ${name} 不能解压`)
  }
}
