import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Request } from '../../../shared/contract/contract.ts'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'

let engine: Engine
beforeEach(async () => {
  engine = await openEngine({ now: '2025-12-31T02:00:00.000Z' })
})
afterEach(() => engine.close())

type Step = Request<'chains.save'>['steps'][number]
const step = (of: Partial<Step>): Step => ({
  role: 'other',
  enterpriseName: '示例企业',
  inputName: '料',
  inputUnit: '片',
  outputName: '品',
  outputUnit: '片',
  gross: '1',
  ...of,
})
const steps = [
  step({ role: 'wafer', enterpriseName: '示例晶圆', handbookNo: 'C33105000001', yields: [{ name: '加工', percent: '96' }] }),
  step({
    role: 'packagingAndTest',
    enterpriseName: '示例封测',
    handbookNo: 'C23205000002',
    outputUnit: '个',
    gross: '520',
    yields: [
      { name: '晶圆测试', percent: '92' },
      { name: '成品测试', percent: '96.5' },
    ],
  }),
  step({ role: 'design', enterpriseName: '示例设计', handbookNo: 'C22105000003', inputUnit: '个', outputUnit: '个' }),
]
const enter = (chainId: string, stepNo: number, kind: 'in' | 'processed' | 'out', quantity: string, output?: string) =>
  engine.call('chains.enter', { chainId, stepNo, kind, happenedOn: '2025-12-01', quantity, ...(output && { output }) })

test('E-25 a chain of entries closes: 25 wafers in, 11 079 chips out, every hop agrees', async () => {
  const { chainId } = await engine.call('chains.save', { name: '示例芯片', steps })
  expect((await engine.call('chains.get', { chainId })).state).toBe('waiting')
  await enter(chainId, 1, 'in', '25')
  await enter(chainId, 1, 'processed', '25', '24')
  await enter(chainId, 1, 'out', '24')
  expect((await engine.call('chains.get', { chainId })).hops[0]).toMatchObject({ sent: '24', received: '0', difference: '24' })
  await enter(chainId, 2, 'in', '24')
  await enter(chainId, 2, 'processed', '24', '11079')
  await enter(chainId, 2, 'out', '11079')
  await enter(chainId, 3, 'in', '11079')
  expect((await enter(chainId, 3, 'out', '11079')).state).toBe('closed')
  const chain = await engine.call('chains.get', { chainId })
  expect(chain).toMatchObject({
    chainUnitConsumption: '0.002256521',
    consumption: '25',
    embodied: '21.30577',
    lost: '3.69423',
    inStock: '0',
    rawInput: '25',
    difference: '0',
  })
  expect(chain.steps.map(({ consumed, difference, lossRate }) => [consumed, difference, lossRate])).toEqual([
    ['25', '0', '4'],
    ['24', '0', '11.225962'],
    ['11079', '0', '0'],
  ])
  expect(chain.steps[1]).toMatchObject({ expected: '11079', produced: '11079', unitConsumption: '0.00216626' })
  expect(chain.guards).toMatchObject([{ severity: 'passes', message: '各环节平衡、各次结转一致，链条闭合' }])
  const journal = await engine.call('journal.list', {})
  expect(journal.rows[0]?.what).toContain('第 3 环节 示例设计产出转出 11079 个')
})

test('a void opens the chain again, once; what does not agree is on the day’s work', async () => {
  const { chainId } = await engine.call('chains.save', { name: '示例芯片', steps })
  await enter(chainId, 1, 'in', '20')
  await enter(chainId, 1, 'processed', '25', '24')
  const { entries, guards, state } = await engine.call('chains.get', { chainId })
  expect(state).toBe('differs')
  expect(guards.find(({ severity }) => severity === 'blocks')?.message).toBe('第 1 环节 示例晶圆加工投入比收到的多 5 片')
  const { todo } = await engine.call('workbench.today', {})
  expect(todo.find(({ rule }) => rule === 'R-66')).toMatchObject({
    title: '链条“示例芯片”有差异',
    to: `/transfers/chains/${chainId}`,
  })
  const wrong = entries.find(({ kind }) => kind === 'processed')?.entryId ?? ''
  expect((await engine.call('chains.void', { chainId, entryId: wrong, reason: '数量写错' })).state).toBe('running')
  expect((await engine.refused('chains.void', { chainId, entryId: wrong, reason: '再' })).code).toBe('chain.voided')
  expect((await engine.call('chains.get', { chainId })).entries.find(({ entryId }) => entryId === wrong)?.voidReason).toBe(
    '数量写错',
  )
})

