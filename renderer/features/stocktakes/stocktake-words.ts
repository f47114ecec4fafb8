import type { Code } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { quantity } from '../../../shared/domain/exact.ts'
import {
  countKindNames,
  countKinds,
  decisionProblem,
  differenceReasons,
  disposalFits,
  disposals,
} from '../../../shared/domain/stocktake.ts'
import type { CountKind, Disposal } from '../../../shared/domain/stocktake.ts'
import type { Tone } from '../../components/tag.tsx'

export type Stocktake = Output<'stocktakes.list'>['stocktakes'][number]
export type StocktakeDetail = Output<'stocktakes.get'>
export type Difference = StocktakeDetail['differences'][number]
export type SharedPart = StocktakeDetail['shared'][number]
export type Sheet = StocktakeDetail['sheetsOf'][number]
export type CountRow = Output<'stocktakes.counts'>['rows'][number]

export const stocktakeStates: Record<Stocktake['state'], { name: string; tone: Tone }> = {
  counting: { name: '盘点中', tone: 'accent' },
  settled: { name: '已定下', tone: 'neutral' },
  discarded: { name: '已作废', tone: 'struck' },
}

export const kindNames: Record<CountKind, string> = namesOf(countKinds)
/** The parts of what was counted, in the order of R-117, and how each goes in. */
export const physicalParts: readonly { kind: CountKind; sign: '+' | '−' }[] = countKindNames.map((kind) => ({
  kind,
  sign: countKinds[kind].sign === 1n ? '+' : '−',
}))
export { differenceReasons as reasonNames }
export const disposalNames: Record<Disposal, string> = namesOf(disposals)

function namesOf<K extends string>(meanings: Readonly<Record<K, { name: string }>>): Record<K, string> {
  // The keys of an object literal are those of its type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(Object.entries<{ name: string }>(meanings).map(([key, { name }]) => [key, name])) as Record<K, string>
}

export const isShort = ({ difference }: Difference): boolean => difference.startsWith('-')
/** What may become of a difference: a shortage is taxed, a surplus carried or traced to its version. */
export const disposalsOf = ({ difference }: Difference): readonly Disposal[] =>
  disposalChoices.values.filter((disposal) => disposalFits(disposal, quantity(difference)))

/** Why a difference outside the tolerance is not settled yet; undefined where it is, or is within it. */
export const openProblem = (row: Difference): string | undefined =>
  row.withinTolerance ? undefined : decisionProblem({ difference: quantity(row.difference), withinTolerance: false }, row)

/** Words to choose from in a cell: typed by number, name or pinyin initials; the cell keeps the word. */
export class Choices<T extends string> {
  readonly codes: readonly Code[]
  private readonly names: Readonly<Record<T, string>>
  readonly values: readonly T[]

  constructor(names: Readonly<Record<T, string>>) {
    this.names = names
    // The keys of an object literal are those of its type.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    this.values = Object.keys(names) as T[]
    this.codes = this.values.map((value, place) => ({ code: String(place + 1), name: names[value] }))
  }

  /** The word for what was typed: a number, the word itself, or both; other text stays as it is. */
  clean(typed: string): string {
    const text = typed.normalize('NFKC').trim()
    return this.codes.find(({ code, name }) => text === code || text === name || text === `${code} ${name}`)?.name ?? text
  }

  /** '' for none. */
  codeOf(value: T | null): string {
    return (value !== null && this.codes.find(({ name }) => name === this.names[value])?.code) || ''
  }

  valueOf(word: string): T | undefined {
    return this.values.find((value) => this.names[value] === word)
  }
}
export const kindChoices = new Choices(kindNames)
export const reasonChoices = new Choices(differenceReasons)
export const disposalChoices = new Choices(disposalNames)

export const differenceKey = ({ handbookNo, seq }: Pick<Difference, 'handbookNo' | 'seq'>): string => `${handbookNo}.${seq}`
