import type { Output } from '../../../shared/contract/contract.ts'
import type { ConsumptionLine } from '../../../shared/domain/balance.ts'
import { Exact, noQuantity, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { bondedUse } from '../../../shared/domain/unit-consumption.ts'
import type { WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import { headOf } from './report-head.ts'
import { reckonedRemaining, reportOf, rowHolds } from './report.ts'
import type { ReportBooks } from './report.ts'

type Tables = Output<'writeOff.report'>

/** The report as it would be filed now, its rows proved one by one and its tables against the books. */
export function reportTables(books: ReportBooks, consumption: readonly ConsumptionLine[]): Tables {
  const report = reportOf(books)
  return {
    handbookNo: report.handbookNo,
    head: headOf(report),
    lists: books.lists.map(({ listNo, direction, declaredOn }, index) => ({
      no: index + 1,
      listNo,
      direction,
      declaredOn,
      opening: declaredOn === null,
    })),
    materials: report.materials.map((of, index) => {
      const reckoned = reckonedRemaining(of)
      return {
        no: index + 1,
        ...named(of),
        imported: printQuantity(of.imported),
        transferIn: printQuantity(of.transferIn),
        domestic: printQuantity(of.domestic),
        reexport: printQuantity(of.reexport),
        destroyed: printQuantity(of.destroyed),
        scrap: printQuantity(of.scrap),
        surplusOut: printQuantity(of.surplusOut),
        consumed: printQuantity(of.consumed),
        remaining: printQuantity(of.remaining),
        reckoned: printQuantity(reckoned),
        gap: printQuantity((reckoned - of.remaining) as Quantity),
        holds: rowHolds(of),
      }
    }),
    products: report.products.map((of, index) => ({
      no: index + 1,
      ...named(of),
      exported: printQuantity(of.exported),
      transferredOut: printQuantity(of.transferredOut),
      returnedIn: printQuantity(of.returnedIn),
      returnedOut: printQuantity(of.returnedOut),
    })),
    identities: identities(report, books, consumption),
  }
}

const named = ({
  seq,
  partNo,
  hsCode,
  name,
  unit,
}: WriteOffReport['materials'][number] | WriteOffReport['products'][number]) => ({
  seq,
  partNo,
  hsCode,
  name,
  unit,
})

function identities(report: WriteOffReport, books: ReportBooks, consumption: readonly ConsumptionLine[]): Tables['identities'] {
  const { lists, materials, products } = report
  const equal = (rule: string, text: string, left: number, right: number) => ({
    rule,
    text,
    left: `${left}`,
    right: `${right}`,
    holds: left === right,
  })
  const count = (of: 'I' | 'E') => books.lists.filter(({ direction }) => direction === of).length
  const counted = (label: string) => Number(headOf(report).find((row) => row.label === label)?.value)
  const used = usesOf(books, consumption)
  return [
    equal('R-19', '进口清单总数 = 账内已核扣和期初的进口清单', counted('进口清单总数'), count('I')),
    equal('R-19', '出口清单总数 = 账内已核扣和期初的出口清单', counted('出口清单总数'), count('E')),
    equal('R-19', '每份清单列一次：清单表行数 = 不同的清单编号', lists.length, new Set(lists.map(({ listNo }) => listNo)).size),
    equal('R-19', '报核料件总数 = 手册备案的料件', counted('报核料件总数'), books.materials.length),
    equal('R-19', '报核成品总数 = 手册备案的成品', counted('报核成品总数'), books.products.length),
    equal('R-112', '各栏平衡的料件行 = 料件表行数', materials.filter(rowHolds).length, materials.length),
    equal(
      'R-108',
      '出口 + 深加工出口 − 退换进口 + 退换出口 等于净出口的成品行 = 成品表行数',
      products.filter((of) => netOf(of) === netExportOf(books, of.seq)).length,
      products.length,
    ),
    equal(
      'R-109',
      '产品总耗用量等于按成品净出口和单耗重算的料件行 = 料件表行数',
      materials.filter(({ seq, consumed }) => (used.get(seq) ?? Exact.zero).toQuantity() === consumed).length,
      materials.length,
    ),
  ]
}

const netOf = (of: WriteOffReport['products'][number]): bigint => of.exported + of.transferredOut - of.returnedIn + of.returnedOut

/** Without what has no column in the message (减免、以产顶进), which its remark says. */
const netExportOf = ({ balance }: ReportBooks, seq: number): bigint =>
  balance.products
    .filter((product) => product.seq === seq)
    .reduce((sum, { netExport, otherwiseOut }) => sum + netExport - otherwiseOut, noQuantity as bigint)

/** R-109 once more, exactly and by another way than the balance goes. */
function usesOf({ balance }: ReportBooks, consumption: readonly ConsumptionLine[]): Map<number, Exact> {
  const exported = new Map(balance.products.map(({ seq, version, netExport }) => [`${seq}:${version}`, netExport]))
  const uses = new Map<number, Exact>()
  for (const line of consumption) {
    const netExport = exported.get(`${line.productSeq}:${line.version}`) ?? noQuantity
    if (netExport === noQuantity) continue
    uses.set(line.materialSeq, (uses.get(line.materialSeq) ?? Exact.zero).plus(bondedUse(netExport, line).use))
  }
  return uses
}
