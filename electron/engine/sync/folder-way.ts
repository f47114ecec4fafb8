import { constants } from 'node:fs'
import { access, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from '../packages/build-package.ts'
import type { ChannelRow } from './channels.ts'
import { seenKey } from './channels.ts'
import type { Outcome } from './outbox.ts'
import type { Parcel } from './parcel.ts'
import { isZip, readFileAsReceipt } from './receipt-file.ts'
import { Unreachable } from './way.ts'
import type { Arrival, Tested, TestStep, Way } from './way.ts'

const mebibyte = 2 ** 20
/** Above it nothing is a receipt: it is not read. */
const largestFile = 128 * mebibyte
const batch = 25
/** Between two looks at what is new or missing, in milliseconds: a file is whole when nothing of it has changed. */
const settling = 300
/** So long the client may have a file between OutBox and SentBox where neither shows it. */
const betweenFolders = 1000
/** So long a file that cannot be read may still be on its way, in milliseconds. */
const patience = 60_000
/** What Windows and macOS put into folders by themselves. */
const ofTheSystem = /^(thumbs\.db|desktop\.ini|\..*)$/i

interface Look {
  name: string
  size: bigint
  modified: bigint
}

/** What is remembered of a folder from round to round, until the program ends. */
export class FolderMemory {
  /** Files that could not be read, and since when. */
  readonly unread = new Map<string, number>()
}

/**
 * The folders of the import client (FORMATS §2.4-2.6). Ours are written under a temporary name and renamed; the client's are only
 * read: what was taken in is remembered by name, size and time, and never touched.
 */
export class FolderWay implements Way {
  readonly kind = 'folders'
  readonly batch = batch
  readonly address: string
  readonly form
  private readonly channel: ChannelRow
  private readonly seen: (folder: string) => ReadonlySet<string>
  private readonly memory: FolderMemory
  private readonly now: () => string

  constructor(
    channel: ChannelRow,
    context: { seen: (folder: string) => ReadonlySet<string>; memory: FolderMemory; now: () => string },
  ) {
    this.channel = channel
    this.address = channel.out_box
    this.form = channel.form
    this.seen = context.seen
    this.memory = context.memory
    this.now = context.now
  }

  async *receive(): AsyncGenerator<Arrival, void, void> {
    const { in_box: inBox, fail_box: failBox, out_box: outBox } = this.channel
    await look(outBox, 'OutBox')
    yield* this.incoming(inBox)
    if (failBox !== '') yield await this.putAside(failBox)
  }

  private async *incoming(inBox: string): AsyncGenerator<Arrival, void, void> {
    const fresh = await this.settled(inBox, 'InBox')
    for (let start = 0; start < fresh.length; start += batch) {
      const arrival: Arrival = { files: [], missing: 0, seen: [], cursor: undefined, failed: [] }
      for (const { name, size, modified } of fresh.slice(start, start + batch)) {
        const bytes = await readWhole(join(inBox, name), size)
        if (!bytes) continue
        const file = { name, origin: join(inBox, name), bytes }
        if (!this.isReadable(inBox, file, { name, size, modified })) continue
        arrival.files.push(file)
        arrival.seen.push({ folder: inBox, name, size, modified, sha256: sha256(bytes) })
      }
      yield arrival
    }
  }

  /** One that cannot be read may be half of one: it is left for a while, and taken for what it is after that. */
  private isReadable(folder: string, file: Arrival['files'][number], { name, size, modified }: Look): boolean {
    const key = join(folder, seenKey(name, size, modified))
    if (!isZip(file.bytes) && !('reason' in readFileAsReceipt(file).read)) {
      this.memory.unread.delete(key)
      return true
    }
    // An archive is opened once, by who takes it in; that it has its end shows that it is whole.
    if (isZip(file.bytes) && Buffer.from(file.bytes.subarray(-65_558)).includes('PK\u0005\u0006')) return true
    const now = Date.parse(this.now())
    const since = this.memory.unread.get(key) ?? now
    this.memory.unread.set(key, since)
    if (now - since < patience) return false
    this.memory.unread.delete(key)
    return true
  }

  /** Files of ours that the client could not use; it says why in InBox, where it does. */
  private async putAside(failBox: string): Promise<Arrival> {
    const arrival: Arrival = { files: [], missing: 0, seen: [], cursor: undefined, failed: [] }
    for (const { name, size, modified } of await this.settled(failBox, 'FailBox')) {
      if (!/\.zip$/i.test(name)) continue
      arrival.failed.push(name.slice(0, -4))
      arrival.seen.push({ folder: failBox, name, size, modified, sha256: sha256(Buffer.from(name)) })
    }
    return arrival
  }

  /** Files that were not seen before and that nobody is writing: the same size and time in two looks. */
  private async settled(folder: string, what: string): Promise<Look[]> {
    const seen = this.seen(folder)
    const first = (await looksAt(folder, await look(folder, what))).filter(
      ({ name, size, modified }) => !seen.has(seenKey(name, size, modified)) && size <= BigInt(largestFile),
    )
    if (first.length === 0) return []
    await sleep(settling)
    const second = await looksAt(
      folder,
      first.map(({ name }) => name),
    )
    const same = new Set(second.map(({ name, size, modified }) => seenKey(name, size, modified)))
    return first.filter(({ name, size, modified }) => same.has(seenKey(name, size, modified)))
  }

  async send({ name, bytes }: Parcel): Promise<Outcome> {
    const folder = this.channel.out_box
    const working = join(folder, `${name}.tmp`)
    try {
      await writeThrough(working, bytes)
    } catch (error) {
      await rm(working, { force: true }).catch(() => undefined)
      throw unreachable(error, folder, 'OutBox')
    }
    try {
      await rename(working, join(folder, name))
      await syncFolder(folder)
    } catch (error) {
      return { result: 'unknown', detail: `文件写好后没有改成正式名称（${codeOf(error)}）` }
    }
    return { result: 'delivered', detail: `写入 OutBox：${name}` }
  }

  /** In OutBox, or already in SentBox. Between the two the client may hold it for a moment: what is in neither is looked for twice. */
  async ask(parcels: readonly Parcel[]): Promise<Outcome[]> {
    const find = async () => {
      const waiting = new Set(await look(this.channel.out_box, 'OutBox'))
      const sent = new Set(await look(this.channel.sent_box, 'SentBox'))
      return parcels.map(({ name }) => (waiting.has(name) ? 'OutBox' : sent.has(name) ? 'SentBox' : undefined))
    }
    let found = await find()
    if (found.includes(undefined)) {
      await sleep(betweenFolders)
      found = await find()
    }
    return found.map((box) =>
      box === undefined
        ? { result: 'notThere', detail: 'OutBox 与 SentBox 里都没有这个文件' }
        : { result: 'delivered', detail: `文件在 ${box} 里` },
    )
  }

  async test(): Promise<Tested> {
    const steps: TestStep[] = []
    let problem: Unreachable | undefined
    const attempt = async (what: string, work: () => Promise<string>) => {
      try {
        steps.push({ what, ok: true, found: await work(), next: '' })
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error
        problem ??= error
        steps.push({ what, ok: false, found: error.message, next: error.next })
      }
    }
    const { out_box: outBox, sent_box: sentBox, in_box: inBox, fail_box: failBox } = this.channel
    await attempt('写入 OutBox', async () => {
      const probe = join(outBox, `bonded-ledger-${process.pid}.tmp`)
      try {
        await writeThrough(probe, Buffer.from('test'))
        await rm(probe)
      } catch (error) {
        throw unreachable(error, outBox, 'OutBox')
      }
      return '可以写入；试写的文件已删除'
    })
    for (const [what, folder] of [
      ['SentBox', sentBox],
      ['InBox', inBox],
      ['FailBox', failBox],
    ] as const) {
      if (folder === '') continue
      await attempt(`读取 ${what}`, async () => `可以读取，现有 ${(await look(folder, what)).length} 个文件`)
    }
    return { steps, problem }
  }

  close(): void {
    // Nothing is held between rounds.
  }
}

/** Names in a folder, without what is being written. @throws Unreachable */
async function look(folder: string, what: string): Promise<string[]> {
  try {
    await access(folder, constants.R_OK)
    return (await readdir(folder)).filter((name) => !/\.tmp$/i.test(name) && !ofTheSystem.test(name))
  } catch (error) {
    throw unreachable(error, folder, what)
  }
}

/** Of many files in a folder on another computer, some at a time. What has gone meanwhile is not there. */
async function looksAt(folder: string, names: readonly string[]): Promise<Look[]> {
  const looks: Look[] = []
  for (let start = 0; start < names.length; start += 64) {
    const some = await Promise.all(
      names.slice(start, start + 64).map(async (name) => {
        try {
          const found = await stat(join(folder, name), { bigint: true })
          return found.isFile() ? [{ name, size: found.size, modified: found.mtimeNs / 1_000_000n }] : []
        } catch {
          return []
        }
      }),
    )
    looks.push(...some.flat())
  }
  return looks
}

/** Undefined where it is not what it was a moment ago, or somebody holds it: the next round looks again. */
async function readWhole(path: string, size: bigint): Promise<Uint8Array | undefined> {
  try {
    const bytes = await readFile(path)
    return BigInt(bytes.length) === size ? bytes : undefined
  } catch {
    return undefined
  }
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The name itself on the disk, where the system lets one say so. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '未知原因'

function unreachable(error: unknown, folder: string, what: string): Unreachable {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Unreachable('away', `${what} 所在磁盘空间不足（${folder}）`, '请清理磁盘；申报仍在待发，之后自动再发')
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new Unreachable('away', `没有 ${what} 文件夹的读写权限（${folder}）`, '请检查文件夹权限；申报仍在待发，之后自动再发')
  return new Unreachable(
    'away',
    `${what} 文件夹不存在或连不上（${folder}，${code}）`,
    '请检查导入客户端所在电脑与网络；申报仍在待发，之后自动再发',
  )
}
