import { afterEach, beforeEach, expect, test } from 'vitest'
import { join } from 'node:path'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { openConnection } from '../database/connection.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'

const handbookNo = 'C23325020251'
let engine: Engine
beforeEach(async () => {
  engine = await openEngine({ now: '2026-03-01T02:00:00.000Z' })
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(join(samples, 'factory-a/手册.xlsx')) })
})
afterEach(() => engine.close())

/** What customs answers reaches the events through the filings; here the row is put there itself. */
function happened(event: string, on: string) {
  const db = openConnection(join(engine.dataFolder, 'ledger.db'), 'write')
  db.prepare(
    `INSERT INTO handbook_event (handbook_id, at, event, happened_on, note, operator_name) VALUES (1, '2026-03-01T00:00:00.000Z', ?, ?, '', '')`,
  ).run(event, on)
  db.close()
}

test('R-17 the report is due 30 days after the marked last export, after termination before all others, and as before when the mark is taken back', async () => {
  const mark = (on: string | null) => engine.call('handbooks.markLastExport', { handbookNo, on })
  expect(await mark('2026-01-05')).toEqual({ reportDeadline: '2026-02-04' })
  expect(await mark(null)).toEqual({ reportDeadline: '2026-03-10' })
  const reason = '客户取消合同'
  expect(await engine.call('handbooks.terminate', { handbookNo, on: '2025-12-15', reason })).toEqual({
    reportDeadline: '2026-01-14',
  })
  expect((await engine.refused('handbooks.terminate', { handbookNo, on: '2025-12-15', reason })).code).toBe('life.terminated')
})

test('R-17 an export that may be the last one is a candidate: red from day 20 on, and quiet once it is past', async () => {
  await engine.call('bondedLists.importWorkbook', {
    handbookNo,
    fileId: await engine.putFile(join(samples, 'factory-a/核注清单.xlsx')),
  })
  const candidate = async (today: string) => {
    engine.setNow(`${today}T02:00:00.000Z`)
    const { dates, lastExportInLedger } = await engine.call('handbooks.life', { handbookNo })
    return [
      lastExportInLedger,
      ...dates.filter(({ what }) => what.startsWith('如')).map(({ raw, severity }) => `${raw} ${severity}`),
    ]
  }
  expect(await candidate('2025-12-31')).toEqual(['2025-12-21', '2026-01-20 warns'])
  expect(await candidate('2026-01-10')).toEqual(['2025-12-21', '2026-01-20 blocks'])
  expect(await candidate('2026-01-21')).toEqual(['2025-12-21', '2026-01-20 info'])
  await engine.call('handbooks.markLastExport', { handbookNo, on: '2025-12-21' })
  expect(await candidate('2026-01-21')).toEqual(['2025-12-21'])
})

test('a date before the handbook or in the future is refused', async () => {
  expect((await engine.refused('handbooks.markLastExport', { handbookNo, on: '2024-01-05' })).code).toBe('life.tooEarly')
  expect((await engine.refused('handbooks.markLastExport', { handbookNo, on: '2026-03-02' })).code).toBe('life.inFuture')
})

test('R-18, R-23 a handbook is closed after its report is accepted, once, and takes nothing more', async () => {
  const close = { handbookNo, on: '2026-02-28', noticeNo: '核2026-001' }
  expect((await engine.refused('handbooks.close', close)).code).toBe('life.notAccepted')
  happened('reported', '2026-02-01')
  happened('reportAccepted', '2026-02-10')
  expect(await engine.call('handbooks.extendClosing', { handbookNo, on: '2026-02-20' })).toEqual({ closeBy: '2026-04-11' })
  expect((await engine.refused('handbooks.extendClosing', { handbookNo, on: '2026-02-21' })).code).toBe('life.extendedTwice')
  expect((await engine.refused('handbooks.close', { ...close, on: '2026-02-09' })).code).toBe('life.tooEarly')
  expect(await engine.call('handbooks.close', close)).toEqual({ keepUntil: '2029-02-28' })
  for (const refused of [
    engine.refused('handbooks.close', close),
    engine.refused('handbooks.markLastExport', { handbookNo, on: null }),
    engine.refused('bondedLists.importWorkbook', {
      handbookNo,
      fileId: await engine.putFile(join(samples, 'factory-a/核注清单.xlsx')),
    }),
  ])
    expect((await refused).code).toBe('handbook.closed')
  const order = { handbookNo, orderNo: 'WO-1', productSeq: 1, planned: '1', finished: '1', postedOn: '2026-02-01' }
  const line = { materialSeq: 5, issued: '1', returned: '0', scrap: '0', defects: '0', wip: '0' }
  expect((await engine.refused('workOrders.save', { ...order, lines: [line] })).code).toBe('handbook.closed')
  const mapping = {
    handbookNo,
    partNo: 'P',
    partUnit: '个',
    goods: 'material' as const,
    itemSeq: 1,
    factor: '1',
    from: '2026-02-01',
  }
  expect((await engine.refused('mappings.save', mapping)).code).toBe('handbook.closed')
  expect((await engine.call('bondedLists.list', { handbookNo })).total).toBe(0)
  expect(() => happened('changed', '2026-03-01')).toThrow(/closed handbook/)
})

