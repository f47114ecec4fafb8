import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Request } from '../../../shared/contract/contract.ts'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'

const handbookNo = 'C23325020251'
let engine: Engine
let item: { seq: number; name: string; spec: string; unit: string }
beforeEach(async () => {
  engine = await openEngine({ now: '2025-12-31T02:00:00.000Z' })
  const file = (name: string) => engine.put(`${name}.xlsx`, readFileSync(join(samples, `factory-a/${name}.xlsx`)))
  await engine.call('handbooks.importWorkbook', { fileId: await file('手册') })
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId: await file('核注清单') })
  const [first] = (await engine.call('handbooks.materials', { handbookNo })).rows
  if (!first) throw new Error('the sample has no material')
  item = first
})
afterEach(() => engine.close())

const voucher = (of: Partial<Request<'substitutions.record'>['lines'][number]> = {}): Request<'substitutions.record'> => ({
  handbookNo,
  substitutedOn: '2025-12-30',
  approvalNo: '关批〔2025〕12号',
  approvedOn: '2025-12-25',
  reason: '生产周转',
  lines: [{ itemSeq: item.seq, by: 'imported', name: item.name, spec: item.spec, quantity: '1.5', ...of }],
})

test('R-60 a voucher is recorded, printed with its number, voided once, and no figure of any balance moves', async () => {
  const before = await engine.call('writeOff.balance', { handbookNo })
  expect((await engine.call('substitutions.check', voucher())).guards).toMatchObject([{ severity: 'passes', rule: 'R-60' }])
  const recorded = await engine.call('substitutions.record', voucher())
  expect(recorded).toMatchObject({
    voucherNo: 1,
    lines: [{ itemName: item.name, unit: item.unit, quantity: '1.5', otherName: item.name }],
  })
  expect((await engine.call('substitutions.record', voucher({ by: 'domestic', zeroDutyNoLicence: true }))).voucherNo).toBe(2)
  expect(await engine.call('writeOff.balance', { handbookNo })).toEqual(before)
  const { substitutionId } = recorded
  expect((await engine.call('substitutions.void', { substitutionId, reason: '写错' })).voidReason).toBe('写错')
  expect((await engine.refused('substitutions.void', { substitutionId, reason: '再' })).code).toBe('substitution.voided')
  expect(await engine.call('writeOff.balance', { handbookNo })).toEqual(before)
  expect((await engine.call('substitutions.list', { handbookNo })).substitutions.map(({ voucherNo }) => voucherNo)).toEqual([
    2, 1,
  ])
})

test('R-60 what is not the same goods, not approved or not allowed is refused with its line', async () => {
  const refusal = (input: Request<'substitutions.record'>) => engine.refused('substitutions.record', input)
  expect(await refusal(voucher({ spec: '别的规格' }))).toMatchObject({
    code: 'substitution.blocked',
    at: { field: 'lines.0.spec' },
  })
  expect((await refusal(voucher({ by: 'domestic' }))).message).toContain('零关税')
  expect((await refusal(voucher({ quantity: '-1' }))).message).toContain('数量须大于零')
  expect((await refusal(voucher({ itemSeq: 999_999 }))).message).toContain('没有料件 999999')
  expect((await refusal(voucher({ by: 'bonded', otherHandbookNo: handbookNo, otherItemSeq: item.seq }))).message).toContain(
    '同一项料件',
  )
  expect((await refusal(voucher({ by: 'bonded', otherHandbookNo: 'C00000000000', otherItemSeq: 1 }))).message).toContain(
    '不在本账本',
  )
  expect((await refusal({ ...voucher(), approvedOn: '2025-12-31' })).message).toContain('晚于串换日期')
  expect((await engine.call('substitutions.list', {})).substitutions).toEqual([])
})

test('R-60 more than the book has is a warning', async () => {
  const { guards } = await engine.call('substitutions.check', voucher({ quantity: '99999999' }))
  expect(guards.map(({ severity }) => severity)).toEqual(['warns', 'passes'])
  expect(guards[0]?.message).toMatch(/结余只有/)
})
