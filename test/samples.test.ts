import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openEngine, samples } from './engine.ts'
import { balanceColumns } from '../shared/contract/write-off.ts'
import { addQuantities, negateQuantity, noQuantity, printQuantity, quantity } from '../shared/domain/exact.ts'

interface Expected {
  handbook: string
  materials: Record<string, Record<string, string>>
  products: Record<string, string>
}
const json = <T>(path: string): T => JSON.parse(readFileSync(`${samples}${path}`, 'utf8')) as T

describe.each(['factory-a', 'factory-b'])('%s', (factory) => {
  const expected = json<Expected>(`${factory}/expected.json`)
  const handbookNo = expected.handbook
  const load = async () => {
    const engine = await openEngine()
    await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${samples}${factory}/手册.xlsx`) })
    await engine.call('bondedLists.importWorkbook', {
      handbookNo,
      fileId: await engine.putFile(`${samples}${factory}/核注清单.xlsx`),
    })
    return engine
  }

  test('every figure is the independently computed one', async () => {
    const engine = await load()
    const { materials, products } = await engine.call('writeOff.balance', { handbookNo })
    const found = Object.fromEntries(
      materials.map((row) => [
        row.seq,
        Object.fromEntries(Object.keys(expected.materials[row.seq] ?? {}).map((column) => [column, row[column as 'balance']])),
      ]),
    )
    expect(found).toEqual(expected.materials)
    expect(
      Object.fromEntries(
        products.filter((row) => row.netExport !== '0').map((row) => [`${row.seq}:${row.version}`, row.netExport]),
      ),
    ).toEqual(expected.products)
    await engine.close()
  })

  test('every figure is explained by inputs and lines that add up to it', async () => {
    const engine = await load()
    const { materials } = await engine.call('writeOff.balance', { handbookNo })
    for (const { seq, ...row } of materials.slice(0, 12)) {
      for (const column of balanceColumns) {
        const why = await engine.call('writeOff.explain', { handbookNo, seq, column, limit: 10_000 })
        expect(why.value, `${seq} ${column}`).toBe(row[column])
        expect(why.lines.length).toBe(why.totalLines)
        const lines = why.lines.reduce((sum, line) => addQuantities(sum, quantity(line.effect)), noQuantity)
        const gap = addQuantities(lines, negateQuantity(quantity(row[column])))
        // Shares of single lines are rounded for reading; a figure without use of exports is met exactly.
        const allowed = why.consumption.length === 0 ? 0n : BigInt(why.totalLines)
        expect(gap <= allowed && gap >= -allowed, `${seq} ${column}: ${printQuantity(gap)}`).toBe(true)
        if (why.inputs.length === 0) continue
        const inputs = why.inputs.reduce(
          (sum, { value, sign }) => addQuantities(sum, sign === '-' ? negateQuantity(quantity(value)) : quantity(value)),
          noQuantity,
        )
        const rounding = addQuantities(inputs, negateQuantity(quantity(row[column])))
        expect(rounding <= 1n && rounding >= -1n, `${seq} ${column}`).toBe(true)
      }
    }
    await engine.close()
  })

  test('the balance at a date counts what was declared up to that day, in the middle of a month too', async () => {
    const engine = await load()
    const days = (await engine.call('bondedLists.lines', { handbookNo, limit: 100_000 })).rows
    for (const asOf of ['2025-01-01', '2025-06-15', '2025-06-30', '2025-07-01', '2026-12-31']) {
      const { materials } = await engine.call('writeOff.balance', { handbookNo, asOf })
      for (const { seq, direct } of materials) {
        const lines = days.filter(
          (line) =>
            line.status === 'booked' &&
            line.goods === 'material' &&
            line.itemSeq === seq &&
            line.mode === '0615' &&
            line.declaredOn <= asOf,
        )
        expect(direct, `${seq} ${asOf}`).toBe(
          printQuantity(lines.reduce((sum, line) => addQuantities(sum, quantity(line.quantity)), noQuantity)),
        )
      }
    }
    await engine.close()
  })
})

test('the spoiled workbook: harmless spoiling reads as clean, each harmful row comes back with its place, the rest is booked', async () => {
  const { bad } = json<{ bad: { sheet: string; row: number; column: string }[] }>('factory-a/核注清单-杂乱.expected.json')
  const engine = await openEngine()
  const handbookNo = 'C23325020251'
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${samples}factory-a/手册.xlsx`) })
  const fileId = await engine.putFile(`${samples}factory-a/核注清单-杂乱.xlsx`)
  const places = (rows: { sheet: string; row: number; column: string }[] = []) =>
    rows.map(({ sheet, row, column }) => ({ sheet, row, column }))

  const refused = await engine.refused('bondedLists.importWorkbook', { handbookNo, fileId })
  expect(places(refused.rejected)).toEqual(bad)
  expect((await engine.call('bondedLists.list', { handbookNo })).total).toBe(0)

  const result = await engine.call('bondedLists.importWorkbook', { handbookNo, fileId, onBadRows: 'skip' })
  expect(places(result.rejected)).toEqual(bad)

  // The clean workbook completes it: what was read is the same to the letter, only the refused rows and what hung on them are new.
  const clean = await engine.call('bondedLists.importWorkbook', {
    handbookNo,
    fileId: await engine.putFile(`${samples}factory-a/核注清单.xlsx`),
  })
  expect(clean.rejected).toEqual([])
  expect(result.lists + clean.lists).toBe(205)
  expect(result.lines + clean.lines).toBe(475)
  expect(clean.unchanged.lines).toBe(result.lines)
  const { materials } = await engine.call('writeOff.balance', { handbookNo })
  const expected = json<Expected>('factory-a/expected.json')
  expect(materials.map(({ seq, balance }) => [seq, balance])).toEqual(
    Object.entries(expected.materials).map(([seq, row]) => [Number(seq), row['balance']]),
  )
  await engine.close()
})

test('a figure of what is not there is refused, never zero', async () => {
  const engine = await openEngine()
  await engine.call('enterprise.loadSample', {})
  const ask = (seq: number, column: 'netExport' | 'balance', version?: string) =>
    engine.refused('writeOff.explain', { handbookNo: 'C23325020251', seq, column, ...(version && { version }) })
  expect(await ask(1, 'netExport', 'v9')).toMatchObject({ code: 'item.notFound', at: { field: 'version' } })
  expect(await ask(99, 'netExport')).toMatchObject({ code: 'item.notFound', at: { field: 'seq' } })
  expect(await ask(99, 'balance')).toMatchObject({ code: 'item.notFound', at: { field: 'seq' } })
  await engine.close()
})

test('two handbooks live in one ledger though their lists carry the same numbers', async () => {
  const engine = await openEngine()
  for (const factory of ['factory-a', 'factory-b']) {
    const { handbookNo } = await engine.call('handbooks.importWorkbook', {
      fileId: await engine.putFile(`${samples}${factory}/手册.xlsx`),
    })
    await engine.call('bondedLists.importWorkbook', {
      handbookNo,
      fileId: await engine.putFile(`${samples}${factory}/核注清单.xlsx`),
    })
  }
  for (const factory of ['factory-a', 'factory-b']) {
    const expected = json<Expected>(`${factory}/expected.json`)
    const { materials } = await engine.call('writeOff.balance', { handbookNo: expected.handbook })
    expect(materials.map((row) => row.balance)).toEqual(Object.values(expected.materials).map((row) => row['balance']))
  }
  await engine.close()
})
