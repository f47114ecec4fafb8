import { shownUnit } from '../codes/tables.ts'
import { holdsOn } from './dated-row.ts'
import type { Held, Missing } from './dated-row.ts'
import type { Day } from './day.ts'
import { Exact, exactMoney, exactPercent, printMoney, printRate } from './exact.ts'
import type { Money, Rate } from './exact.ts'

export const tariffKinds = {
  mfn: '最惠国',
  provisional: '暂定',
  agreement: '协定',
  general: '普通',
  antiDumping: '反倾销',
  countervailing: '反补贴',
  safeguard: '保障措施',
  retaliatory: '报复性关税',
  consumption: '消费税',
  vat: '增值税',
  fund: '处理基金',
} as const
export type TariffKind = keyof typeof tariffKinds

/** Trade remedies, each charged beside the others. */
const remedyKinds = ['antiDumping', 'countervailing', 'safeguard', 'retaliatory'] as const satisfies readonly TariffKind[]
/** What differs by the origin of the goods. */
export const ofOrigin: ReadonlySet<TariffKind> = new Set<TariffKind>(['agreement', ...remedyKinds])

/** One rate of a commodity. At least one of `rate` and `specific` is set. */
export interface TariffRow extends Held {
  /** A prefix of 2 to 10 digits. */
  hsCode: string
  name: string
  kind: TariffKind
  /** Of agreements and trade remedies the origin, 3-digit code; empty: every origin. */
  country: string
  /** Of an agreement its name, of a trade remedy the maker; may be empty. */
  scope: string
  /** Ad valorem, percent. */
  rate: Rate | null
  /** CNY per `unit`. */
  specific: Money | null
  /** Code of the unit; empty where `specific` is null. */
  unit: string
}

/** The goods as far as their rate depends on them. */
export interface TariffQuestion {
  /** Ten digits. */
  hsCode: string
  /** Three-digit code; empty where it is unknown. */
  origin: string
  /** Name of the agreement that the proof of origin is of; empty: any of the origin. Undefined without proof. */
  agreement?: string | undefined
  /** Of goods with trade remedies: who made them. Unknown, the highest measure of the origin holds. */
  maker?: string | undefined
  /** The day of completing the tax formalities. */
  on: Day
  /** 计税价格 in CNY. */
  value: Exact
  /** In every unit that is known of the goods: declared, legal, second legal. */
  quantities: readonly { unit: string; quantity: Exact }[]
}

/** 701 国(地)别不详 */
const noOrigin = new Set(['', '701'])

/** A rate that was chosen, what it comes to on the goods before other taxes, and why it was this one. */
export interface ChosenRate {
  row: TariffRow
  /** `base` × rate + quantity × specific, exact. */
  amount: Exact
  why: string
}

/** The rates of a table by their prefix; kept as long as the table itself is. */
const indexes = new WeakMap<readonly TariffRow[], ReadonlyMap<string, readonly TariffRow[]>>()
function indexOf(rows: readonly TariffRow[]): ReadonlyMap<string, readonly TariffRow[]> {
  const known = indexes.get(rows)
  if (known) return known
  const index = new Map<string, TariffRow[]>()
  for (const row of rows) {
    const same = index.get(row.hsCode)
    if (same) same.push(row)
    else index.set(row.hsCode, [row])
  }
  indexes.set(rows, index)
  return index
}

/** The rows that suit and hold for a code on a day, of the longest prefix that has any. */
function candidates(
  rows: readonly TariffRow[],
  { hsCode, on }: Pick<TariffQuestion, 'hsCode' | 'on'>,
  suits: (row: TariffRow) => boolean,
): readonly TariffRow[] {
  const index = indexOf(rows)
  for (let length = hsCode.length; length >= 2; length -= 1) {
    const found = (index.get(hsCode.slice(0, length)) ?? []).filter((row) => holdsOn(row, on) && suits(row))
    if (found.length > 0) return found
  }
  return []
}

/** What a rate comes to on a base: ad valorem, specific, or both. Missing where the goods have no quantity in its unit. */
export function amountOf(row: TariffRow, base: Exact, { hsCode, quantities }: TariffQuestion): Exact | Missing {
  const byValue = row.rate === null ? Exact.zero : base.times(exactPercent(row.rate))
  if (row.specific === null) return byValue
  const counted = quantities.find(({ unit }) => unit === row.unit)
  if (!counted) return { missing: 'quantity', hsCode, kind: tariffKinds[row.kind], unit: shownUnit(row.unit) }
  return byValue.plus(counted.quantity.times(exactMoney(row.specific)))
}

/** `6.5%`, `每单位 1.2 元`, or both. */
export const rateText = ({ rate, specific }: TariffRow): string =>
  [rate !== null && `${printRate(rate)}%`, specific !== null && `每单位 ${printMoney(specific)} 元`].filter(Boolean).join(' + ')

const missingRate = ({ hsCode, on }: TariffQuestion, kind: TariffKind): Missing => ({
  missing: 'tariffRate',
  hsCode,
  kind: tariffKinds[kind],
  on,
})

/** The row whose amount is the lowest (or highest); the first of equals. Undefined of no rows. */
function extreme(
  rows: readonly TariffRow[],
  question: TariffQuestion,
  which: 'lowest' | 'highest',
): { row: TariffRow; amount: Exact } | Missing | undefined {
  let best: { row: TariffRow; amount: Exact } | undefined
  for (const row of rows) {
    const amount = amountOf(row, question.value, question)
    if ('missing' in amount) return amount
    if (!best || (which === 'lowest' ? amount.isLessThan(best.amount) : best.amount.isLessThan(amount))) best = { row, amount }
  }
  return best
}

