import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { openConnection } from '../database/connection.ts'
import { headTable, lineTable } from '../bonded-lists/read-lists.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

const handbookNo = 'C23325020251'
const of = { handbookNo, productSeq: 1, version: '0' }

let engine: Engine
beforeEach(async () => {
  engine = await openEngine({ now: '2025-12-31T02:00:00.000Z' })
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(join(samples, 'factory-a', '手册.xlsx')) })
})
afterEach(() => engine.close())

const put = (name: string, text: string) => engine.put(name, Buffer.from(text))
const versionsOf = async () => (await engine.call('consumption.versions', { handbookNo })).versions

/** One list of one line of product 1. */
async function list(listNo: string, over: { status?: string; mode?: string; direction?: string; day?: string } = {}) {
  const { status = '已核扣', mode = '0615', direction = 'E', day = '2025-03-01' } = over
  const bytes = await writeWorkbook([
    {
      name: '清单表头',
      columns: headTable.columns.map(({ heading }) => ({ title: heading })),
      rows: [[listNo, '', handbookNo, direction, 'E', mode, '普通清单', day, '', status]],
    },
    {
      name: '清单表体',
      columns: lineTable.columns.map(({ heading }) => ({ title: heading })),
      rows: [[listNo, '1', '1', '100', '1', '100', '502', '0']],
    },
  ])
  await engine.call('bondedLists.importWorkbook', {
    handbookNo,
    fileId: await engine.put('清单.xlsx', bytes),
    onBadRows: 'refuse',
  })
}
const first = async () => (await versionsOf()).find((row) => row.productSeq === 1 && row.version === '0')

