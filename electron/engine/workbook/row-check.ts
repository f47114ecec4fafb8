import type { RefusedRow } from '../../../shared/contract/values.ts'
import { cleanCode, cleanText, readDay, readDecimal, readPercent } from '../../../shared/domain/cell.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { noQuantity, parseEntered } from '../../../shared/domain/exact.ts'
import type { Money, Quantity, Rate } from '../../../shared/domain/exact.ts'
import type { TableRow, TableSpec } from './table-reader.ts'

/** The first way of writing each value: what a message tells the clerk. */
const namesOf = (words: Readonly<Record<string, string>>): string =>
  [
    ...new Map(
      Object.entries(words)
        .toReversed()
        .map(([word, value]) => [value, word]),
    ).values(),
  ]
    .toReversed()
    .join(' 或 ')

/** The value of a word, or of a code with its word where they agree: `I-进口`, `料件(I)`. */
function wordOf<Value extends string>(words: Readonly<Record<string, Value>>, text: string): Value | undefined {
  if (Object.hasOwn(words, text)) return words[text]
  const bare = text.replace(/[-:()[\]【】/.、]/g, '')
  return Object.keys(words)
    .filter((word) => bare.startsWith(word) && words[bare.slice(word.length)] === words[word])
    .map((word) => words[word])[0]
}

/** Collects what is wrong in a workbook, with the place. */
type Report = (refused: RefusedRow) => void

const numberProblems = {
  notANumber: '不是数字',
  tooManyDecimals: '小数位数过多',
  tooLarge: '数值过大',
} as const

/**
 * Reads the cells of one row, cleaning what is harmless and reporting what is not. Every reader answers undefined for a cell that
 * is refused (or empty and not required); {@link failed} says whether anything was refused.
 */
export class RowCheck<Id extends string> {
  readonly row: number
  private problems = 0
  private readonly cells: TableRow<Id>['cells']
  private readonly sheet: string
  private readonly spec: TableSpec<Id>
  private readonly report: Report

  constructor(spec: TableSpec<Id>, sheet: string, row: TableRow<Id>, report: Report) {
    this.spec = spec
    this.sheet = sheet
    this.row = row.row
    this.cells = row.cells
    this.report = report
  }

  get failed(): boolean {
    return this.problems > 0
  }

  refuse(id: Id, code: string, what: string): undefined {
    this.problems += 1
    const column = this.spec.columns.find((each) => each.id === id)?.heading ?? id
    this.report({ sheet: this.sheet, row: this.row, column, code, message: `第 ${this.row} 行“${column}”${what}` })
    return undefined
  }

  /** Text as it stands, blanks around it taken off. */
  text(id: Id, most: number, need: 'required' | 'optional'): string | undefined {
    return this.textOf(id, most, need, cleanText)
  }

  /** A number, code or mark: half width, no blanks inside. */
  code(id: Id, most: number, need: 'required' | 'optional'): string | undefined {
    return this.textOf(id, most, need, cleanCode)
  }

  private textOf(id: Id, most: number, need: 'required' | 'optional', clean: (text: string) => string): string | undefined {
    const text = this.filled(id, clean)
    if (text === undefined) return undefined
    if (text === '') return need === 'optional' ? '' : this.refuse(id, 'cell.required', '没有填写')
    if (text.length > most) return this.refuse(id, 'cell.tooLong', `超过 ${most} 个字符（填写了 ${text.length} 个）`)
    return text
  }

  /** A code of a customs table, found by code or name. */
  inTable(id: Id, find: (text: string) => string | undefined, need: 'required' | 'optional'): string | undefined {
    const text = this.filled(id, cleanText)
    if (text === undefined) return undefined
    if (text === '') return need === 'optional' ? '' : this.refuse(id, 'cell.required', '没有填写')
    return find(text) ?? this.refuse(id, 'cell.unknownCode', `不在代码表中（填写了“${text}”）`)
  }

