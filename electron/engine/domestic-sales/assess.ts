import { Refusal } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import type { ConsumptionLine, MaterialBalance } from '../../../shared/domain/balance.ts'
import { collectiveDeadline } from '../../../shared/domain/collective-sale.ts'
import type { CollectiveDeadline } from '../../../shared/domain/collective-sale.ts'
import { versionKey } from '../../../shared/domain/consumption-version.ts'
import { sayMissing } from '../../../shared/domain/dated-row.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { cents, Exact, exactMoney, exactRate, money, noQuantity, rate } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { payBy } from '../../../shared/domain/payment.ts'
import { postingRule } from '../../../shared/domain/posting-rules.ts'
import { saleProblems } from '../../../shared/domain/sale-guards.ts'
import type { SaleCircumstances } from '../../../shared/domain/sale-guards.ts'
import { processingOf, treatmentOf } from '../../../shared/domain/sale-kinds.ts'
import { interestFor, materialAssessment, taxablesOf, taxSheet } from '../../../shared/domain/tax-sheet.ts'
import type {
  ImportFact,
  MaterialAssessment,
  SaleFacts,
  SaleLine,
  SaleMaterial,
  SheetInterest,
  SheetLack,
  TaxSheet,
} from '../../../shared/domain/tax-sheet.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService, ItemRow } from '../handbooks/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import type { Sale } from './sale-body.ts'

interface Neighbours {
  reference: ReferenceService
  handbooks: HandbooksService
  bondedLists: BondedListsService
  writeOff: WriteOffService
  handbookLife: HandbookLifeService
}

/** A sale beside its handbook and the rates of its days. */
export interface Assessment {
  declaredOn: Day
  taxBillOn: Day
  /** Undefined where something is missing; the guards say what. */
  sheet: TaxSheet | undefined
  payBy: Day | undefined
  collective: CollectiveDeadline | undefined
  guards: Guard[]
}

type Days = Pick<Assessment, 'declaredOn' | 'taxBillOn'>

/** What of a handbook every sale of it is held against. */
export interface SaleBooks {
  handbook: HandbookRow
  materials: ReadonlyMap<number, ItemRow>
  products: ReadonlySet<number>
  consumption: readonly ConsumptionLine[]
  declaredVersions: ReadonlySet<string>
  balances: ReadonlyMap<number, MaterialBalance>
  closedOn: Day | undefined
}

/** Computes the tax sheet of a sale and says what stands in its way. Nothing is written. */
export class SaleAssessor {
  private readonly services: Neighbours

  constructor(services: Neighbours) {
    this.services = services
  }

  /** the days that rates are taken of; both default to the day asked about. */
  daysOf({ declaredOn, taxBillOn }: Pick<Sale, 'declaredOn' | 'taxBillOn'>, today: Day): Days {
    const declared = declaredOn ?? today
    return { declaredOn: declared, taxBillOn: taxBillOn ?? (declared > today ? declared : today) }
  }

  /** Several sales of one handbook at one moment share what its books say. */
  booksOf(handbook: HandbookRow): SaleBooks {
    const { handbooks, handbookLife, writeOff } = this.services
    return {
      handbook,
      materials: new Map(handbooks.itemsOf(handbook.id, 'I').map((item) => [Number(item.seq), item])),
      products: new Set(handbooks.itemsOf(handbook.id, 'E').map(({ seq }) => Number(seq))),
      consumption: handbooks.consumptionOf(handbook.id),
      declaredVersions: handbooks.declaredVersions(handbook.id),
      balances: new Map(writeOff.compute(handbook.id).materials.map((material) => [material.seq, material])),
      closedOn: handbookLife.life(handbook.id).closed,
    }
  }