test('steps are moved and edited with their entries, and one that has any is not taken out', async () => {
  const { chainId } = await engine.call('chains.save', { name: '示例芯片', steps })
  await enter(chainId, 2, 'in', '24')
  const held = await engine.call('chains.get', { chainId })
  const known = held.steps.map(({ stepId }, index) => ({ ...steps[index], stepId }) as Step)
  const reordered = [known[1], known[0], known[2]] as Step[]
  await engine.call('chains.save', { chainId, name: '改名', steps: reordered })
  const moved = await engine.call('chains.get', { chainId })
  expect([moved.name, moved.steps[0]?.in, moved.steps[0]?.enterpriseName]).toEqual(['改名', '24', '示例封测'])
  const without = await engine.refused('chains.save', { chainId, name: '改名', steps: [known[0], known[2]] as Step[] })
  expect(without).toMatchObject({ code: 'chain.stepUsed', message: '第 1 环节 示例封测已有登记，不能删去' })
  expect((await engine.call('chains.get', { chainId })).steps).toHaveLength(3)
})

test('hostile figures are refused in words, and nothing is written', async () => {
  const code = async (of: Partial<Step>) => (await engine.refused('chains.save', { name: '坏', steps: [step(of)] })).code
  expect(await code({ gross: '0' })).toBe('chain.gross')
  expect(await code({ yields: [{ name: '良率', percent: '100.1' }] })).toBe('chain.yield')
  expect(await code({ yields: [{ name: '良率', percent: '-1' }] })).toBe('chain.yield')
  expect(await code({ inputItemSeq: 1 })).toBe('chain.notOurs')
  expect((await engine.call('chains.list', {})).chains).toEqual([])
  const { chainId } = await engine.call('chains.save', { name: '好', steps })
  expect((await engine.refused('chains.save', { name: '好', steps })).code).toBe('chain.nameTaken')
  const entry = { chainId, stepNo: 1, kind: 'in', happenedOn: '2025-12-01', quantity: '1' } as const
  expect((await engine.refused('chains.enter', { ...entry, quantity: '-1' })).code).toBe('chain.quantity')
  expect((await engine.refused('chains.enter', { ...entry, stepNo: 4 })).code).toBe('chain.noStep')
  expect((await engine.refused('chains.enter', { ...entry, happenedOn: '2026-01-01' })).code).toBe('chain.inFuture')
  expect((await engine.refused('chains.enter', { ...entry, kind: 'processed' })).code).toBe('chain.noOutput')
})

test('a step of our own handbook reads its booked lists, and takes no entries beside them', async () => {
  const handbookNo = 'C23325020251'
  const file = (name: string) => engine.put(`${name}.xlsx`, readFileSync(join(samples, `factory-a/${name}.xlsx`)))
  await engine.call('handbooks.importWorkbook', { fileId: await file('手册') })
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId: await file('核注清单') })
  const { materials, products } = await engine.call('writeOff.balance', { handbookNo })
  const material = materials.find(({ direct }) => direct !== '0')
  const product = products[0]
  if (!material || !product) throw new Error('the sample has no movement')
  const own = step({ handbookNo, inputItemSeq: material.seq, outputItemSeq: product.seq })
  const { chainId } = await engine.call('chains.save', { name: '本企业', steps: [own] })
  const chain = await engine.call('chains.get', { chainId })
  const [first] = chain.steps
  expect(first).toMatchObject({ ours: true, inFromLists: true, outFromLists: true })
  const came = chain.entries.filter(({ kind }) => kind === 'in')
  expect(came.length).toBeGreaterThan(0)
  expect(came.every(({ to, entryId }) => to?.startsWith(`/handbooks/${handbookNo}/lists`) && entryId === null)).toBe(true)
  const whole = (text: string) => Number(text)
  const expected = whole(material.direct) + whole(material.transferIn) + whole(material.exchangeIn) - whole(material.exchangeOut)
  expect(whole(first?.in ?? '')).toBeCloseTo(expected, 5)
  const allVersions = products.filter(({ seq }) => seq === product.seq)
  expect(whole(first?.out ?? '')).toBeCloseTo(
    allVersions.reduce((sum, { netExport }) => sum + whole(netExport), 0),
    5,
  )
  expect(
    (await engine.refused('chains.enter', { chainId, stepNo: 1, kind: 'in', happenedOn: '2025-12-01', quantity: '1' })).code,
  ).toBe('chain.fromLists')
})