  /** One of a closed set of words. */
  oneOf<Value extends string>(id: Id, words: Readonly<Record<string, Value>>): Value | undefined {
    const text = this.filled(id, cleanCode)
    if (text === undefined) return undefined
    if (text === '') return this.refuse(id, 'cell.required', '没有填写')
    return wordOf(words, text) ?? this.refuse(id, 'cell.unknownCode', `应为 ${namesOf(words)}（填写了“${text}”）`)
  }

  /** A declared quantity: above zero, at most 5 decimals (C-4). */
  quantity(id: Id): Quantity | undefined {
    const value = this.scaled('Quantity', id, readDecimal, 'required')
    if (value === undefined || value === null) return undefined
    if (value < 0n) return this.refuse(id, 'cell.negative', `不能为负（填写了 ${this.shown(id)}）`)
    if (value === 0n) return this.refuse(id, 'cell.zero', '不能为零')
    return value
  }

  /** Goods weighed or counted: zero or more, and zero where nothing is written. */
  amount(id: Id): Quantity | undefined {
    const value = this.scaled('Quantity', id, readDecimal, 'optional')
    if (value === null) return noQuantity
    return value !== undefined && value < 0n ? this.refuse(id, 'cell.negative', `不能为负（填写了 ${this.shown(id)}）`) : value
  }

  /** Null where an optional amount is not filled. */
  money(id: Id): Money | null | undefined {
    const value = this.scaled('Money', id, readDecimal, 'optional')
    return value !== undefined && value !== null && value < 0n
      ? this.refuse(id, 'cell.negative', `不能为负（填写了 ${this.shown(id)}）`)
      : value
  }

  /** A consumption or a percentage, at most 9 decimals; `fallback` where it may be left empty. */
  rate(id: Id, kind: 'plain' | 'percent', fallback?: Rate): Rate | undefined {
    const value = this.scaled(
      'Rate',
      id,
      kind === 'percent' ? readPercent : readDecimal,
      fallback === undefined ? 'required' : 'optional',
    )
    if (value === null) return fallback
    return value !== undefined && value < 0n ? this.refuse(id, 'cell.negative', `不能为负（填写了 ${this.shown(id)}）`) : value
  }

  /** A counting number: 序号, 备案序号. */
  sequence(id: Id): number | undefined {
    const text = this.filled(id, cleanCode)
    if (text === undefined) return undefined
    if (text === '') return this.refuse(id, 'cell.required', '没有填写')
    const plain = readDecimal(text)?.replace(/\.0+$/, '')
    if (plain === undefined || !/^0*[1-9]\d{0,8}$/.test(plain))
      return this.refuse(id, 'cell.notASequence', `应为正整数（填写了“${text}”）`)
    return Number(plain)
  }

  day(id: Id): Day | undefined {
    const text = this.filled(id, cleanText)
    if (text === undefined) return undefined
    if (text === '') return this.refuse(id, 'cell.required', '没有填写')
    return (
      readDay({ text, kind: this.cells[id]?.kind ?? 'text' }) ??
      this.refuse(id, 'cell.notADay', `不是有效日期（填写了“${text}”）`)
    )
  }

  /** For a refusal: what the clerk sees in the cell. */
  shown(id: Id): string {
    return cleanText(this.cells[id]?.text ?? '')
  }

  private filled(id: Id, clean: (text: string) => string): string | undefined {
    const cell = this.cells[id]
    if (cell?.kind === 'error') return this.refuse(id, 'cell.error', `是公式错误值 ${cell.text}`)
    return clean(cell?.text ?? '')
  }

  private scaled<Name extends 'Quantity' | 'Money' | 'Rate'>(
    name: Name,
    id: Id,
    read: (text: string) => string | undefined,
    need: 'required' | 'optional',
  ) {
    const text = this.filled(id, cleanText)
    if (text === undefined) return undefined
    if (text === '') return need === 'optional' ? null : this.refuse(id, 'cell.required', '没有填写')
    const plain = read(text)
    const value = plain === undefined ? 'notANumber' : parseEntered(name, plain)
    if (typeof value === 'string') return this.refuse(id, `cell.${value}`, `${numberProblems[value]}（填写了“${text}”）`)
    return value
  }
}
