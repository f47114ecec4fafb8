import { expect, test } from 'vitest'
import { balanceColumns } from '../../../shared/contract/write-off.ts'
import { addQuantities, negateQuantity, noQuantity, printQuantity, quantity } from '../../../shared/domain/exact.ts'
import { openEngine } from '../../../test/engine.ts'

const handbookNo = 'C23325020251'
const without = (sign: string) => sign.replace('-', '')

test('each end of a flow opens the very figure it shows, down to the lines', async () => {
  const engine = await openEngine()
  await engine.call('enterprise.loadSample', {})
  let products = 0
  for (const seq of [2, 5, 11, 16]) {
    const { uses } = await engine.call('writeOff.flow', { handbookNo, seq })
    for (const { label, quantity: shown, column, productSeq } of uses) {
      if (productSeq !== null) {
        products += 1
        const why = await engine.call('writeOff.explain', { handbookNo, seq, column: 'embodied', productSeq, limit: 10_000 })
        expect(without(why.value), label).toBe(shown)
        expect(why.title).toContain(label)
        expect(why.totalLines).toBe(why.lines.length)
        expect(new Set(why.lines.map(({ goods, itemSeq }) => `${goods} ${itemSeq}`))).toEqual(new Set([`product ${productSeq}`]))
        const lines = why.lines.reduce((sum, { effect }) => addQuantities(sum, quantity(effect)), noQuantity)
        const gap = addQuantities(lines, negateQuantity(quantity(why.value)))
        // Shares of single lines are rounded for reading.
        const allowed = BigInt(why.totalLines)
        expect(gap <= allowed && gap >= -allowed, `${label}: ${printQuantity(gap)}`).toBe(true)
        continue
      }
      const known = balanceColumns.find((each) => each === column)
      if (!known) continue
      const why = await engine.call('writeOff.explain', { handbookNo, seq, column: known })
      expect(without(why.value), label).toBe(shown)
    }
  }
  expect(products).toBeGreaterThan(20)
  await engine.close()
})

test('what a product holds of a material it does not use, or what is no product, is refused', async () => {
  const engine = await openEngine()
  await engine.call('enterprise.loadSample', {})
  const ask = (seq: number, productSeq?: number) =>
    engine.refused('writeOff.explain', { handbookNo, seq, column: 'embodied', ...(productSeq && { productSeq }) })
  expect(await ask(5, 99)).toMatchObject({ code: 'item.notFound', at: { field: 'productSeq' } })
  expect(await ask(5)).toMatchObject({ code: 'item.notFound', at: { field: 'productSeq' } })
  expect(await ask(99, 1)).toMatchObject({ code: 'item.notFound', at: { field: 'seq' } })
  await engine.close()
})
