import { readDay, readDecimal } from '../../../shared/domain/cell.ts'
import type { ColumnKind } from './column.ts'
import { readExact } from './exact-text.ts'

interface Filter {
  /** As the engine reads it: half-width operator, plain decimal, `YYYY-MM-DD`. */
  expression: string
  matches(text: string): boolean
}

/** For comparing what is typed with what stands there: full-width forms and the size of letters make no difference. */
export const fold = (text: string): string => {
  // Nearly every cell is without full-width forms, and a table has a million cells.
  const plain = /[\u3000\uff00-\uffef]/.test(text) ? text.normalize('NFKC') : text
  return plain.toLowerCase()
}

const comparisons = {
  '>': (order: number) => order > 0,
  '<': (order: number) => order < 0,
  '>=': (order: number) => order >= 0,
  '<=': (order: number) => order <= 0,
  '=': (order: number) => order === 0,
} as const satisfies Record<string, (order: number) => boolean>
type Operator = keyof typeof comparisons
const operators: readonly Operator[] = ['>', '<', '>=', '<=', '=']

/** `undefined` for an empty filter, `invalid` where a comparison has no value of the column's kind to compare with. */
export function readFilter(typed: string, kind: ColumnKind): Filter | 'invalid' | undefined {
  const text = typed.trim()
  if (text === '') return undefined
  const match = /^(>=|<=|>|<|=)\s*(.*)$/.exec(text.normalize('NFKC').replace('≥', '>=').replace('≤', '<='))
  const operator = operators.find((sign) => sign === match?.[1])
  if (operator && kind === 'quantity') return compareQuantities(operator, match?.[2] ?? '')
  if (operator && kind === 'date') return compareDays(operator, match?.[2] ?? '')
  if (operator === '=') {
    const wanted = fold(match?.[2] ?? '')
      .split('|')
      .map((each) => each.trim())
    return { expression: `=${match?.[2] ?? ''}`, matches: (cell) => wanted.includes(fold(cell)) }
  }
  // A quantity is shown with separators, so it is looked for with them too.
  const part = fold(kind === 'quantity' ? text.replace(/[,，]/g, '') : text)
  return { expression: part === fold(text) ? text : part, matches: (cell) => fold(cell).includes(part) }
}

function compareQuantities(operator: Operator, text: string): Filter | 'invalid' {
  const decimal = readDecimal(text)
  const limit = decimal === undefined ? undefined : readExact(decimal)
  if (decimal === undefined || limit === undefined) return 'invalid'
  return {
    expression: operator + decimal,
    matches: (cell) => {
      const value = readExact(cell)
      return value !== undefined && comparisons[operator](value > limit ? 1 : value < limit ? -1 : 0)
    },
  }
}

function compareDays(operator: Operator, text: string): Filter | 'invalid' {
  const limit = readDay({ text, kind: 'text' })
  if (limit === undefined) return 'invalid'
  return {
    expression: operator + limit,
    matches: (cell) => cell !== '' && comparisons[operator](cell > limit ? 1 : cell < limit ? -1 : 0),
  }
}
