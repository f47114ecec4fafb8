import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sm2 } from 'sm-crypto-v2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '../../shared/contract/errors.ts'
import { writeArchive } from '../../electron/engine/packages/archive.ts'
import { buildPackage } from '../../electron/engine/packages/build-package.ts'
import { readPackage } from '../../electron/engine/packages/read-package.ts'
import { Authority } from '../authority/authority.ts'
import { Books } from '../authority/books.ts'
import { verifyPackage } from '../authority/verify-package.ts'
import { readArchive, readStoredArchive } from '../authority/zip.ts'
import { randomFrom } from './factory.ts'

const { privateKey, publicKey } = sm2.generateKeyPairHex()
const packageId = randomUUID().replace(/^(.{14})./, '$17')
const contents = {
  packageId,
  kind: 'writeOffReport',
  handbookNo: 'C23325020251',
  sequence: 1,
  previousPackageSha256: null,
  createdAt: '2026-01-05T01:00:00.000Z',
  programVersion: '0.1.0',
  ruleVersion: '2026-01-01',
}
const seal = (payload: { name: string; bytes: Uint8Array }[]) =>
  Buffer.from(buildPackage(contents, payload, { privateKey, publicPoint: publicKey }).bytes)
const small = seal([{ name: 'payload/report.xml', bytes: Buffer.from('<DcrMessage><GNo>1</GNo></DcrMessage>') }])

/** Why the engine's reader will not have it; undefined where it takes it. */
function refusedByEngine(bytes: Uint8Array): string | undefined {
  try {
    readPackage(bytes)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.failure.message
    throw error
  }
}
const refusedByAuthority = (bytes: Uint8Array): string | undefined => {
  const { steps, found } = verifyPackage(Buffer.from(bytes))
  return found ? undefined : `${steps.at(-1)?.what}：${steps.at(-1)?.found}`
}
const flipped = (bytes: Uint8Array, bit: number): Buffer => {
  const changed = Buffer.from(bytes)
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return changed
}

test('both readers take what was signed', () => {
  expect(refusedByEngine(small)).toBeUndefined()
  expect(refusedByAuthority(small)).toBeUndefined()
})

test(`each of the ${small.length * 8} changes of a single bit is refused by both readers, in words`, { timeout: 60_000 }, () => {
  for (let bit = 0; bit < small.length * 8; bit++) {
    const changed = flipped(small, bit)
    const said = [refusedByEngine(changed), refusedByAuthority(changed)]
    if (said.some((words) => words === undefined || !/[\u4e00-\u9fff]/.test(words))) expect(said, `bit ${bit}`).toEqual([])
  }
})

test('each byte cut off its end, and each byte added, is refused by both', () => {
  for (let length = 0; length < small.length; length++) {
    const cut = small.subarray(0, length)
    if (refusedByEngine(cut) === undefined || refusedByAuthority(cut) === undefined) expect(length).toBe(-1)
  }
  const added = Buffer.concat([small, Buffer.from([0])])
  expect([refusedByEngine(added), refusedByAuthority(added)]).not.toContain(undefined)
})

test(
  'a bit changed before the archive is closed again, with all check sums right, is refused by both',
  { timeout: 60_000 },
  () => {
    const entries = readStoredArchive(small)
    let tried = 0
    for (const [index, { name, bytes }] of entries.entries()) {
      // Of the signature every bit; of the rest, which costs a verification each time, one in seven.
      for (let bit = 0; bit < bytes.length * 8; bit += name.endsWith('.der') ? 1 : 7) {
        const changed = writeArchive(entries.map((entry, at) => (at === index ? { name, bytes: flipped(bytes, bit) } : entry)))
        if (refusedByEngine(changed) === undefined || refusedByAuthority(changed) === undefined)
          expect(`${name}, bit ${bit}`).toBe('')
        tried++
      }
    }
    expect(tried).toBeGreaterThan(1000)
  },
)

describe('an archive that does not mean well', () => {
  const entry = (name: string) => ({ name, bytes: Buffer.from('<x/>') })
  test.each([
    ['climbs out', [entry('../out.xml')]],
    ['climbs out further down', [entry('a/../../out.xml')]],
    ['begins at the root', [entry('/etc/passwd')]],
    ['names a drive', [entry('C:\\out.xml')]],
    ['has a name twice', [entry('a.xml'), entry('A.xml')]],
  ])('%s', (_, entries) => {
    expect(() => readArchive(Buffer.from(writeArchive(entries)))).toThrow(/文件名不可接受|重名/)
  })
  test('has the name of a file of the package twice', () => {
    const entries = readStoredArchive(small)
    const [mime, payload, ...rest] = entries
    if (!mime || !payload) throw new Error('no package')
    const twice = writeArchive([mime, payload, payload, ...rest])
    expect([refusedByEngine(twice), refusedByAuthority(twice)]).not.toContain(undefined)
  })
})

test(
  '100 MB of attachments are sealed, and verified by both; more than 128 MB are refused in words before anything is made',
  {
    timeout: 60_000,
  },
  () => {
    const attachment = (megabytes: number) => ({
      name: 'payload/attachments/scan.pdf',
      bytes: Buffer.alloc(megabytes * 1024 * 1024, createHash('sha256').update('scan').digest()),
    })
    const large = seal([attachment(100)])
    expect(refusedByEngine(large)).toBeUndefined()
    expect(refusedByAuthority(large)).toBeUndefined()
    large[50_000_000] = (large[50_000_000] ?? 0) ^ 1
    expect([refusedByEngine(large), refusedByAuthority(large)]).not.toContain(undefined)
    expect(() => seal([attachment(129)])).toThrow('128 MB')
  },
)

describe('an authority that is sent altered packages', () => {
  let folder: string
  let authority: Authority
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-altered-'))
    authority = new Authority(new Books(folder), { die: () => undefined })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('has nothing of them in its books, and takes the right one after them', () => {
    const random = randomFrom(1)
    for (let time = 0; time < 60; time++) {
      const answer = authority.take(flipped(small, random(small.length * 8)), { via: 'gateway', name: 'x', expected: packageId })
      expect(answer).toMatchObject({ result: 'refused' })
    }
    expect(authority.books.filings.size).toBe(0)
    expect(authority.take(small, { via: 'gateway', name: 'x', expected: packageId })).toMatchObject({ result: 'taken' })
  })
})
