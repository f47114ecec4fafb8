import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { incidentReasons } from '../../../shared/domain/incident-reasons.ts'

const handbookNo = 'C23325020251'
const factory = `${samples}factory-a/`
const spring = { handbookNo, from: '2025-04-01', to: '2025-06-30' }
const summer = { handbookNo, from: '2025-07-01', to: '2025-09-30' }
const autumn = { handbookNo, from: '2025-10-01', to: '2025-12-31' }
/** The start-up loss of the sample. */
const startUp = { ...spring, productSeq: 7, version: '0', materialSeq: 18 }

let engine: Engine
beforeEach(async () => {
  engine = await openEngine({ now: '2026-01-05T02:00:00.000Z' })
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${factory}手册.xlsx`) })
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId: await engine.putFile(`${factory}核注清单.xlsx`) })
  await engine.call('workOrders.importWorkbook', { handbookNo, fileId: await engine.putFile(`${factory}工单.xlsx`) })
})
afterEach(() => engine.close())

async function registerOperators(): Promise<Record<'maker' | 'reviewer' | 'declarer', string>> {
  const register = async (name: string, roles: ('prepares' | 'reviews' | 'declares')[]) =>
    (await engine.call('operators.save', { name, roles })).operatorId
  const maker = await register('陈制单', ['prepares'])
  await takeOver(maker)
  const reviewer = await register('林复核', ['prepares', 'reviews'])
  const declarer = await register('高申报', ['declares'])
  return { maker, reviewer, declarer }
}
const takeOver = (operatorId: string) => engine.call('operators.takeOver', { operatorId })
const state = () => engine.call('selfVerification.state', { creditLevel: 'general', traceable: true })
const outside = async (period: typeof spring) =>
  (await engine.call('selfVerification.compare', period)).points.filter(({ within }) => !within)

test('the sample deviates where its script says, and nowhere else', async () => {
  expect(await outside(spring)).toMatchObject([
    { productSeq: 7, version: '0', materialSeq: 18, deviation: '6.8289', open: 'explain' },
  ])
  expect(await outside(summer)).toEqual([])
  // The published case: 1.025 true, 1.087 declared.
  expect(await outside(autumn)).toMatchObject([{ productSeq: 1, version: '0', materialSeq: 11, deviation: '-5.7038' }])
})

test('the trend shows each month, and the orders behind it add up to it', async () => {
  const point = { productSeq: 1, version: '0', materialSeq: 11 }
  const { months, declaredPerUnit } = await engine.call('selfVerification.trend', { handbookNo, ...point })
  expect(declaredPerUnit).toBe('0.644173763')
  expect(months.map(({ from, within }) => `${from.slice(5, 7)} ${within}`)).toEqual([
    ...['05', '06', '07', '08', '09'].map((month) => `${month} true`),
    ...['10', '11', '12'].map((month) => `${month} false`),
  ])
  const october = { ...autumn, to: '2025-10-31' }
  const { rows } = await engine.call('selfVerification.orders', { ...october, ...point })
  const [compared] = (await outside(october)).filter(({ materialSeq }) => materialSeq === 11)
  const sum = (figure: 'issued' | 'returned' | 'wip') =>
    rows.reduce((total, row) => total + BigInt(Math.round(Number(row[figure]) * 1e5)), 0n)
  expect(sum('issued') - sum('returned') - sum('wip')).toBe(BigInt(Math.round(Number(compared?.actual) * 1e5)))
  expect(rows).toHaveLength(compared?.orders ?? 0)
})

test('drift is seen before the next export: product 1 takes less copper foil than it writes off', async () => {
  const { rows } = await engine.call('selfVerification.drift', { handbookNo })
  expect(rows).toMatchObject([
    { productSeq: 1, version: '0', materialSeq: 11, from: '2025-10-01', to: '2025-12-31', deviation: '-5.7038' },
  ])
  // 617 + 1 451 + 49 exported since October × (0.644173763 − 0.607431271).
  expect(Number(rows[0]?.difference)).toBeCloseTo(2117 * (0.644173763 - 0.607431271), 2)
})

test('the preview of lists that export it says so, and so does the clerk’s day', async () => {
  const preview = async (rows: string[][]) => {
    const head = ['QD-NEW', '', handbookNo, 'E', 'E', '0615', '', '2026-01-04', '', '未核扣']
    const bytes = await writeWorkbook([
      {
        name: '清单表头',
        columns: [
          '清单编号',
          '企业内部编号',
          '手册编号',
          '进出口标志',
          '料件成品标志',
          '监管方式',
          '清单类型',
          '申报日期',
          '关联手册编号',
          '核扣标志',
        ].map((title) => ({ title })),
        rows: [head],
      },
      {
        name: '清单表体',
        columns: ['清单编号', '序号', '备案序号', '申报数量', '单价', '总价', '币制', '单耗版本号'].map((title) => ({ title })),
        rows,
      },
    ])
    return engine.call('bondedLists.inspectWorkbook', { handbookNo, fileId: await engine.put('新清单.xlsx', bytes) })
  }
  expect((await preview([['QD-NEW', '1', '1', '10', '', '', '502', '0']])).warnings).toEqual([
    '出口前请核对：成品 1 便携式移动电源 版本 0 自 2025-10 起，料件 11 铜箔实际单耗 0.607431271，申报 0.644173763，偏差 -5.7038%（R-40）',
  ])
  expect((await preview([['QD-NEW', '1', '1', '10', '', '', '502', '1']])).warnings).toEqual([])
  const { margins } = await engine.call('workbench.today', {})
  expect(margins.filter(({ rule }) => rule === 'R-40')).toMatchObject([
    { severity: 'warns', title: '成品 1 便携式移动电源 实际单耗超出容许范围' },
  ])
})

test('a wider tolerance takes it in; a senseless one is refused', async () => {
  await engine.call('selfVerification.configure', { handbookNo, tolerance: '7', method: 'workOrder' })
  expect(await outside(autumn)).toEqual([])
  expect(await engine.call('selfVerification.periods', { handbookNo })).toMatchObject({ tolerance: '7', method: 'workOrder' })
  const input = { handbookNo, tolerance: '100.1', method: 'workOrder' } as const
  expect(await engine.refused('selfVerification.configure', input)).toMatchObject({ code: 'selfVerification.tolerance' })
})

test('an explanation is approved by another operator, who reviews', async () => {
  const explain = () => engine.call('selfVerification.explain', { ...startUp, explanation: '首批开机调试，报废件回收' })
  expect(await engine.refused('selfVerification.approve', startUp)).toMatchObject({ code: 'selfVerification.notExplained' })
  expect(await explain()).toMatchObject({ open: 'approve', explainedBy: '' })
  expect(await engine.refused('selfVerification.approve', startUp)).toMatchObject({ code: 'selfVerification.twoOperators' })
  const { maker, reviewer } = await registerOperators()
  await takeOver(reviewer)
  expect(await engine.refused('selfVerification.approve', startUp)).toMatchObject({ code: 'selfVerification.unknownExplainer' })
  await explain()
  expect(await engine.refused('selfVerification.approve', startUp)).toMatchObject({ code: 'selfVerification.sameOperator' })
  await takeOver(maker)
  expect(await engine.refused('selfVerification.approve', startUp)).toMatchObject({ code: 'operator.roleMissing' })
  await explain()
  await takeOver(reviewer)
  const approved = await engine.call('selfVerification.approve', startUp)
  expect(approved).toMatchObject({ open: 'nothing', explainedBy: '陈制单', approvedBy: '林复核' })
  expect(await engine.refused('selfVerification.approve', startUp)).toMatchObject({ code: 'selfVerification.approved' })

  // A correction behind it: the explanation spoke of other figures.
  const { slips, ...order } = await engine.call('workOrders.get', { handbookNo, orderNo: (await firstOrder()).orderNo })
  await engine.call('workOrders.save', {
    ...order,
    handbookNo,
    lines: slips.map((slip) => ({ ...slip, ...(slip.materialSeq === 18 && { issued: `${Number(slip.issued) + 1}` }) })),
  })
  expect(await outside(spring)).toMatchObject([{ open: 'explain', explanation: '首批开机调试，报废件回收', approvedBy: '' }])
})
const firstOrder = async () => {
  const [first] = (await engine.call('selfVerification.orders', startUp)).rows
  if (!first) throw new Error('no order')
  return first
}

test('what lies within the tolerance needs no explanation', async () => {
  const within = { ...spring, productSeq: 1, version: '0', materialSeq: 11, explanation: '无' }
  expect(await engine.refused('selfVerification.explain', within)).toMatchObject({ code: 'selfVerification.within' })
  expect(await engine.refused('selfVerification.explain', { ...within, materialSeq: 40_000 })).toMatchObject({
    code: 'selfVerification.noPoint',
  })
})

test('two periods recorded, signed, closed to change, and added up for the year (R-21, R-22)', async () => {
  const { maker, reviewer, declarer } = await registerOperators()
  await takeOver(maker)
  expect((await engine.call('selfVerification.eligibility', { handbookNo, asOf: spring.to })).eligible).toBe(false)
  const blocked = await engine.call('filings.createSelfVerification', spring)
  expect(blocked.state).toBe('draft')
  expect(blocked.checks.filter(({ severity }) => severity === 'blocks').map(({ rule }) => rule)).toEqual(['R-39', 'R-39', 'R-40'])
  // A blocked record holds nothing: its period is still to be recorded.
  expect(await engine.call('selfVerification.periods', { handbookNo })).toMatchObject({
    records: [],
    next: { from: '2025-04-01', to: '2025-06-30' },
  })

  await state()
  await engine.call('selfVerification.explain', { ...startUp, explanation: '首批开机调试，报废件回收' })
  await takeOver(reviewer)
  await engine.call('selfVerification.approve', startUp)
  await takeOver(maker)
  const first = await engine.call('filings.createSelfVerification', spring)
  expect(first).toMatchObject({ state: 'checked', kind: 'selfVerification', handbookNo })
  expect(first.checks.some(({ severity }) => severity === 'blocks')).toBe(false)
  expect(first.summary).toContainEqual({ label: '备注', value: '企业自核单耗' })
  const bytesOf = async (name: string) => {
    const file = first.files.find((each) => each.name === name)
    return engine.bytesOf(file?.fileId ?? '')
  }
  const record = JSON.parse(Buffer.from(await bytesOf('self-verification.json')).toString()) as {
    points: { open: string; explanation: string }[]
    evidence: { sha256: string }[]
  }
  expect(record.points.filter(({ explanation }) => explanation !== '')).toMatchObject([{ open: 'nothing' }])
  expect(record.evidence[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
  const workbook = await openWorkbook(await bytesOf('self-verification.xlsx'))
  expect(workbook.sheets.map(({ name }) => name)).toEqual([
    '表头',
    '申报与实际',
    '说明与复核',
    '料件耗用',
    '工单',
    '工单用料',
    '证据目录',
    '核对',
  ])

  await takeOver(declarer)
  const { keyId } = await engine.call('keys.create', { name: '报关', passphrase: 'correct horse battery' })
  // Corrected since it was frozen: not the figures that would be signed.
  await takeOver(maker)
  const { slips, ...order } = await engine.call('workOrders.get', { handbookNo, orderNo: (await firstOrder()).orderNo })
  const save = (returned: string) =>
    engine.call('workOrders.save', {
      ...order,
      handbookNo,
      lines: slips.map((slip, index) => (index === 0 ? { ...slip, returned } : slip)),
    })
  const returned = slips[0]?.returned ?? '0'
  await save(`${Number(returned) + 0.001}`)
  const sign = (filingId: string) => engine.call('filings.sign', { filingId, keyId, passphrase: 'correct horse battery' })
  await takeOver(declarer)
  expect(
    await engine.refused('filings.sign', { filingId: first.filingId, keyId, passphrase: 'correct horse battery' }),
  ).toMatchObject({
    code: 'selfVerification.changed',
  })
  await takeOver(maker)
  await save(returned)
  await takeOver(declarer)
  expect(await sign(first.filingId)).toMatchObject({ state: 'signed' })

  await takeOver(maker)
  const again = { ...order, handbookNo, lines: slips.map((slip) => ({ ...slip, returned: '0' })) }
  expect(await engine.refused('workOrders.save', again)).toMatchObject({ code: 'order.signed' })
  expect(await engine.refused('workOrders.save', { ...again, orderNo: 'NEW' })).toMatchObject({ code: 'order.signed' })
  expect((await engine.call('workOrders.get', { handbookNo, orderNo: order.orderNo })).signed).toBe(true)
  const overlapping = await engine.call('filings.createSelfVerification', { ...summer, from: '2025-06-30' })
  expect(overlapping.checks).toContainEqual({
    severity: 'blocks',
    rule: 'R-40',
    message: '期间与已签名的自核记录 2025-04-01 至 2025-06-30 重叠',
    to: '',
  })
  expect((await engine.call('selfVerification.periods', { handbookNo })).next).toEqual({ from: '2025-07-01', to: '2025-09-30' })

  const second = await engine.call('filings.createSelfVerification', summer)
  expect(second.state).toBe('checked')
  await takeOver(declarer)
  await sign(second.filingId)
  const annual = await engine.call('selfVerification.annual', { handbookNo, year: 2025 })
  expect(annual.periods.map(({ from, to, signed }) => [from, to, signed])).toEqual([
    [spring.from, spring.to, true],
    [summer.from, summer.to, true],
  ])
  expect(annual.gaps).toEqual([
    { from: '2025-02-09', to: '2025-03-31' },
    { from: '2025-10-01', to: '2025-12-31' },
  ])
  const of = (period: typeof spring) => engine.call('selfVerification.compare', period)
  const figures = [...(await of(spring)).points, ...(await of(summer)).points].filter(
    ({ productSeq, materialSeq }) => productSeq === 7 && materialSeq === 18,
  )
  const row = annual.rows.find(({ productSeq, materialSeq }) => productSeq === 7 && materialSeq === 18)
  const scaled = (text: string) => BigInt(Math.round(Number(text) * 1e5))
  expect(scaled(row?.actual ?? '')).toBe(figures.reduce((sum, { actual }) => sum + scaled(actual), 0n))
})

test('R-30 an incident explains a deviation and changes no figure of it, nor any declared consumption', async () => {
  const figures = async () =>
    (await engine.call('selfVerification.compare', spring)).points.map(({ actual, declared }) => [actual, declared])
  const declared = async () => (await engine.call('handbooks.consumptions', { handbookNo, limit: 1000 })).rows
  const before = [await figures(), await declared()]
  for (const explanation of incidentReasons) {
    expect(await engine.call('selfVerification.explain', { ...startUp, explanation })).toMatchObject({
      explanation,
      within: false,
    })
  }
  expect(incidentReasons).toHaveLength(6)
  expect([await figures(), await declared()]).toEqual(before)
})

test('R-21, R-22 a record over the turn of a year counts in one year alone: the years add up to the cycle', async () => {
  engine.setNow('2026-03-01T02:00:00.000Z')
  await state()
  await engine.call('selfVerification.configure', { handbookNo, tolerance: '100', method: 'workOrder' })
  const turn = { handbookNo, from: '2025-10-01', to: '2026-01-10' }
  const filing = await engine.call('filings.createSelfVerification', turn)
  expect(filing.checks.filter(({ severity }) => severity === 'blocks')).toEqual([])
  const year = (of: number) => engine.call('selfVerification.annual', { handbookNo, year: of })
  const [old, next] = [await year(2025), await year(2026)]
  expect([old.periods.length, next.periods.length]).toEqual([1, 1])
  expect(old.gaps).toEqual([{ from: '2025-02-09', to: '2025-09-30' }])
  expect(old.rows).toEqual([])
  expect(next.rows.length).toBeGreaterThan(0)
})

test('a period that is not over is not recorded', async () => {
  engine.setNow('2025-12-31T02:00:00.000Z')
  const filing = await engine.call('filings.createSelfVerification', autumn)
  expect(filing.checks).toContainEqual({
    severity: 'blocks',
    rule: 'R-40',
    message: '期间到 2025-12-31 为止，还没有结束',
    to: '',
  })
  expect(
    await engine.refused('filings.createSelfVerification', { handbookNo, from: '2025-02-09', to: '2025-02-28' }),
  ).toMatchObject({
    code: 'selfVerification.noOrders',
  })
})
