import type { WriteOffBalance } from './balance.ts'
import type { Day } from './day.ts'
import type { DeclarationLine, MergedLine } from './declaration-lines.ts'
import type { Money, Quantity, Rate } from './exact.ts'
import type { CellProblem, Cells } from './handbook-record-cells.ts'
import type { ListBusiness } from './list-business.ts'
import type { ExaminedLine } from './list-lines.ts'

/** As shared/contract/values.ts has it: the rule, what is wrong, what to do, and where. */
export interface ListGuard {
  severity: 'passes' | 'warns' | 'blocks'
  rule: string
  message: string
  next: string
  lineNo: number | null
  column: string
  to: string | null
}

/** Everything that the guards of a list look at. */
export interface ListFacts {
  today: Day
  business: ListBusiness
  mode: string
  declarationType: '1' | '2' | '3'
  handbook: {
    handbookNo: string
    kind: string
    levyNature: string
    establishedOn: Day
    validTo: Day
    consumptionStage: '1' | '2'
    pauseMark: string
    closedOn: Day | undefined
    /** Reported, and not sent back. */
    reportedOn: Day | undefined
    operatorCustomsCode: string
    processorCustomsCode: string
  }
  hasEnterprise: boolean
  /** Cells with what is proposed. */
  head: Cells
  headProblems: readonly CellProblem[]
  declaredOn: Day | undefined
  declaredToCustoms: boolean
  lines: readonly ExaminedLine[]
  /** Of a change: whether anything differs from the list in the books; R-68 says why it may not be, or what to look at. */
  change: { differs: boolean; allowed: boolean; reason: string; next: string; innerNo: string } | undefined
  /** what has this 企业内部编号 already. */
  innerNoTakenBy: string | undefined
  /** why no transfer is accepted now. */
  transferBars: readonly string[]
  /** The other handbook of a surplus transfer, where it is in these books. */
  relatedHandbook:
    | {
        handbookNo: string
        operatorCustomsCode: string
        processorCustomsCode: string
        /** Whether it has recorded a material of this code and name. */
        hasMaterial(hsCode: string, name: string): boolean
      }
    | undefined
  /** `seq:version`: with any consumption, and with declared consumption. */
  recordedVersions: ReadonlySet<string>
  declaredVersions: ReadonlySet<string>
  /** `seq:version` → what has drifted. */
  drifting: ReadonlyMap<string, string>
  /** Without this list and, of a change, without the list that it changes; lists that wait for customs count as if booked. */
  before: WriteOffBalance
  /** With this list, so far as its lines are right. */
  after: WriteOffBalance
  /** As the books are now, with the list that is to change. */
  now: WriteOffBalance
  materialName(seq: number): string
  recordedOf(seq: number): Quantity | undefined
  history: readonly {
    seq: number
    currency: string
    quantity: Quantity
    value: Money
    legalBase: Quantity
    legalQuantity: Quantity
  }[]
  hasStandard(hsCode: string): boolean
  merged: readonly MergedLine[]
  declaration: readonly DeclarationLine[]
  parameters: { priceTolerance: Rate; scrapTolerance: Rate; declarationLines: number }
}