/** R-76 (关税法 art 12, 13): the normal duty of goods of known origin. */
function ofKnownOrigin(rows: readonly TariffRow[], question: TariffQuestion): ChosenRate | Missing {
  const of = (kind: TariffKind) => candidates(rows, question, (row) => row.kind === kind)
  const provisional = extreme(of('provisional'), question, 'lowest')
  const mfn = extreme(of('mfn'), question, 'lowest')
  if (provisional && 'missing' in provisional) return provisional
  if (mfn && 'missing' in mfn) return mfn
  const { agreement, origin } = question
  const agreed =
    agreement === undefined
      ? undefined
      : extreme(
          candidates(
            rows,
            question,
            (row) => row.kind === 'agreement' && row.country === origin && (agreement === '' || row.scope === agreement),
          ),
          question,
          'lowest',
        )
  if (agreed && 'missing' in agreed) return agreed
  if (provisional) {
    if (agreed?.amount.isLessThan(provisional.amount)) return { ...agreed, why: '有原产地证明，协定税率低于暂定税率，从低适用' }
    return { ...provisional, why: agreed ? '暂定税率不高于协定税率，从低适用' : '有暂定税率，优先于最惠国税率' }
  }
  if (!mfn) return missingRate(question, 'mfn')
  if (agreed && !mfn.amount.isLessThan(agreed.amount)) return { ...agreed, why: '有原产地证明，适用协定税率' }
  if (agreed) return { ...mfn, why: '最惠国税率低于协定税率，又没有暂定税率' }
  return { ...mfn, why: agreement === undefined ? '没有原产地证明，适用最惠国税率' : '没有相应的协定税率，适用最惠国税率' }
}

/** The measures of one origin, each kind once: of the maker where he is named, else the highest. */
function remediesOf(rows: readonly TariffRow[], question: TariffQuestion, origin: string): ChosenRate[] | Missing {
  const chosen: ChosenRate[] = []
  for (const kind of remedyKinds) {
    const own = candidates(rows, question, (row) => row.kind === kind && (row.country === origin || row.country === ''))
    const { maker } = question
    const ofMaker = maker === undefined || maker === '' ? [] : own.filter(({ scope }) => scope === maker)
    const highest = extreme(ofMaker.length > 0 ? ofMaker : own, question, 'highest')
    if (highest && 'missing' in highest) return highest
    if (!highest) continue
    const why = ofMaker.length > 0 ? `厂商 ${maker} 的措施` : own.length > 1 ? '厂商不明，适用最高的一项措施' : '原产国的措施'
    chosen.push({ ...highest, why })
  }
  return chosen
}

const sum = (chosen: readonly ChosenRate[]): Exact => chosen.reduce((total, { amount }) => total.plus(amount), Exact.zero)

/** What is levied as duty, and as trade remedies beside it. */
export interface DutyChoice {
  duty: ChosenRate
  remedies: readonly ChosenRate[]
}

/**
 * which duty holds, and which trade remedies. Goods whose origin cannot be shown bear the general rate, and where the
 * commodity has trade remedies the higher of it and of the highest measure on top of the normal rate (关税法 art 19).
 */
export function chooseDuty(rows: readonly TariffRow[], question: TariffQuestion): DutyChoice | Missing {
  if (!noOrigin.has(question.origin)) {
    const duty = ofKnownOrigin(rows, question)
    if ('missing' in duty) return duty
    const remedies = remediesOf(rows, question, question.origin)
    return 'missing' in remedies ? remedies : { duty, remedies }
  }
  const general = extreme(
    candidates(rows, question, ({ kind }) => kind === 'general'),
    question,
    'lowest',
  )
  if (general === undefined) return missingRate(question, 'general')
  if ('missing' in general) return general
  const plain: DutyChoice = { duty: { ...general, why: '原产地不明，适用普通税率' }, remedies: [] }

  const origins = new Set(
    remedyKinds.flatMap((wanted) => candidates(rows, question, ({ kind }) => kind === wanted)).map(({ country }) => country),
  )
  let worst: ChosenRate[] | undefined
  for (const origin of origins) {
    const measures = remediesOf(rows, { ...question, maker: undefined }, origin)
    if ('missing' in measures) return measures
    if (!worst || sum(worst).isLessThan(sum(measures))) worst = measures
  }
  if (!worst) return plain
  const normal = ofKnownOrigin(rows, { ...question, agreement: undefined })
  if ('missing' in normal) return normal
  if (!plain.duty.amount.isLessThan(normal.amount.plus(sum(worst))))
    return { ...plain, duty: { ...plain.duty, why: '原产地不能证明，普通税率不低于最高措施加正常税率（关税法第十九条）' } }
  const why = '原产地不能证明，最高措施加正常税率高于普通税率（关税法第十九条）'
  return { duty: { ...normal, why }, remedies: worst.map((each) => ({ ...each, why })) }
}

/** The one row of consumption tax, VAT or fund that holds for a code on a day; the first of several that suit. */
export const rowFor = (
  rows: readonly TariffRow[],
  question: Pick<TariffQuestion, 'hsCode' | 'on'>,
  kind: 'consumption' | 'vat' | 'fund',
): TariffRow | undefined => candidates(rows, question, (row) => row.kind === kind)[0]
