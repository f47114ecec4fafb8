import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openUntouched } from '../../electron/engine/database/connection.ts'
import { openEngine, toStream } from './engine.ts'
import { clientAnswer, zipped } from '../receipt-files.ts'
import { contradictions } from './examine.ts'
import { enterprise, handbookNo, handbookWorkbook, listsWorkbook } from './factory.ts'

/** A disk of its own, so small that it can be filled. Only the superuser of Linux can make one. */
function mountSmallDisk(): string | undefined {
  const at = mkdtempSync(join(tmpdir(), 'bonded-ledger-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', at], { stdio: 'pipe' })
    return at
  } catch {
    rmdirSync(at)
    return undefined
  }
}

const disk = mountSmallDisk()
if (!disk) console.warn('SKIPPED: tests of a full disk need the right to mount one (root on Linux)')
afterAll(() => {
  if (!disk) return
  execFileSync('umount', [disk])
  rmdirSync(disk)
})

describe.skipIf(!disk)('on a full disk', () => {
  const root = disk ?? ''
  let data: string
  let engine: Awaited<ReturnType<typeof openEngine>>
  let closed: boolean
  const details = { ...enterprise, customsDistrict: '', contact: '', phone: '', address: '' }

  beforeEach(async () => {
    data = mkdtempSync(join(root, 'data-'))
    engine = await openEngine(data)
    closed = false
    await engine.call('enterprise.save', details)
    await engine.call('handbooks.importWorkbook', { fileId: await engine.put('手册.xlsx', await handbookWorkbook()) })
  })
  afterEach(async () => {
    if (!closed) await engine.application.close()
    for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true, force: true })
  })

  /** Leaves `bytes` free. */
  const fill = (bytes: number) => {
    const { bavail, bsize } = statfsSync(root)
    writeFileSync(join(root, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - bytes), 1))
  }
  const free = () => rmSync(join(root, 'filler'))
  const filesThere = () =>
    readdirSync(data, { recursive: true })
      .map(String)
      .filter((name) => !/-(wal|shm)$|^logs/.test(name))
      .toSorted()
  const lists = (count: number) =>
    listsWorkbook(
      Array.from({ length: count }, (_, index) => ({
        no: `QD-${index}`,
        direction: 'I' as const,
        status: '已核扣' as const,
        quantities: Array.from({ length: 100 }, (__, line) => line + 1),
      })),
    )
  const importLists = (fileId: string) =>
    engine.application.call('bondedLists.importWorkbook', { handbookNo, fileId, onBadRows: 'refuse' }, { wait: true })
  const books = async () => ({
    enterprise: await engine.call('enterprise.get', {}),
    balance: await engine.call('writeOff.balance', { handbookNo }),
    lists: (await engine.call('bondedLists.list', { handbookNo, offset: 0, limit: 1 })).total,
    imports: await engine.call('bondedLists.imports', { handbookNo }),
  })
  const isSound = () => {
    const db = openUntouched(join(data, 'ledger.db'))
    expect(contradictions(db)).toEqual({})
    db.close()
  }

  test('a file is refused whole', async () => {
    const before = filesThere()
    const chunk = new Uint8Array(1024 * 1024)
    expect(await engine.application.putFile('大.xlsx', toStream(...Array.from({ length: 10 }, () => chunk)))).toMatchObject({
      ok: false,
      error: { code: 'file.diskFull', message: expect.stringContaining('磁盘空间不足') as string },
    })
    expect(filesThere()).toEqual(before)
    await engine.call('enterprise.save', { ...details, contact: '之后' })
    isSound()
  })

  test.each([4096, 65_536, 300_000])(
    'an import with %i bytes free writes nothing, and does when there is room again',
    async (bytes) => {
      const fileId = await engine.put('清单.xlsx', await lists(60))
      const before = await books()
      fill(bytes)
      expect(await importLists(fileId)).toMatchObject({ ok: false, error: { code: 'engine.diskFull' } })
      expect(await books()).toEqual(before)
      free()
      isSound()
      expect(await importLists(fileId)).toMatchObject({ ok: true, value: { lines: 6000 } })
      isSound()
      await engine.application.close()
      engine = await openEngine(data)
      expect((await books()).lists).toBe(60)
    },
  )

  test('a save without a byte free is refused or kept, never half', async () => {
    fill(0)
    const answers: boolean[] = []
    let kept = ''
    for (let at = 0; at < 200; at++) {
      const answer = await engine.application.call('enterprise.save', { ...details, contact: String(at) }, { wait: true })
      if (answer.ok) kept = String(at)
      else expect(answer.error.code).toBe('engine.diskFull')
      answers.push(answer.ok)
      expect((await engine.call('enterprise.get', {}))?.contact).toBe(kept)
    }
    free()
    await engine.call('enterprise.save', { ...details, contact: '之后' })
    isSound()
  })

  test('a backup is refused whole, and a restore leaves the ledger as it is', async () => {
    const { backupId } = await engine.call('backups.create', {})
    await engine.call('enterprise.save', { ...details, contact: '现在' })
    const before = filesThere()
    for (const bytes of [0, 40_000, 150_000]) {
      fill(bytes)
      expect(await engine.application.call('backups.create', {}, { wait: true })).toMatchObject({
        ok: false,
        error: { code: 'backup.diskFull' },
      })
      expect(await engine.application.call('backups.restore', { backupId }, { wait: true })).toMatchObject({
        ok: false,
        error: { code: 'backup.diskFull' },
      })
      free()
      expect(filesThere()).toEqual(before)
    }
    expect((await engine.call('enterprise.get', {}))?.contact).toBe('现在')
    await engine.call('backups.restore', { backupId })
    expect((await engine.call('enterprise.get', {}))?.contact).toBe('')
    isSound()
  })

  test.each([0, 65_536, 400_000])(
    'a draft, evidence and receipts with %i bytes free are refused whole or kept whole',
    async (bytes) => {
      const photo = Buffer.alloc(700_000, 1)
      const workbook = await engine.put('变更.xlsx', await handbookWorkbook())
      const drawing = await engine.put('图纸.pdf', Buffer.from('图纸'))
      const unknown = Object.fromEntries(
        Array.from({ length: 20 }, (_, at) => [
          `${at}.xml`,
          clientAnswer({ SeqNo: String(at).padStart(18, '0'), EtpsPreentNo: `N${at}`, DealFlag: '0' }),
        ]),
      )
      const receipts = await engine.put('回执.zip', zipped(unknown))
      const of = { handbookNo, productSeq: 1, version: '0' }
      const evidence = async () => (await engine.call('consumption.evidence', of)).evidence.length
      const drafts = async () => (await engine.call('handbookDrafts.list', {})).drafts.length
      const before = filesThere()
      fill(bytes)
      expect(await engine.application.putFile('照片.jpg', toStream(photo))).toMatchObject({ error: { code: 'file.diskFull' } })
      const draft = await engine.application.call('handbookDrafts.importWorkbook', { fileId: workbook }, { wait: true })
      if (!draft.ok) expect(draft.error.code).toBe('engine.diskFull')
      expect(await drafts()).toBe(draft.ok ? 1 : 0)
      const kept = await engine.application.call(
        'consumption.addEvidence',
        { ...of, kind: 'drawing', fileId: drawing, note: '说明'.repeat(400) },
        { wait: true },
      )
      if (!kept.ok) expect(kept.error.code).toBe('engine.diskFull')
      expect(await evidence()).toBe(kept.ok ? 1 : 0)
      const read = await engine.application.call('filings.importReceipts', { fileId: receipts }, { wait: true })
      if (!read.ok) expect(['engine.diskFull', 'file.diskFull']).toContain(read.error.code)
      free()
      // What answers nothing that was sent is kept, all of it or none.
      const after = filesThere()
      expect(after.filter((name) => !before.includes(name))).toHaveLength(read.ok ? Object.keys(unknown).length : 0)
      expect(before.filter((name) => !after.includes(name))).toEqual([])
      isSound()
      if (!draft.ok) await engine.call('handbookDrafts.importWorkbook', { fileId: workbook })
      if (!kept.ok) await engine.call('consumption.addEvidence', { ...of, kind: 'drawing', fileId: drawing, note: '' })
      expect([await drafts(), await evidence()]).toEqual([1, 1])
      expect((await engine.call('filings.importReceipts', { fileId: receipts })).read).toHaveLength(20)
      isSound()
    },
  )

  test('the engine closes, and what it had acknowledged is there when it opens again', async () => {
    const fileId = await engine.put('清单.xlsx', await lists(20))
    expect(await importLists(fileId)).toMatchObject({ ok: true })
    const before = await books()
    fill(0)
    await engine.application.close()
    closed = true
    // Opening wants some room of its own: refused in words, or open, but never another ledger.
    const again = await openEngine(data).catch((error: unknown) => error)
    if (again instanceof Error) expect(again).toMatchObject({ failure: { code: 'engine.diskFull' } })
    else {
      engine = again as typeof engine
      await engine.application.close()
    }
    free()
    engine = await openEngine(data)
    closed = false
    expect(await books()).toEqual(before)
    isSound()
  })
})

describe.skipIf(!disk)('on a disk that is read only', () => {
  test('the ledger is refused in words, and nothing is changed', async () => {
    const root = disk ?? ''
    const data = mkdtempSync(join(root, 'data-'))
    await (await openEngine(data)).application.close()
    const before = readFileSync(join(data, 'ledger.db'))
    execFileSync('mount', ['-o', 'remount,ro', root])
    try {
      await expect(openEngine(data)).rejects.toMatchObject({ failure: { code: 'engine.folderUnwritable' } })
      expect(readFileSync(join(data, 'ledger.db'))).toEqual(before)
    } finally {
      execFileSync('mount', ['-o', 'remount,rw', root])
    }
    await (await openEngine(data)).application.close()
  })
})
