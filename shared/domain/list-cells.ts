import { cleanCode, cleanText, readDay, readDecimal } from './cell.ts'
import type { Cells } from './handbook-record-cells.ts'
import { listField, listFields } from './list-fields.ts'
import type { ListField, ListPart } from './list-fields.ts'
import { parseEntered, printMoney, printQuantity } from './exact.ts'

type Reading = { readonly text: string } | { readonly reason: string }

const problems = { notANumber: '不是数字', tooManyDecimals: '小数位数过多', tooLarge: '数值过大' } as const

function readFigure(field: ListField, typed: string): Reading {
  const name = field.kind === 'quantity' ? 'Quantity' : 'Money'
  const plain = readDecimal(typed)
  const value = plain === undefined ? 'notANumber' : parseEntered(name, plain)
  if (typeof value === 'string') return { reason: `${problems[value]}（填写了“${shortened(typed)}”）` }
  if (value <= 0n) return { reason: `应大于零（填写了“${shortened(typed)}”）` }
  const text =
    field.kind === 'quantity'
      ? printQuantity(value as Parameters<typeof printQuantity>[0])
      : printMoney(value as Parameters<typeof printMoney>[0])
  const decimals = text.split('.')[1]?.length ?? 0
  return decimals > field.most ? { reason: `最多 ${field.most} 位小数（填写了“${shortened(typed)}”）` } : { text }
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
/** What a formula of a workbook leaves where it has no value. */
const formulaError = /^(#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)|（公式没有计算结果）)$/

/** The canonical text of a cell, empty for an empty one, or why it is wrong. */
function readCell(field: ListField, cell: string): Reading {
  if (cell === '') return { text: '' }
  const typed = cleanText(cell)
  if (typed === '') return { text: '' }
  if (formulaError.test(typed)) return { reason: `是公式错误值 ${typed}` }
  if (field.kind === 'quantity' || field.kind === 'money') return readFigure(field, typed)
  if (field.table) {
    const code = field.table.find(typed)
    return code === undefined ? { reason: `不在代码表中（填写了“${shortened(typed)}”）` } : { text: code }
  }
  if (field.kind === 'day') {
    const day = readDay({ text: typed, kind: 'text' })
    return day === undefined ? { reason: `不是有效日期（填写了“${shortened(typed)}”）` } : { text: day }
  }
  if (field.kind === 'seq') {
    const plain = readDecimal(typed)?.replace(/\.0+$/, '')
    return plain !== undefined && /^0*[1-9]\d{0,8}$/.test(plain)
      ? { text: plain.replace(/^0+/, '') }
      : { reason: `应为正整数（填写了“${shortened(typed)}”）` }
  }
  const text = field.kind === 'code' ? cleanCode(typed) : typed
  if (text.length > field.most) return { reason: `超过 ${field.most} 个字符（填写了 ${text.length} 个）` }
  if (field.form && !field.form.pattern.test(text)) return { reason: `${field.form.said}（填写了“${shortened(text)}”）` }
  return { text }
}

/** Why a cell is wrong by itself, in Chinese after the field's label; undefined for a right or an empty one. */
export function listCellProblem(part: ListPart, id: string, typed: string): string | undefined {
  const field = listField(part, id)
  const reading = field && readCell(field, typed)
  return reading && 'reason' in reading ? reading.reason : undefined
}

/** A right cell in its canonical form, a wrong one as typed. */
export function normaliseListCell(part: ListPart, id: string, typed: string): string {
  const field = listField(part, id)
  const reading = field && readCell(field, typed)
  return reading && 'text' in reading ? reading.text : cleanText(typed)
}

/** Empty cells are left out. */
export function normaliseListCells(part: ListPart, cells: Cells): Record<string, string> {
  const result: Record<string, string> = {}
  for (const { id } of listFields[part]) {
    const typed = cells[id]
    const text = typed === undefined ? '' : normaliseListCell(part, id, typed)
    if (text !== '') result[id] = text
  }
  return result
}
