import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addQuantities, noQuantity, printQuantity, quantity } from '../../shared/domain/exact.ts'
import { openEngine, samples } from '../engine.ts'
import { listsWorkbook, openingWorkbook } from '../opening-books.ts'
import type { OneLineList } from '../opening-books.ts'

const handbookNo = 'C23325020251'
const words = { I: '进口', E: '出口' } as const
const days = ['2025-03-01', '2025-03-31', '2025-04-01', '2025-05-15', '2025-07-31', '2025-08-01'] as const

const goods = fc.constantFrom(
  { goods: 'I', direction: 'I', mode: '0615', seq: 2, version: '' },
  { goods: 'I', direction: 'I', mode: '0654', seq: 3, version: '' },
  { goods: 'I', direction: 'E', mode: '0664', seq: 2, version: '' },
  { goods: 'I', direction: 'I', mode: '0844', seq: 2, version: '' },
  { goods: 'E', direction: 'E', mode: '0615', seq: 1, version: '0' },
  { goods: 'E', direction: 'I', mode: '4600', seq: 1, version: '0' },
)
const booked = fc.array(fc.record({ of: goods, day: fc.constantFrom(...days), amount: fc.bigInt(1n, 10n ** 12n) }), {
  minLength: 1,
  maxLength: 25,
})

/** The books of lists alone, or of an opening and the lists behind it. */
async function books(lists: readonly OneLineList[], cutOff?: string) {
  const engine = await openEngine()
  try {
    await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${samples}factory-a/手册.xlsx`) })
    const older = lists.filter(({ day }) => cutOff !== undefined && day <= cutOff)
    if (cutOff !== undefined && older.length > 0) {
      const sums = Map.groupBy(older, ({ goods: of, direction, mode, seq, version }) =>
        [of, direction, mode, seq, version].join('|'),
      )
      const totals = [...sums.values()].flatMap((of) => {
        const [first] = of
        if (!first) return []
        const sum = of.reduce((all, each) => addQuantities(all, quantity(each.quantity)), noQuantity)
        return [{ ...first, quantity: printQuantity(sum) }]
      })
      const numbers = older.map(({ listNo, direction }) => [listNo, words[direction === 'E' ? 'E' : 'I']] as const)
      const fileId = await engine.put('期初.xlsx', await openingWorkbook(totals, numbers))
      await engine.call('openings.import', { handbookNo, fileId, asOf: cutOff })
    }
    const later = lists.filter((list) => !older.includes(list))
    if (later.length > 0) {
      const fileId = await engine.put('清单.xlsx', await listsWorkbook(handbookNo, later))
      await engine.call('bondedLists.importWorkbook', { handbookNo, fileId })
    }
    const report = await engine.call('writeOff.report', { handbookNo })
    const { materials, products } = await engine.call('writeOff.balance', { handbookNo })
    return {
      materials,
      products,
      rows: [report.materials, report.products],
      lists: report.lists.map(({ listNo }) => listNo).toSorted(),
      broken: report.identities.filter(({ holds }) => !holds),
      onTheLastDay: await engine.call('writeOff.balance', { handbookNo, asOf: '2025-08-01' }),
    }
  } finally {
    await engine.close()
  }
}

test('an opening up to any day, and the lists behind it, are the same books as all the lists', async () => {
  await fc.assert(
    fc.asyncProperty(booked, fc.constantFrom(...days), async (of, cutOff) => {
      const lists = of.map(({ of: moved, day, amount }, index) => ({
        ...moved,
        listNo: `L-${index + 1}`,
        day,
        quantity: printQuantity(quantity(amount)),
      }))
      const whole = await books(lists)
      expect(whole.broken).toEqual([])
      expect(await books(lists, cutOff)).toEqual(whole)
    }),
    { numRuns: 8 },
  )
}, 120_000)
