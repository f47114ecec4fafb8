import { largeHandbookNo, largeLedger } from './large-ledger.ts'
import { median } from './timing.ts'

/** The balance of a large handbook against one bare aggregation over the same table, in one run. */
export async function measureLedger(): Promise<string[]> {
  const size = { materials: 2_000, products: 500, consumptions: 50_000, lines: 1_000_000 }
  const ledger = await largeLedger(size)
  try {
    const { reader } = ledger.database
    const bare = reader.prepare('SELECT item_seq, sum(quantity_e5) FROM movement GROUP BY item_seq')
    const bareMs = median(5, () => bare.all())
    const balanceMs = median(9, () => ledger.readers.writeOff.balance({ handbookNo: largeHandbookNo }))
    const asOfMs = median(9, () => ledger.readers.writeOff.balance({ handbookNo: largeHandbookNo, asOf: '2025-06-15' }))
    const explainMs = median(5, () =>
      ledger.readers.writeOff.explain({ handbookNo: largeHandbookNo, seq: 5, column: 'balance', offset: 0, limit: 200 }),
    )
    const cleanUpMs = median(5, () => ledger.readers.cleanUp.get({ handbookNo: largeHandbookNo }))
    return [
      `核销平衡（${size.lines} 行、${size.materials} 料件、${size.products} 成品、${size.consumptions} 单耗）`,
      `  bare GROUP BY            ${bareMs.toFixed(1)} ms`,
      `  writeOff.balance         ${balanceMs.toFixed(1)} ms   ratio ${(balanceMs / bareMs).toFixed(2)}   (goal: at most 1.5, and under 100 ms)`,
      `  … as of a day            ${asOfMs.toFixed(1)} ms   ratio ${(asOfMs / bareMs).toFixed(2)}`,
      `  writeOff.explain         ${explainMs.toFixed(1)} ms`,
      `  cleanUp.get              ${cleanUpMs.toFixed(1)} ms`,
    ]
  } finally {
    ledger.close()
  }
}