  assess(books: SaleBooks, sale: Sale, today: Day): Assessment {
    const { handbook } = books
    const days = this.daysOf(sale, today)
    try {
      const collective = this.collectiveDeadline(handbook, sale.head)
      const facts = this.factsOf(books, sale, days)
      const found = taxSheet(sale.lines, facts)
      const sheet = 'sheet' in found ? found.sheet : undefined
      const problems = saleProblems(sale.head, sale.lines, {
        today,
        treatment: facts.treatment,
        ...this.circumstances(books, sale, facts),
        collective,
        reportDays: Number(this.services.reference.parameterOn('disasterReportDays', sale.head.disasterOn ?? today).value),
        licence: sheet?.licence,
        declared: false,
        settled: false,
      })
      const lacks = 'lacks' in found ? found.lacks : []
      return {
        ...days,
        sheet,
        payBy: facts.treatment.taxed === 'nothing' ? undefined : this.payBy(days),
        collective,
        guards: [
          ...problems.map((problem) => ({ ...problem, to: null })),
          ...lacks.map((lack) => guardOf(lack, handbook.handbook_no)),
          ...openingInterest(facts, handbook.handbook_no),
        ],
      }
    } catch (error) {
      // A parameter that nobody has a value for blocks this sale, not the list of all.
      if (!(error instanceof Refusal) || error.failure.code !== 'reference.noParameter') throw error
      const { message, next = '' } = error.failure
      const to = paths.reference('rule-parameters')
      return {
        ...days,
        sheet: undefined,
        payBy: undefined,
        collective: undefined,
        guards: [{ severity: 'blocks', rule: '', message, next, lineNo: null, column: '', to }],
      }
    }
  }

  /**
   * What materials are worth and would be taxed at on a day, each by itself; also 来料 by the value declared at import, as
   * nobody has named a similar price yet.
   */
  materialsOn(
    handbook: HandbookRow,
    of: readonly { itemSeq: number; quantity: Quantity }[],
    on: Day,
  ): Map<number, MaterialAssessment> {
    const { handbooks } = this.services
    const lines = of.map(({ itemSeq, quantity }, index): SaleLine => ({
      lineNo: index + 1,
      itemSeq,
      version: '',
      quantity,
      completion: rate('100'),
      income: undefined,
      hsCode: '',
      name: '',
      bondedShare: rate('100'),
    }))
    const books = {
      handbook,
      materials: new Map(handbooks.itemsOf(handbook.id, 'I').map((item) => [Number(item.seq), item])),
      consumption: [],
    }
    const facts = {
      ...this.factsOf(books, { ...materialSaleOn(on), lines }, { declaredOn: on, taxBillOn: on }),
      processing: 'imported' as const,
    }
    return new Map(lines.map((line) => [line.itemSeq, materialAssessment(line, facts)]))
  }

  /** R-94; undefined of a sale that is declared by itself. */
  collectiveDeadline(handbook: HandbookRow, { collective, soldOn }: Pick<Sale['head'], 'collective' | 'soldOn'>) {
    if (!collective) return undefined
    const rule = this.services.reference.parameterOn('collectiveSaleDeadline', soldOn).value
    const validTo = this.cycleOf(handbook, soldOn)?.to ?? day(handbook.valid_to)
    return collectiveDeadline({ soldOn, rule, validTo, calendar: this.services.reference.calendar() })
  }

  /** R-71, raw. */
  payBy({ declaredOn, taxBillOn }: Days): Day {
    const { reference } = this.services
    const start = reference.parameterOn('paymentStart', declaredOn).value
    return payBy({ start, declaredOn, taxBillOn }, Number(reference.parameterOn('paymentDays', declaredOn).value))
  }

  /** What interest a sale bears by these days (R-96 … R-98). @throws where it cannot be told: a sheet has been frozen by it before */
  interestOf(handbook: HandbookRow, sale: Sale, days: Days): Omit<SheetInterest, 'taxes'> | undefined {
    const facts = { treatment: treatmentOf(sale.head), interest: this.interestFacts(handbook, days), ...days }
    const terms = interestFor(facts)
    if (!terms || !('missing' in terms)) return terms
    const { message, next } = sayMissing(terms)
    throw new Refusal({ code: 'sale.noInterest', message, next })
  }

