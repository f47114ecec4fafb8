import { expect, test } from 'vitest'
import { sm2 } from 'sm-crypto-v2'
import { Refusal } from '../../shared/contract/errors.ts'
import { readArchive, writeArchive } from '../../electron/engine/packages/archive.ts'
import type { Entry } from '../../electron/engine/packages/archive.ts'
import { buildPackage } from '../../electron/engine/packages/build-package.ts'
import { readPackage } from '../../electron/engine/packages/read-package.ts'

const key = sm2.generateKeyPairHex()
const signer = { privateKey: key.privateKey, publicPoint: key.publicKey }
const contents = {
  packageId: '0193a5b0-7c00-7000-8000-000000000001',
  kind: 'writeOffReport',
  handbookNo: 'C53161234567',
  sequence: 2,
  previousPackageSha256: 'ab'.repeat(32),
  createdAt: '2025-03-05T01:02:03.000Z',
  programVersion: '0.1.0',
  ruleVersion: '1',
}
const payload = [
  { name: 'payload/report.xml', bytes: Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<DcrMessage/>\n') },
  { name: 'payload/report.xlsx', bytes: Buffer.from('PK\x03\x04 a workbook, more or less') },
]
const { bytes: sample } = buildPackage(contents, payload, signer)

/** What a reader answers: undefined when it takes the package. */
function refusal(bytes: Uint8Array): string | undefined {
  try {
    readPackage(bytes)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.failure.message
    throw error
  }
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(bytes)
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return flipped
}

const bitsOf = (bytes: Uint8Array) => Array.from({ length: bytes.length * 8 }, (_, bit) => bit)

/** The sample with some of its entries changed, in an archive that is right by itself. */
const rebuilt = (change: (entries: Entry[]) => Entry[]) => writeArchive(change(readArchive(sample) ?? []))
const withBytes = (name: string, change: (bytes: Uint8Array) => Uint8Array) =>
  rebuilt((entries) => entries.map((entry) => (entry.name === name ? { name, bytes: change(entry.bytes) } : entry)))

test('a package reads back as it was built', () => {
  const read = readPackage(sample)
  expect(read.payload).toEqual(payload)
  expect(read.manifest).toMatchObject(contents)
  expect(read.manifest.files.map(({ name, size }) => ({ name, size }))).toEqual(
    payload.map(({ name, bytes }) => ({ name, size: bytes.length })),
  )
  expect(read.signer.publicPoint).toBe(key.publicKey)
})

test('every single-bit flip is refused', () => {
  expect(bitsOf(sample).filter((bit) => !refusal(flip(sample, bit)))).toEqual([])
})

test('every truncation is refused, and every byte too much before or behind', () => {
  expect([...sample.keys()].filter((length) => !refusal(sample.subarray(0, length)))).toEqual([])
  for (let byte = 0; byte < 256; byte++) {
    expect(refusal(Buffer.concat([sample, Buffer.of(byte)]))).toBeDefined()
    expect(refusal(Buffer.concat([Buffer.of(byte), sample]))).toBeDefined()
  }
})

test('in an archive that is right by itself, every bit flip of every entry is still refused', { timeout: 60_000 }, () => {
  const taken = (readArchive(sample) ?? []).flatMap(({ name, bytes }) =>
    bitsOf(bytes)
      .filter((bit) => !refusal(withBytes(name, (right) => flip(right, bit))))
      .map((bit) => ({ name, bit })),
  )
  expect(taken).toEqual([])
})

test('names, order and number of entries are those of the manifest', () => {
  const renamed = (name: string) =>
    rebuilt((entries) => entries.map((entry) => (entry.name === 'payload/report.xml' ? { ...entry, name } : entry)))
  const wrongNames = [
    'payload/../report.xml',
    '/payload/report.xml',
    'payload\\report.xml',
    'payload/report.XML',
    'payload/report.xlsx',
    '报核',
    '',
  ]
  expect(wrongNames.filter((name) => !refusal(renamed(name)))).toEqual([])
  expect(refusal(rebuilt((entries) => entries.toReversed()))).toBeDefined()
  for (const index of (readArchive(sample) ?? []).keys()) {
    expect(refusal(rebuilt((entries) => entries.toSpliced(index, 1)))).toBeDefined()
    expect(refusal(rebuilt((entries) => entries.flatMap((entry, at) => (at === index ? [entry, entry] : [entry]))))).toBeDefined()
    expect(
      refusal(rebuilt((entries) => entries.toSpliced(index, 0, { name: 'payload/extra', bytes: Buffer.of(1) }))),
    ).toBeDefined()
  }
})

test('documents lie in a folder of their own, and a first filing has no handbook yet', () => {
  const attached = [...payload, { name: 'payload/attachments/contract-1.pdf', bytes: Buffer.from('%PDF') }]
  const { bytes } = buildPackage({ ...contents, kind: 'handbookFiling', handbookNo: '' }, attached, signer)
  const read = readPackage(bytes)
  expect(read.payload).toEqual(attached)
  expect(read.manifest.handbookNo).toBe('')
})

test('a builder refuses the names that a reader would refuse', () => {
  for (const name of [
    'report.xml',
    'payload/../x',
    'payload/a/b',
    '/payload/x',
    'payload\\x',
    'payload/',
    'payload/attachments/',
    'payload/attachments/../x',
    'payload/attachments/a/b',
  ]) {
    expect(() => buildPackage(contents, [{ name, bytes: Buffer.of(1) }], signer)).toThrow(/invalid_format/)
  }
})

test('what was refused says why, in Chinese', () => {
  expect(refusal(Buffer.from('no package at all'))).toMatch(/压缩包结构/)
  expect(refusal(withBytes('payload/report.xml', (bytes) => flip(bytes, 9)))).toBe(
    '申报包未通过校验：文件 payload/report.xml 的内容被改动',
  )
  expect(refusal(withBytes('META-INF/signature.der', (bytes) => flip(bytes, 100)))).toBe('申报包未通过校验：签名与清单不符')
  expect(
    refusal(withBytes('META-INF/manifest.json', (bytes) => Buffer.from(Buffer.from(bytes).toString().replace(': 2,', ': 3,')))),
  ).toBe('申报包未通过校验：签名与清单不符')
  expect(refusal(withBytes('META-INF/manifest.json', (bytes) => Buffer.concat([bytes, Buffer.from(' ')])))).toMatch(/清单的格式/)
})
