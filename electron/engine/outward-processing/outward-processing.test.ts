import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Request } from '../../../shared/contract/contract.ts'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'

const handbookNo = 'C23325020251'
let engine: Engine
let validTo: string
beforeEach(async () => {
  engine = await openEngine({ now: '2025-05-13T02:00:00.000Z' })
  const fileId = await engine.put('手册.xlsx', readFileSync(join(samples, 'factory-a/手册.xlsx')))
  await engine.call('handbooks.importWorkbook', { fileId })
  const [handbook] = (await engine.call('handbooks.list', {})).handbooks
  validTo = handbook?.validTo ?? ''
})
afterEach(() => engine.close())

const form = (of: Partial<Request<'outwardProcessing.save'>> = {}): Request<'outwardProcessing.save'> => ({
  handbookNo,
  innerNo: 'WF-2025-01',
  contractor: { name: '示例表面处理有限公司', customsCode: '3205960001' },
  contractNo: 'WT-01',
  processes: '电镀',
  sentGoods: '外壳',
  returnedGoods: '电镀外壳',
  validTo: '2025-06-30',
  ...of,
})
const slip = (
  applicationId: string,
  kind: 'dispatch' | 'return',
  slipNo: string,
  lines: Request<'outwardProcessing.move'>['lines'],
  movedOn = '2025-05-09',
) => ({ applicationId, kind, slipNo, movedOn, lines })

test('E-17 goods go out and come back; the application is due on 2025-05-14; nothing comes back that had not gone', async () => {
  const { applicationId } = await engine.call('outwardProcessing.save', form())
  const dispatched = await engine.call(
    'outwardProcessing.move',
    slip(applicationId, 'dispatch', 'F-1', [{ goods: 'material', itemSeq: 1, quantity: '500' }]),
  )
  expect(dispatched).toMatchObject({ firstDispatchOn: '2025-05-09', deadline: '2025-05-14', outstanding: 1 })
  const proposal = await engine.call('outwardProcessing.proposeUses', { handbookNo, productSeq: 1, version: '0', quantity: '10' })
  expect(proposal.uses.length).toBeGreaterThan(0)
  const back = slip(
    applicationId,
    'return',
    'S-1',
    [
      { goods: 'product', itemSeq: 1, quantity: '10', uses: [{ itemSeq: 1, quantity: '120.5' }] },
      { goods: 'scrap', itemSeq: 1, quantity: '3' },
      { goods: 'surplus', itemSeq: 1, quantity: '79.5' },
    ],
    '2025-05-12',
  )
  await engine.call('outwardProcessing.move', back)
  const detail = await engine.call('outwardProcessing.get', { applicationId })
  expect(detail.outstandingLines).toMatchObject([
    { goods: 'material', itemSeq: 1, sent: '500', returned: '79.5', used: '120.5', out: '300' },
  ])
  expect(detail.guards.filter(({ rule }) => rule === 'R-61').map(({ message }) => message)[0]).toContain('2025-05-14')

  const tooMuch = slip(applicationId, 'return', 'S-2', [{ goods: 'material', itemSeq: 1, quantity: '300.00001' }], '2025-05-13')
  expect(await engine.refused('outwardProcessing.move', tooMuch)).toMatchObject({ code: 'outward.tooMuchBack' })
  expect((await engine.call('outwardProcessing.get', { applicationId })).movements).toHaveLength(2)
  const dispatchId = detail.movements.find(({ kind }) => kind === 'dispatch')?.movementId ?? ''
  const undone = { applicationId, movementId: dispatchId, reason: '重复' }
  expect((await engine.refused('outwardProcessing.voidMovement', undone)).code).toBe('outward.tooMuchBack')
  const returnId = detail.movements.find(({ kind }) => kind === 'return')?.movementId ?? ''
  await engine.call('outwardProcessing.voidMovement', { applicationId, movementId: returnId, reason: '写错' })
  expect((await engine.call('outwardProcessing.voidMovement', undone)).outstanding).toBe(0)
})

test('E-18 all processes sent out are guaranteed by 174 967.00', async () => {
  const lines = [{ itemSeq: 1, value: '860000', dutyRate: '6.5', vatRate: '13' }]
  const { applicationId } = await engine.call('outwardProcessing.save', form({ allProcesses: true, guaranteeLines: lines }))
  const detail = await engine.call('outwardProcessing.get', { applicationId })
  expect(detail.guarantee).toMatchObject({ lines: [{ duty: '55900', vat: '119067' }], total: '174967' })
  expect(detail.guaranteeLines).toEqual(lines)
  const without = await engine.call('outwardProcessing.save', form({ applicationId, allProcesses: true }))
  const { guards } = await engine.call('outwardProcessing.get', { applicationId: without.applicationId })
  expect(guards.filter(({ severity }) => severity === 'blocks').map(({ rule }) => rule)).toEqual(['R-63'])
})