describe('versions', () => {
  test('R-35 a version is free until a list declares it, and free again when that list is deleted', async () => {
    expect(await first()).toMatchObject({ frozen: false, frozenBy: null, netExport: '0', evidence: 0, openChallenges: 0 })
    await list('QD-1')
    expect(await first()).toMatchObject({
      frozen: true,
      frozenBy: { reason: '已申报出口', rule: 'R-35', listNo: 'QD-1', on: '2025-03-01' },
      netExport: '100',
    })
    await list('QD-1', { status: '已删除' })
    expect(await first()).toMatchObject({ frozen: false, netExport: '0' })
  })

  test('R-34 a list that is not booked yet freezes as well: it has been declared', async () => {
    await list('QD-2', { status: '预核扣', mode: '0654', day: '2025-04-01' })
    expect(await first()).toMatchObject({ frozen: true, netExport: '0', frozenBy: { reason: '已深加工结转', listNo: 'QD-2' } })
    await list('QD-3', { day: '2025-03-01' })
    expect((await first())?.frozenBy).toMatchObject({ reason: '已申报出口', listNo: 'QD-3' })
  })

  test('R-33 nothing is undeclared where every product has its consumption', async () => {
    expect(await engine.call('consumption.undeclared', { handbookNo })).toEqual({ rows: [] })
  })

  test('R-33 a product without a consumption is named, and the list that uses a version nobody has declared', async () => {
    await list('QD-1')
    const db = openConnection(join(engine.dataFolder, 'ledger.db'), 'write')
    // The ledger refuses to lose the consumption of a used version, so it is taken from behind its back.
    db.exec('DROP TRIGGER consumption_of_a_used_version_is_never_deleted')
    db.exec("DELETE FROM consumption WHERE product_seq = 2 OR (product_seq = 1 AND version = '0')")
    db.close()
    expect((await engine.call('consumption.undeclared', { handbookNo })).rows).toEqual([
      { productSeq: 1, productName: '便携式移动电源', version: '0', listNo: 'QD-1' },
      { productSeq: 2, productName: '智能音箱', version: '', listNo: null },
    ])
  })

  test('R-33 a version with a line that is not declared yet (单耗申报状态 1) is not declared, and nothing is exported by it', async () => {
    const db = openConnection(join(engine.dataFolder, 'ledger.db'), 'write')
    db.exec("UPDATE consumption SET declaration_state = '1' WHERE product_seq = 1 AND material_seq = 11")
    db.close()
    expect((await engine.call('consumption.undeclared', { handbookNo })).rows).toEqual([
      { productSeq: 1, productName: '便携式移动电源', version: '', listNo: null },
    ])
    await expect(list('QD-1')).rejects.toThrow('line.undeclaredVersion')
    // It is recorded all the same: its evidence can be gathered before it is declared.
    expect((await engine.call('consumption.evidence', of)).evidence).toEqual([])
  })

  test('R-32 a line above the upper limit is written off at the limit, the excess named; one in another unit is not compared', async () => {
    // Version 0 of product 1 uses 0.805217203 kg of material 11, of which 80 % are bonded.
    const [product, material] = [
      (await engine.call('handbooks.products', { handbookNo })).rows.find(({ seq }) => seq === 1),
      (await engine.call('handbooks.materials', { handbookNo })).rows.find(({ seq }) => seq === 11),
    ]
    const importing = async (unit: string) => {
      const titles = ['成品商品编码', '料件商品编码', '单位', '单耗上限', '单耗下限', '生效日期', '失效日期', '依据']
      const row = [product?.hsCode ?? '', material?.hsCode ?? '', unit, '0.6', '0.1', '2007-06-01', '', '海关总署公告']
      const bytes = await writeWorkbook([{ name: '单耗标准', columns: titles.map((title) => ({ title })), rows: [row] }])
      await engine.call('reference.importWorkbook', {
        table: 'consumptionStandards',
        fileId: await engine.put('单耗标准.xlsx', bytes),
      })
    }
    await importing('千克')
    expect((await first())?.standards).toEqual([
      {
        materialSeq: 11,
        materialName: '铜箔',
        declared: '0.644173763',
        upper: '0.6',
        lower: '0.1',
        writtenOffAt: '0.6',
        excess: '0.044173763',
        source: '海关总署公告',
      },
    ])
    await importing('克')
    expect((await first())?.standards).toEqual([])
  })

  test('R-34 an enterprise under investigation changes no declared version', async () => {
    await engine.call('capability.save', { filledOn: '2025-06-01', headings: ['8542'], underInvestigation: true })
    expect((await versionsOf()).every((row) => row.frozenBy?.reason === '企业被立案调查')).toBe(true)
  })
})

describe('a new version', () => {
  test('R-35 has the lines of the old one under the next free number, each proposal its own; the old one stays', async () => {
    await list('QD-1')
    const before = await engine.call('handbooks.consumptions', { handbookNo, limit: 1000 })
    const proposed = await engine.call('consumption.proposeVersion', of)
    expect(proposed.version).toBe('2')
    expect(await engine.call('consumption.proposeVersion', of)).toEqual({ draftId: proposed.draftId, version: '3' })
    const { rows } = await engine.call('handbookDrafts.rows', { draftId: proposed.draftId, body: 'consumptions' })
    const lines = (version: string) =>
      rows
        .filter(({ cells }) => cells['productSeq'] === '1' && cells['version'] === version)
        .map(({ mark, cells }) => [mark, cells['materialSeq'], cells['netConsumption'], cells['bondedRatio']])
    expect(lines('2')).toHaveLength(9)
    expect(lines('2')).toEqual(lines('0').map(([, ...figures]) => ['3', ...figures]))
    expect(lines('3')).toEqual(lines('2'))
    expect(await engine.call('handbooks.consumptions', { handbookNo, limit: 1000 })).toEqual(before)
  })

  test('of a version that is not there is refused', async () => {
    expect(await engine.refused('consumption.proposeVersion', { ...of, version: '77' })).toMatchObject({
      code: 'consumption.noVersion',
    })
  })
})