  /** Of an account the cycle of a day. */
  private cycleOf(handbook: HandbookRow, on: Day): { from: Day; to: Day } | undefined {
    if (handbook.kind !== 'E') return undefined
    const cycle = this.services.handbookLife
      .cycles(handbook.handbook_no)
      .cycles.find(({ startsOn, endsOn }) => startsOn <= on && on <= endsOn)
    return cycle && { from: day(cycle.startsOn), to: day(cycle.endsOn) }
  }

  private interestFacts(handbook: HandbookRow, { taxBillOn }: Days): SaleFacts['interest'] {
    const { reference, bondedLists, handbookLife } = this.services
    const isAccount = handbook.kind === 'E'
    const firstImport = bondedLists.firstMaterialImport(handbook.id)
    const approved = isAccount
      ? handbookLife.cycles(handbook.handbook_no).cycles.flatMap(({ approvedOn }) => (approvedOn ? [day(approvedOn)] : []))
      : []
    return {
      isAccount,
      firstImport,
      firstImportIsOpening: firstImport !== undefined && bondedLists.openings.find(handbook.id)?.as_of === firstImport,
      lastWriteOff: approved
        .filter((on) => on <= taxBillOn)
        .toSorted()
        .at(-1),
      end: reference.parameterOn('interestEnd', taxBillOn).value,
      rateRow: reference.interestRateOn(taxBillOn),
      waiver: reference.interestWaiverOn(taxBillOn),
      yearBase: Number(reference.parameterOn('interestYearBase', taxBillOn).value),
      bothEnds: reference.parameterOn('interestBothEnds', taxBillOn).value === '1',
    }
  }

  private factsOf(
    { handbook, materials, consumption }: Pick<SaleBooks, 'handbook' | 'materials' | 'consumption'>,
    sale: Sale,
    days: Days,
  ): SaleFacts {
    const { reference, bondedLists } = this.services
    const { declaredOn } = days
    const cycle = this.cycleOf(handbook, sale.head.soldOn)
    const controls = reference.controlledOn(declaredOn)
    const parameter = (name: Parameters<ReferenceService['parameterOn']>[0]) => reference.parameterOn(name, declaredOn).value
    const treatment = treatmentOf(sale.head)
    const facts = {
      treatment,
      processing: processingOf(handbook.kind, handbook.supervision_mode) ?? 'imported',
      ...days,
      material: (seq: number) => materialOf(materials.get(seq), sale.materials.get(seq)),
      consumption,
      isTransfer: (mode: string) => {
        const posting = postingRule(mode, 'I', 'material')
        return posting?.goods === 'material' && posting.column === 'transferIn'
      },
      tariff: reference.tariffRows(),
      exchangeRateOn: (currency: string, on: Day) => reference.exchangeRateOn(currency, on),
      interest: this.interestFacts(handbook, days),
      valueDecimals: Number(parameter('valueDecimals')),
      taxFree: cents(parameter('taxFreePerShipment')),
      isRestricted: (hsCode: string) => controls(hsCode, 'import')?.control === 'restricted',
      imported: treatment.licence === 'smallSurplus' ? this.importedValue(handbook) : undefined,
      surplusLimit: { share: rate(parameter('surplusLicenceShare')), value: money(parameter('surplusLicenceValue')) },
    } satisfies Omit<SaleFacts, 'importsOf'>
    const seqs = [...new Set(taxablesOf(sale.lines, facts).map(({ itemSeq }) => itemSeq))]
    const imports = Map.groupBy(
      bondedLists
        .materialImports(handbook.id, seqs)
        .filter(({ declaredOn: on }) => on <= declaredOn && (!cycle || (cycle.from <= on && on <= cycle.to))),
      ({ itemSeq }) => itemSeq,
    )
    return { ...facts, importsOf: (seq): readonly ImportFact[] => imports.get(seq) ?? [] }
  }

  /** undefined where a price or a rate is missing: the share is then not told, and the limit not taken as kept. */
  private importedValue(handbook: HandbookRow): Exact | undefined {
    let sum = Exact.zero
    for (const { declaredOn, currency, total, withoutPrice } of this.services.bondedLists.importValues(handbook.id)) {
      const row = this.services.reference.exchangeRateOn(currency, declaredOn)
      if (withoutPrice > 0 || !row) return undefined
      sum = sum.plus(exactMoney(total).times(exactRate(row.rate)))
    }
    return sum
  }