test('what has been reported is not changed, until the report is sent back', async () => {
  engine.setNow('2026-02-05T02:00:00.000Z')
  happened('reported', '2026-02-01')
  expect((await engine.refused('handbookDrafts.createChange', { handbookNo })).code).toBe('draft.reported')
  const step = async (name: string) =>
    (await engine.call('handbooks.life', { handbookNo })).steps.find((each) => each.step === name)
  expect(await step('changed')).toMatchObject({ state: 'later' })
  happened('reportReturned', '2026-02-04')
  expect(await step('changed')).toMatchObject({ state: 'open' })
  expect(await engine.call('handbookDrafts.createChange', { handbookNo })).toMatchObject({ kind: 'change' })
})

test('an event is never changed and never deleted', () => {
  happened('reported', '2026-02-01')
  const db = openConnection(join(engine.dataFolder, 'ledger.db'), 'write')
  expect(() => db.exec(`UPDATE handbook_event SET note = 'x'`)).toThrow(/never changed/)
  expect(() => db.exec('DELETE FROM handbook_event')).toThrow(/never deleted/)
  db.close()
})

test('R-20, R-21 an account rolls by cycles: no gap, a year at most, approved in order with the stock of its last day; it is not closed', async () => {
  const account = 'E23325000001'
  const titled = (headings: string) => headings.split(' ').map((title) => ({ title }))
  const items = titled('序号 料号 商品编码 商品名称 申报计量单位 法定计量单位 备案数量 单价 币制 产销国(地区) 征免方式')
  const item = ['1', 'P-1', '8533211000', '片式电阻', '035', '035', '100', '1', '502', '142', '3']
  const head = Object.entries({
    手册编号: account,
    手册类型: 'E',
    经营企业海关编码: '3205940251',
    经营企业名称: '示例公司',
    加工企业海关编码: '3205940251',
    加工企业名称: '示例公司',
    主管海关: '2332',
    监管方式: '0615',
    征免性质: '503',
    进口币制: '502',
    出口币制: '502',
    设立日期: '2025-01-01',
    有效期: '2026-12-31',
    单耗申报环节: '1',
  })
  const bytes = await writeWorkbook([
    { name: '表头', columns: titled('项目 内容'), rows: head },
    { name: '料件', columns: items, rows: [item] },
    { name: '成品', columns: items, rows: [item] },
    { name: '单耗', columns: titled('成品序号 料件序号 净耗 有形损耗率(%) 无形损耗率(%)'), rows: [['1', '1', '1', '0', '0']] },
  ])
  await engine.call('handbooks.importWorkbook', { fileId: await engine.put('账册.xlsx', bytes) })
  const open = (startsOn: string, endsOn: string) => ({ handbookNo: account, startsOn, endsOn, method: 'workOrder' as const })
  expect(await engine.call('accountCycles.open', open('2025-01-01', '2025-06-30'))).toMatchObject({
    cycleNo: 1,
    reportBy: '2025-07-30',
  })
  expect((await engine.refused('accountCycles.open', open('2025-07-02', '2025-12-31'))).code).toBe('cycle.gap')
  await engine.call('accountCycles.open', open('2025-07-01', '2025-12-31'))
  expect((await engine.refused('accountCycles.approve', { handbookNo: account, cycleNo: 2, on: '2026-01-20' })).code).toBe(
    'cycle.order',
  )
  const approved = await engine.call('accountCycles.approve', { handbookNo: account, cycleNo: 1, on: '2025-07-20' })
  expect(approved.endings).toEqual([{ seq: 1, name: '片式电阻', unit: '035', ending: '0' }])
  expect(await engine.call('accountCycles.endings', { handbookNo: account, cycleNo: 1 })).toEqual({ endings: approved.endings })
  expect((await engine.call('accountCycles.list', { handbookNo: account })).cycles.map(({ endings }) => endings)).toEqual([1, 0])
  expect((await engine.refused('accountCycles.approve', { handbookNo: account, cycleNo: 1, on: '2025-07-20' })).code).toBe(
    'cycle.approved',
  )
  expect((await engine.refused('handbooks.close', { handbookNo: account, on: '2026-02-01', noticeNo: '1' })).code).toBe(
    'life.accountRolls',
  )
  expect((await engine.refused('accountCycles.open', { ...open('2025-01-01', '2025-06-30'), handbookNo })).code).toBe(
    'cycle.notAnAccount',
  )
})