describe('evidence', () => {
  test('R-36 is kept with its hash and counted; withdrawn it stays, with the reason, and counts no more', async () => {
    const fileId = await put('样品.jpg', 'photo')
    const added = await engine.call('consumption.addEvidence', { ...of, kind: 'photo', fileId, note: ' 正面 ' })
    expect(added).toMatchObject({
      name: '样品.jpg',
      note: '正面',
      size: 5,
      withdrawn: null,
      keptBefore: null,
      sha256: createHash('sha256').update('photo').digest('hex'),
    })
    expect((await first())?.evidence).toBe(1)
    const { evidenceId } = added
    const withdrawn = await engine.call('consumption.withdrawEvidence', { evidenceId, reason: '照片不清楚' })
    expect(withdrawn).toMatchObject({ withdrawn: '照片不清楚', withdrawnAt: '2025-12-31T02:00:00.000Z' })
    expect((await first())?.evidence).toBe(0)
    expect((await engine.call('consumption.evidence', of)).evidence).toHaveLength(1)
    expect(Buffer.from(await engine.bytesOf(fileId)).toString()).toBe('photo')
    expect(await engine.refused('consumption.withdrawEvidence', { evidenceId, reason: '再撤' })).toMatchObject({
      code: 'evidence.withdrawn',
    })
  })

  test('the same bytes are stored once, and said', async () => {
    const filesNow = () => readdirSync(join(engine.dataFolder, 'files')).length
    await engine.call('consumption.addEvidence', { ...of, kind: 'photo', fileId: await put('样品.jpg', 'photo') })
    const files = filesNow()
    const other = await engine.call('consumption.addEvidence', {
      ...of,
      productSeq: 2,
      kind: 'drawing',
      fileId: await put('另一个名字.jpg', 'photo'),
    })
    expect(other).toMatchObject({ name: '另一个名字.jpg', keptBefore: { productSeq: 1, version: '0', name: '样品.jpg' } })
    expect(filesNow()).toBe(files)
    expect(Buffer.from(await engine.bytesOf(other.fileId)).toString()).toBe('photo')
    expect(
      await engine.refused('consumption.addEvidence', { ...of, kind: 'photo', fileId: await put('第三个.jpg', 'photo') }),
    ).toMatchObject({ code: 'evidence.alreadyThere' })
  })

  test('of a version that nobody has declared is refused', async () => {
    const fileId = await put('样品.jpg', 'photo')
    expect(await engine.refused('consumption.addEvidence', { ...of, version: '77', kind: 'photo', fileId })).toMatchObject({
      code: 'consumption.noVersion',
      at: { field: 'version' },
    })
  })

  test('R-36 is exported as one folder: safe and different names, a directory with hashes, the same bytes each time', async () => {
    const files = [
      ['photo', '../../x.jpg', 'one'],
      ['photo', 'CON.txt', 'two'],
      ['photo', 'A.jpg', 'three'],
      ['photo', 'a.JPG', 'four'],
      ['process', '工艺流程图.pdf', 'five'],
    ] as const
    for (const [kind, name, text] of files)
      await engine.call('consumption.addEvidence', { ...of, kind, fileId: await put(name, text), note: `说明${text}` })
    const { evidenceId } = await engine.call('consumption.addEvidence', {
      ...of,
      kind: 'cost',
      fileId: await put('撤.txt', 'no'),
    })
    await engine.call('consumption.withdrawEvidence', { evidenceId, reason: '误传' })

    const exported = await engine.call('consumption.exportEvidence', of)
    expect(exported).toMatchObject({ files: 5, name: `单耗证据 ${handbookNo} 成品1 版本0.zip` })
    const bytes = await engine.bytesOf(exported.fileId)
    const entries = unzipSync(bytes)
    expect(Object.fromEntries(Object.entries(entries).map(([name, content]) => [name, Buffer.from(content).toString()]))).toEqual(
      {
        '目录.xlsx': expect.any(String),
        '1 样品照片/_.._x.jpg': 'one',
        '1 样品照片/_CON.txt': 'two',
        '1 样品照片/A.jpg': 'three',
        '1 样品照片/a (2).JPG': 'four',
        '3 工艺文件/工艺流程图.pdf': 'five',
      },
    )
    const sheets = Buffer.from(unzipSync(entries['目录.xlsx'] ?? bytes)['xl/worksheets/sheet1.xml'] ?? []).toString()
    expect(sheets).toContain(createHash('sha256').update('five').digest('hex'))
    expect(sheets).toContain('说明five')
    expect(sheets).not.toContain('撤.txt')

    const again = await engine.call('consumption.exportEvidence', of)
    expect(again.fileId).toBe(exported.fileId)
    expect(Buffer.from(await engine.bytesOf(again.fileId)).equals(bytes)).toBe(true)
  })

  test('an export without evidence is refused', async () => {
    expect(await engine.refused('consumption.exportEvidence', of)).toMatchObject({ code: 'evidence.none' })
  })
})