  private circumstances(
    { handbook, materials, products, declaredVersions, balances, closedOn }: SaleBooks,
    sale: Sale,
    facts: SaleFacts,
  ): Pick<SaleCircumstances, 'possible' | 'establishedOn' | 'validTo' | 'closedOn' | 'hasItem' | 'hasVersion' | 'needs'> {
    const isProduct = ({ version }: { version: string }) =>
      facts.treatment.sold === 'product' || (facts.treatment.sold === 'either' && version !== '')
    const touchesBooks = facts.treatment.list === 'materialSale' || facts.treatment.list === 'destruction'
    const needs = touchesBooks ? Map.groupBy(taxablesOf(sale.lines, facts), ({ itemSeq }) => itemSeq) : new Map<number, never[]>()
    return {
      possible: processingOf(handbook.kind, handbook.supervision_mode) !== undefined,
      establishedOn: day(handbook.established_on),
      validTo: day(handbook.valid_to),
      closedOn,
      hasItem: (line) => (isProduct(line) ? products : materials).has(line.itemSeq),
      hasVersion: (line) => declaredVersions.has(versionKey(line.itemSeq, line.version)),
      needs: [...needs].map(([itemSeq, parts]) => {
        const { balance, reserved } = balances.get(itemSeq) ?? { balance: noQuantity, reserved: noQuantity }
        return {
          itemSeq,
          name: facts.material(itemSeq)?.name ?? '',
          needed: parts.reduce((sum, { quantity }) => sum.plus(quantity), Exact.zero),
          // What waits for its answer may still come to nothing; what it takes is spoken for.
          available: (reserved < 0n ? balance + reserved : balance) as Quantity,
        }
      }),
    }
  }
}

/** A sale of materials that nobody has made. */
const materialSaleOn = (on: Day): Omit<Sale, 'lines'> => ({
  head: {
    kind: 'material',
    soldOn: on,
    collective: false,
    deliveredOn: undefined,
    destruction: '',
    withIncome: false,
    disasterOn: undefined,
    reportedOn: undefined,
    licenceNo: '',
  },
  declaredOn: on,
  taxBillOn: on,
  materials: new Map(),
})

function materialOf(
  item: ItemRow | undefined,
  said: { country: string; proofNo: string; producer: string; similar: SaleMaterial['similar'] } | undefined,
): SaleMaterial | undefined {
  if (!item) return undefined
  return {
    name: item.name,
    hsCode: item.hs_code,
    unit: item.unit,
    origin: said?.country || item.country,
    proofNo: said?.proofNo ?? '',
    producer: said?.producer ?? '',
    similar: said?.similar,
  }
}

/** an older system's imports come without their days. */
function openingInterest({ treatment, interest }: SaleFacts, handbookNo: string): Guard[] {
  const { firstImport, firstImportIsOpening, isAccount, lastWriteOff } = interest
  if (!treatment.interest || !firstImport || !firstImportIsOpening || (isAccount && lastWriteOff)) return []
  return [
    {
      severity: 'warns',
      rule: 'R-97',
      message: `首批料件在期初内，进口日期不知道；缓税利息从期初截止日 ${firstImport} 起算，少于实际`,
      next: '请查旧系统首批料件的进口日期，利息以海关税单为准',
      lineNo: null,
      column: '',
      to: paths.writeOff('openings', handbookNo),
    },
  ]
}

const whereTo = (where: SheetLack['where'], handbookNo: string): string | null =>
  ({
    tariffRates: paths.reference('tariff-rates'),
    exchangeRates: paths.reference('exchange-rates'),
    interestRates: paths.reference('interest-rates'),
    lists: paths.handbook(handbookNo, 'lists'),
    sale: null,
  })[where]

const guardOf = ({ rule, message, next, lineNo, where }: SheetLack, handbookNo: string): Guard => ({
  severity: 'blocks',
  rule,
  message,
  next,
  lineNo,
  column: '',
  to: whereTo(where, handbookNo),
})
