import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { openConnection, openUntouched } from '../database/connection.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'

const enterprise = { name: '示例电子', creditCode: '91320594MA1202516U', customsCode: '3205940251' }

let engine: Engine
beforeEach(async () => void (engine = await openEngine()))
afterEach(() => engine.close())

const entries = async () => (await engine.call('journal.list', {})).rows
const kept = () => {
  const db = openUntouched(join(engine.dataFolder, 'ledger.db'))
  try {
    return db.prepare('SELECT * FROM journal ORDER BY id').all()
  } finally {
    db.close()
  }
}

test('a change says who, when, and the fields that differ as they were and as they are', async () => {
  await engine.call('enterprise.save', enterprise)
  await engine.call('operators.save', { name: '张三', roles: ['prepares'] })
  engine.setNow('2026-01-31T16:05:06.000Z')
  await engine.call('enterprise.save', { ...enterprise, name: '示例电子（苏州）', phone: '0512' })
  expect((await entries())[0]).toEqual({
    entryId: 3,
    at: '2026-01-31T16:05:06.000Z',
    operatorName: '张三',
    operation: 'enterprise.save',
    subject: '企业资料',
    what: '修改企业资料',
    before: { 企业名称: '示例电子', 电话: '' },
    after: { 企业名称: '示例电子（苏州）', 电话: '0512' },
  })
  expect((await entries()).at(-1)).toMatchObject({ operatorName: '', what: '登记企业资料', before: null })
})

test('the sample enterprise, a second import, an export and a backup each stand there, the newest first', async () => {
  const { handbookNo } = await engine.call('enterprise.loadSample', {})
  const fileId = await engine.putFile(join(samples, 'factory-a', '核注清单.xlsx'))
  await engine.refused('bondedLists.importWorkbook', { handbookNo: 'C99999999999', fileId, onBadRows: 'skip' })
  await engine.call('files.exportTable', { name: '料件', columns: [{ title: '序号', numeric: true }], rows: [['1']] })
  await engine.call('keys.create', { name: '一号', passphrase: '关务室-七号' })
  await engine.call('backups.create', {})
  expect((await entries()).map(({ subject, what }) => `${subject}：${what}`)).toEqual([
    '账本：备份',
    '密钥 一号：生成签名密钥',
    '料件：导出表格 1 行',
    expect.stringMatching('^资料 汇率：从“示例汇率.xlsx”导入'),
    '示例企业：存入 示例汇率.xlsx',
    expect.stringMatching('^资料 税率：从“示例税率.xlsx”导入'),
    '示例企业：存入 示例税率.xlsx',
    expect.stringMatching(`^手册 ${handbookNo}：从“示例工单.xlsx”导入工单`),
    '示例企业：存入 示例工单.xlsx',
    expect.stringMatching('导入物料清单'),
    '示例企业：存入 示例物料清单.xlsx',
    expect.stringMatching(`^手册 ${handbookNo}：导入归并关系`),
    '示例企业：存入 示例归并关系.xlsx',
    expect.stringMatching(`^手册 ${handbookNo}：导入清单：新增清单 \\d+ 份、\\d+ 行`),
    '示例企业：存入 示例核注清单.xlsx',
    `手册 ${handbookNo}：从工作簿导入手册`,
    '示例企业：存入 示例手册.xlsx',
    '企业资料：载入示例企业',
  ])
})

test('what is refused, and a job that is given up, leave no line', async () => {
  await engine.call('enterprise.save', enterprise)
  await engine.call('operators.save', { name: '张三', roles: ['prepares'] })
  const before = kept()
  await engine.refused('operators.setPolicy', { signedByAnother: true })
  await engine.refused('operators.save', { name: '张三', roles: ['prepares'] })
  await engine.refused('enterprise.loadSample', {})
  const started = await engine.application.call('journal.export', {}, { wait: false })
  if (!started.ok) throw new Error('not started')
  const { jobId } = started.value as { jobId: string }
  expect(await engine.call('jobs.cancel', { jobId })).toEqual({ cancelled: true })
  await expect.poll(async () => (await engine.call('jobs.get', { jobId })).state, { timeout: 10_000 }).toBe('cancelled')
  expect(kept()).toEqual(before)
})

test('no statement changes it, not even beside the program', async () => {
  await engine.call('enterprise.save', enterprise)
  const before = kept()
  const db = openConnection(join(engine.dataFolder, 'ledger.db'), 'write')
  for (const sql of [
    "UPDATE journal SET what = 'x'",
    'DELETE FROM journal',
    "REPLACE INTO journal (id, at, operator_name, operation, subject, what) VALUES (1, '', '', 'x', '', 'x')",
  ])
    expect(() => db.exec(sql)).toThrow(/never changed/)
  db.close()
  expect(before).toHaveLength(1)
  expect(kept()).toEqual(before)
})

test('it is filtered, sorted, searched within its fields, and paged', async () => {
  await engine.call('enterprise.save', enterprise)
  await engine.call('operators.save', { name: '张三', roles: ['prepares'] })
  const second = await engine.call('operators.save', { name: '李四', roles: ['prepares'] })
  engine.setNow('2026-01-31T16:30:00.000Z')
  await engine.call('operators.takeOver', { operatorId: second.operatorId })
  const what = async (query: Parameters<typeof engine.call<'journal.list'>>[1]) =>
    (await engine.call('journal.list', query)).rows.map(({ entryId }) => entryId)
  expect(await what({})).toEqual([4, 3, 2, 1])
  expect(await what({ sort: { column: 'at' } })).toEqual([3, 2, 1, 4])
  expect(await what({ filter: { operatorName: '=张三' } })).toEqual([3, 2])
  // The day as the clerk's clock showed it.
  expect(await what({ filter: { at: '2026-02-01 00:30' } })).toEqual([4])
  expect(await what({ find: '3205940251' })).toEqual([1])
  expect(await what({ filter: { after: '李四' } })).toEqual([3])
  expect(await engine.call('journal.list', { offset: 1, limit: 2 })).toMatchObject({
    total: 4,
    rows: [{ entryId: 3 }, { entryId: 2 }],
  })
})

test('all that the filter lets through is exported, the newest first, and the export stands there', async () => {
  await engine.call('operators.save', { name: '张三', roles: ['prepares'] })
  for (let each = 0; each < 3; each++) await engine.call('enterprise.save', { ...enterprise, phone: String(each) })
  const { fileId, name, entries: exported } = await engine.call('journal.export', { filter: { subject: '企业资料' } })
  expect({ name, exported }).toEqual({ name: '操作日志.xlsx', exported: 3 })
  const cells: (string | undefined)[][] = []
  const workbook = await openWorkbook(await engine.bytesOf(fileId))
  for await (const row of workbook.rows(0)) cells.push(row.cells.map((cell) => cell?.text))
  expect(cells).toEqual([
    ['序号', '时间', '操作员', '对象', '做了什么', '改前', '改后'],
    ['4', '2025-12-31 10:00:00', '张三', '企业资料', '修改企业资料', '电话：1', '电话：2'],
    ['3', '2025-12-31 10:00:00', '张三', '企业资料', '修改企业资料', '电话：0', '电话：1'],
    ['2', '2025-12-31 10:00:00', '张三', '企业资料', '登记企业资料', '', expect.stringContaining('电话：0')],
  ])
  expect((await entries())[0]).toMatchObject({ subject: '操作日志', what: '导出 3 条' })
})