describe('challenges', () => {
  const notice = { ...of, noticeNo: 'ZY-2025-1', receivedOn: '2025-12-22' }

  test('R-37 is answered within 10 working days, New Year off, counted from the day after', async () => {
    // 23, 24, 25, 26, 29, 30, 31 December, then 4 (a Sunday worked instead of 2 January), 5, 6 January 2026.
    expect(await engine.call('consumption.recordChallenge', notice)).toMatchObject({
      answerBy: '2026-01-06',
      daysLeft: 6,
      state: 'open',
      answeredOn: null,
      calendarKnown: true,
    })
    expect((await first())?.openChallenges).toBe(1)
  })

  test('R-37 answered, then fixed by customs, which freezes the version (R-34); then nothing more', async () => {
    const { challengeId } = await engine.call('consumption.recordChallenge', notice)
    const answered = { challengeId, state: 'answered', on: '2025-12-30', answer: '附工艺说明' } as const
    expect(await engine.call('consumption.answerChallenge', answered)).toMatchObject({
      state: 'answered',
      answeredOn: '2025-12-30',
    })
    expect(await first()).toMatchObject({ frozen: false, openChallenges: 0 })
    await engine.call('consumption.answerChallenge', { ...answered, state: 'fixed', on: '2025-12-31', answer: '核定 1.05' })
    expect(await first()).toMatchObject({ frozen: true, frozenBy: { rule: 'R-34', listNo: null, on: '2025-12-31' } })
    expect(await engine.refused('consumption.answerChallenge', answered)).toMatchObject({ code: 'challenge.ended' })
    const { challenges } = await engine.call('consumption.challenges', {})
    expect(challenges[0]?.steps.map(({ state }) => state)).toEqual(['answered', 'fixed'])
  })

  test('dates that cannot be, and a notice twice, are refused', async () => {
    expect(await engine.refused('consumption.recordChallenge', { ...notice, receivedOn: '2026-01-01' })).toMatchObject({
      code: 'challenge.inFuture',
      at: { field: 'receivedOn' },
    })
    const { challengeId } = await engine.call('consumption.recordChallenge', notice)
    expect(await engine.refused('consumption.recordChallenge', notice)).toMatchObject({ code: 'challenge.alreadyThere' })
    const halved = { ...notice, noticeNo: 'ZY-\ud800' }
    expect(await engine.call('consumption.recordChallenge', halved)).toMatchObject({ noticeNo: 'ZY-\ufffd' })
    expect(await engine.refused('consumption.recordChallenge', halved)).toMatchObject({ code: 'challenge.alreadyThere' })
    const early = { challengeId, state: 'answered', on: '2025-12-21', answer: '早了' } as const
    expect(await engine.refused('consumption.answerChallenge', early)).toMatchObject({ code: 'challenge.beforeNotice' })
  })
})
