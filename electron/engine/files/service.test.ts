import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine, toStream } from '../../../test/crash/engine.ts'
import { handbookWorkbook } from '../../../test/crash/factory.ts'
import { FileFolder, largestFile } from './service.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-files-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const refusal = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) })

describe('taking bytes in', () => {
  test('keeps all of them, in their order, under a new id', async () => {
    const chunks = [Buffer.from('甲'), Buffer.alloc(0), Buffer.from('乙'.repeat(100_000))]
    const files = new FileFolder(folder)
    const taken = await files.take(toStream(...chunks))
    const whole = Buffer.concat(chunks)
    expect(readFileSync(files.path(taken.fileId))).toEqual(whole)
    expect(taken).toMatchObject({ size: whole.length, sha256: createHash('sha256').update(whole).digest('hex') })
    expect(readdirSync(folder)).toEqual([taken.fileId])
  })

  test('leaves nothing of a stream that breaks off', async () => {
    const broken = async function* () {
      yield Buffer.alloc(70_000)
      throw new Error('the line is dead')
    }
    await expect(new FileFolder(folder).take(broken())).rejects.toThrow('文件传输中断，没有保存')
    expect(readdirSync(folder)).toEqual([])
  })

  test('leaves nothing of what is too large, and reads no more of it than it must', async () => {
    let asked = 0
    // Never written to: the memory is not even touched.
    const endless = async function* () {
      for (;;) {
        asked += 1
        yield asked === 1 ? Buffer.from('a') : new Uint8Array(largestFile)
      }
    }
    await expect(new FileFolder(folder).take(endless())).rejects.toEqual(refusal('file.tooLarge'))
    expect(asked).toBe(2)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('through the application', () => {
  test('a stream that breaks off is answered, and the engine knows no such file', async () => {
    const { application, call } = await openEngine(folder)
    const broken = async function* () {
      yield Buffer.from('PK')
      throw new Error('aborted')
    }
    expect(await application.putFile('a.xlsx', broken())).toMatchObject({ ok: false })
    expect(readdirSync(join(folder, 'files'))).toEqual([])
    expect(await call('jobs.list', {})).toEqual({ jobs: [] })
    await application.close()
  })

  test('a file whose content was changed on the disk is noticed, and one that is gone is missed', async () => {
    const { application, put } = await openEngine(folder)
    const bytes = await handbookWorkbook()
    const fileId = await put('手册.xlsx', bytes)
    const path = join(folder, 'files', fileId)
    const changed = Buffer.from(bytes)
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1
    writeFileSync(path, changed)
    const importing = () => application.call('handbooks.importWorkbook', { fileId }, { wait: true })
    expect(await importing()).toMatchObject({ ok: false, error: { code: 'file.changed' } })
    rmSync(path)
    expect(await importing()).toMatchObject({ ok: false, error: { code: 'file.missing' } })
    expect(await application.getFile(fileId)).toMatchObject({ ok: false, error: { code: 'file.missing' } })
    writeFileSync(path, bytes)
    expect(await importing()).toMatchObject({ ok: true })
    await application.close()
  })

  test('an unknown id, or a path in its place, is no file', async () => {
    const { application } = await openEngine(folder)
    for (const id of ['', '../ledger.db', '00000000-0000-4000-8000-000000000000', '\u0000']) {
      expect(await application.getFile(id)).toMatchObject({ ok: false, error: { code: 'file.notFound' } })
    }
    await application.close()
  })

  test.each([
    ['清单 2025-06（一）.xlsx', '清单 2025-06（一）.xlsx'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Users\\a\\b.xlsx', 'C__Users_a_b.xlsx'],
    ['a\u0000b\nc\u009f.xlsx', 'a_b_c_.xlsx'],
    ['CON', '_CON'],
    ['con.xlsx', '_con.xlsx'],
    ['Lpt1.tar.gz', '_Lpt1.tar.gz'],
    ['console.xlsx', 'console.xlsx'],
    ['清单.xlsx. .', '清单.xlsx'],
    ['...', '未命名'],
    ['', '未命名'],
    ['\u202excod.exe', 'xcod.exe'],
    [`${'长'.repeat(500)}.xlsx`, `${'长'.repeat(195)}.xlsx`],
    ['<a>:"b"|?*.xlsx', '_a___b____.xlsx'],
  ])('the name %j is kept as %j', async (given, kept) => {
    const { application } = await openEngine(folder)
    const put = await application.putFile(given, toStream(Buffer.from('a')))
    const { fileId } = (put as { value: { fileId: string } }).value
    const got = await application.getFile(fileId)
    expect(got).toMatchObject({ ok: true, value: { name: kept, size: 1, path: join(folder, 'files', fileId) } })
    await application.close()
  })
})
