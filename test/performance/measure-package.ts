import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sm3 } from 'sm-crypto-v2'
import { writeArchive } from '../../electron/engine/packages/archive.ts'
import { sha256 } from '../../electron/engine/packages/build-package.ts'
import { createKey, unlockKey } from '../../electron/engine/packages/sm2-key.ts'
import { openEngine } from '../engine.ts'

const mebibyte = 1024 * 1024
const attachments = 5
const passphrase = '口令 2025'

async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

interface Run {
  hash: number
  zip: number
  disk: number
  unlock: number
  build: number
  sign: number
}

/** One run in a process of its own: the bytes hashed and zipped alone, then a filing of them built, signed and sealed by the engine. */
async function run(): Promise<void> {
  const engine = await openEngine({ now: '2025-06-01T02:00:00.000Z' })
  const { handbookNo } = await engine.call('enterprise.loadSample', {})
  const { keyId } = await engine.call('keys.create', { name: '一号', passphrase })
  const codes = [
    ...(await engine.call('handbooks.materials', { handbookNo, limit: 1000 })).rows,
    ...(await engine.call('handbooks.products', { handbookNo, limit: 1000 })).rows,
  ]
  const headings = [...new Set(codes.map(({ hsCode }) => hsCode.slice(0, 4)))]
  await engine.call('capability.save', { filledOn: '2025-05-01', headings })
  const { draftId } = await engine.call('handbookDrafts.create', { kind: 'C', copyOf: handbookNo })
  const files: Buffer[] = []
  const attach = async (requirement: 'capability' | 'foreignContract', name: string, bytes: Buffer) =>
    engine.call('handbookDrafts.attach', { draftId, requirement, fileId: await engine.put(name, bytes) })
  await attach('capability', '信息表.pdf', Buffer.from('%PDF capability'))
  // Once for the compiler, as every filing after the first of a day: without the bytes, and replaced by what is measured.
  await engine.call('filings.createHandbookFiling', { draftId })
  for (let no = 1; no <= attachments; no++) {
    const bytes = randomBytes((50 / attachments) * mebibyte)
    bytes.write('%PDF')
    files.push(bytes)
    await attach('foreignContract', `合同 ${no}.pdf`, bytes)
  }
  const warm = randomBytes(mebibyte)
  sm3(warm)
  sha256(warm)
  const hash = await timed(() => files.map((bytes) => [sha256(bytes), sm3(bytes)]))
  const zip = await timed(() => writeArchive(files.map((bytes, index) => ({ name: `${index}`, bytes }))))
  const disk = await timed(() => {
    const descriptor = openSync(join(engine.dataFolder, 'files', 'measure.tmp'), 'w')
    for (const bytes of files) writeSync(descriptor, bytes)
    fsyncSync(descriptor)
    closeSync(descriptor)
  })
  const pair = await createKey(passphrase)
  const unlock = await timed(() => unlockKey(pair, passphrase))
  let filingId = ''
  const build = await timed(async () => {
    filingId = (await engine.call('filings.createHandbookFiling', { draftId })).filingId
  })
  const sign = await timed(() => engine.call('filings.sign', { filingId, keyId, passphrase }))
  await engine.close()
  process.stdout.write(JSON.stringify({ hash, zip, disk, unlock, build, sign } satisfies Run))
}

/** A filing with 50 MB of attachments, against hashing (SHA-256 and SM3) and zipping those bytes alone. Opening the key is not the bytes'. */
export async function measurePackage(): Promise<string[]> {
  const once = () =>
    JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), 'run'], { encoding: 'utf8' })) as Run
  const runs = Array.from({ length: 5 }, once)
  const middle = (of: (each: Run) => number) => runs.map(of).toSorted((a, b) => a - b)[2] ?? 0
  const ms = (of: (each: Run) => number) => `${middle(of).toFixed(0)} ms`
  const alone = ({ hash, zip }: Run) => hash + zip
  const seal = ({ sign, unlock }: Run) => sign - unlock
  const ratio = (of: (each: Run) => number) => middle((each) => of(each) / alone(each)).toFixed(2)
  return [
    `签名封装（50 MB 附件）`,
    `  hashing and zipping alone   ${ms(alone)} (${ms(({ hash }) => hash)} + ${ms(({ zip }) => zip)})`,
    `  sign, seal, verify, keep    ${ms(seal)}   ratio ${ratio(seal)}`,
    `  with building the filing    ${ms((each) => each.build + seal(each))}   ratio ${ratio((each) => each.build + seal(each))}   (goal: at most 2)`,
    `  one copy to the disk        ${ms(({ disk }) => disk)}   (building and sealing each write the bytes twice: log and ledger)`,
    `  opening the key besides     ${ms(({ unlock }) => unlock)}`,
  ]
}

const [, script, argument] = process.argv
if (script === fileURLToPath(import.meta.url) && argument === 'run') await run()
