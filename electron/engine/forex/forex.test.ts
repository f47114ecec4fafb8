import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'

let engine: Engine
let handbookNo: string

beforeEach(async () => {
  engine = await openEngine({ now: '2026-02-20T01:02:03.000Z' })
  handbookNo = (await engine.call('enterprise.loadSample', {})).handbookNo
})
afterEach(() => engine.close())

test('what was received and paid stands against what the lists declare, by contract and currency', async () => {
  const [declared] = (await engine.call('forex.list', { handbookNo })).contracts.filter(({ exported }) => exported !== '0')
  if (!declared) throw new Error('the sample exports something')
  const entry = await engine.call('forex.record', {
    kind: 'receipt',
    handbookNo,
    contractNo: declared.contractNo || 'HT-1',
    currency: declared.currency,
    amount: '100.5',
    on: '2026-01-05',
  })
  const find = async () =>
    (await engine.call('forex.list', { handbookNo })).contracts.find(
      (each) => each.contractNo === entry.contractNo && each.currency === entry.currency,
    )
  expect(await find()).toMatchObject({ received: '100.5' })
  await engine.call('forex.void', { entryId: entry.entryId, reason: '重复登记' })
  expect(await engine.refused('forex.void', { entryId: entry.entryId, reason: '再划' })).toMatchObject({ code: 'forex.voided' })
  expect((await find())?.received ?? '0').toBe('0')
  expect((await engine.call('forex.list', {})).entries).toMatchObject([{ voidedBecause: '重复登记' }])
})

test('nothing is entered of tomorrow, of nothing, or in a currency that does not exist', async () => {
  const input = { kind: 'payment' as const, contractNo: 'HT-1', currency: '502', amount: '1', on: '2026-01-05' }
  expect(await engine.refused('forex.record', { ...input, on: '2026-03-01' })).toMatchObject({ code: 'forex.inFuture' })
  expect(await engine.refused('forex.record', { ...input, amount: '0' })).toMatchObject({ code: 'input.invalid' })
  expect(await engine.refused('forex.record', { ...input, currency: '999' })).toMatchObject({ code: 'forex.currency' })
  expect(await engine.refused('filings.createForexReport', { from: '2026-01-01', to: '2026-01-31' })).toMatchObject({
    code: 'forex.empty',
  })
})

test('a period is filed to the forex authority, and the information table to commerce', async () => {
  await engine.call('forex.record', {
    kind: 'processingFee',
    contractNo: 'HT-1',
    currency: '502',
    amount: '12',
    on: '2026-01-05',
  })
  expect(await engine.call('filings.createForexReport', { from: '2026-01-01', to: '2026-01-31' })).toMatchObject({
    kind: 'forexReport',
    subject: '2026-01-01 至 2026-01-31',
    state: 'checked',
  })
  const table = await engine.call('capability.get', {})
  if (table)
    expect(await engine.call('filings.createCapabilityTable', {})).toMatchObject({ kind: 'capabilityTable', handbookNo: '' })
  else expect(await engine.refused('filings.createCapabilityTable', {})).toMatchObject({ code: 'capability.missing' })
})