test('what is not right is said, and bad figures are refused', async () => {
  const { applicationId } = await engine.call('outwardProcessing.save', form({ validTo: '2099-12-31' }))
  const { guards } = await engine.call('outwardProcessing.get', { applicationId })
  expect(guards.find(({ severity }) => severity === 'blocks')?.message).toContain(validTo)
  expect((await engine.refused('outwardProcessing.save', form())).code).toBe('outward.innerNoTaken')
  const line = { itemSeq: 1, value: '-1', dutyRate: '1', vatRate: '1' }
  const bad = form({ innerNo: 'WF-2', guaranteeLines: [line] })
  expect((await engine.refused('outwardProcessing.save', bad)).code).toBe('outward.guaranteeLine')
  const code = async (of: Partial<Request<'outwardProcessing.move'>>) =>
    (
      await engine.refused('outwardProcessing.move', {
        ...slip(applicationId, 'dispatch', 'F-1', [{ goods: 'material', itemSeq: 1, quantity: '5' }]),
        ...of,
      })
    ).code
  expect(await code({ lines: [{ goods: 'material', itemSeq: 1, quantity: '0' }] })).toBe('outward.quantity')
  expect(await code({ lines: [{ goods: 'product', itemSeq: 99_999, quantity: '1' }] })).toBe('outward.noItem')
  expect(await code({ movedOn: '2025-05-14' })).toBe('outward.inFuture')
  expect(await code({ movedOn: '2000-01-01' })).toBe('outward.outsideValidity')
  expect((await engine.call('outwardProcessing.list', {})).applications).toHaveLength(1)
})

test('R-64 what stays at the contractor needs a word before an application is closed; then nothing moves any more', async () => {
  const { applicationId } = await engine.call('outwardProcessing.save', form())
  const out = slip(applicationId, 'dispatch', 'F-1', [{ goods: 'material', itemSeq: 1, quantity: '5' }])
  await engine.call('outwardProcessing.move', out)
  expect((await engine.refused('outwardProcessing.close', { applicationId })).code).toBe('outward.stillOut')
  expect((await engine.call('outwardProcessing.close', { applicationId, note: '余料留在承揽企业，已办手续' })).state).toBe(
    'closed',
  )
  expect((await engine.refused('outwardProcessing.move', { ...out, slipNo: 'F-2' })).code).toBe('outward.closed')
  expect((await engine.refused('outwardProcessing.save', form({ applicationId }))).code).toBe('outward.closed')
})

test('R-61 an application is filed, sent back, mended, filed again and accepted; meanwhile it is not edited', async () => {
  const { applicationId } = await engine.call('outwardProcessing.save', form())
  const key = await engine.call('keys.create', { name: '申报', passphrase: 'kouling 1' })
  const file = async () => {
    const { filingId, checks } = await engine.call('filings.createOutwardProcessing', { applicationId })
    expect(checks.some(({ severity, message }) => severity === 'warns' && message.includes('报文格式未经证实'))).toBe(true)
    await engine.call('filings.sign', { filingId, keyId: key.keyId, passphrase: 'kouling 1' })
    return filingId
  }
  const state = async () => (await engine.call('outwardProcessing.get', { applicationId })).state
  const answer = { answeredOn: '2025-05-13', notes: [] }
  const first = await file()
  expect(await state()).toBe('filed')
  expect((await engine.refused('outwardProcessing.save', form({ applicationId }))).code).toBe('outward.filed')
  expect((await engine.refused('outwardProcessing.close', { applicationId })).code).toBe('outward.waiting')
  await engine.call('filings.recordAnswer', { filingId: first, result: 'returned', ...answer, notes: ['合同号有误'] })
  expect(await state()).toBe('returned')
  await engine.call('outwardProcessing.save', form({ applicationId, contractNo: 'WT-02' }))
  await engine.call('filings.recordAnswer', { filingId: await file(), result: 'approved', ...answer })
  expect(await state()).toBe('accepted')
  expect((await engine.call('outwardProcessing.get', { applicationId })).filedOn).toBe('2025-05-13')
})

test('R-61, R-64 the day’s work tells of the deadline, and of what is out when its time ends', async () => {
  const { applicationId } = await engine.call('outwardProcessing.save', form({ validTo: '2025-05-31' }))
  await engine.call(
    'outwardProcessing.move',
    slip(applicationId, 'dispatch', 'F-1', [{ goods: 'material', itemSeq: 1, quantity: '5' }]),
  )
  const { due } = await engine.call('workbench.today', {})
  expect(due.filter(({ rule }) => rule === 'R-61' || rule === 'R-64')).toMatchObject([
    { title: '申报外发加工', date: '2025-05-14', daysLeft: 1 },
    { title: '外发货物 1 项待收回', date: '2025-05-31' },
  ])
})
