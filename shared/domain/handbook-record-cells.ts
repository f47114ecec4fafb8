import { levyNatureName } from '../codes/tables.ts'
import { cleanCode, cleanText, readDay, readDecimal, readPercent } from './cell.ts'
import { parseDay } from './day.ts'
import type { Day } from './day.ts'
import { Exact, money, parseScaled, printMoney, printQuantity, printRate, quantity, rate } from './exact.ts'
import type { Money, Quantity, ScaledName } from './exact.ts'
import { headFields, isAccount, recordField, recordFields } from './handbook-record-fields.ts'
import type { FieldKind, RecordBody, RecordField, RecordPart } from './handbook-record-fields.ts'
import type { RecordConsumption, RecordHead, RecordItem } from './handbook-record.ts'
import { postingRule } from './posting-rules.ts'
import { consumptionProblem } from './unit-consumption.ts'
import type { ConsumptionProblem } from './unit-consumption.ts'

/** Field → text; a field that is not filled is left out. */
export type Cells = Readonly<Record<string, string>>
export interface CellProblem {
  column: string
  message: string
}
type ReadCells<T> = { readonly value: T } | { readonly problems: readonly CellProblem[] }
export interface RowOf {
  materials: RecordItem
  products: RecordItem
  consumptions: RecordConsumption
}

const scales: Partial<Record<FieldKind, ScaledName>> = { quantity: 'Quantity', money: 'Money', rate: 'Rate', percent: 'Rate' }
const printed = { Quantity: printQuantity, Money: printMoney, Rate: printRate } as const
/** Beyond this a figure is a slip of the hand; and sums of any number of real lines stay inside 64 bits. */
const largest = 10n ** 17n
const numberProblems = { notANumber: '不是数字', tooManyDecimals: '小数位数过多', tooLarge: '数值过大' } as const

type Reading = { readonly text: string } | { readonly reason: string }

/** What is asked of a record: all that customs wants when it is filed, what every one in force has, or what an account has of that. */
export type RecordUse = 'filing' | 'book' | 'account'

/** Of the rows below a head of this kind. */
export const useOfRows = (kind: string): 'filing' | 'account' => (isAccount(kind) ? 'account' : 'filing')

function readFigure(field: RecordField, typed: string, name: ScaledName, use: RecordUse): Reading {
  const plain = field.kind === 'percent' ? readPercent(typed) : readDecimal(typed)
  const value = plain === undefined ? 'notANumber' : parseScaled(name, plain)
  if (typeof value === 'string') return { reason: `${numberProblems[value]}（填写了“${typed}”）` }
  if (value > largest || value < -largest) return { reason: `数值过大（填写了“${typed}”）` }
  if (value < 0n) return { reason: '不能为负' }
  // An account may leave the quantity of an item open (数量控制标志).
  if (field.kind === 'quantity' && value === 0n && field.required === 'always' && use !== 'account') return { reason: '不能为零' }
  // `name` is the very scale that read it.
  return { text: (printed[name] as (value: bigint) => string)(value) }
}

function readTables(field: RecordField, typed: string): Reading {
  const found: string[] = []
  for (const word of typed.split(/[,，;；、]/)) {
    const one = cleanText(word)
    if (one === '') continue
    const code = field.table?.find(one)
    if (code === undefined) return { reason: `“${one}”不在代码表中` }
    found.push(code)
  }
  const all = found.join(',')
  return all.length > field.most ? { reason: `超过 ${field.most} 个字符` } : { text: all }
}

/** What a formula of a workbook leaves where it has no value. */
const formulaError = /^(#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)|（公式没有计算结果）)$/

/** The canonical text of a cell that is filled, or why it is wrong. */
function readFilled(field: RecordField, typed: string, use: RecordUse): Reading {
  if (formulaError.test(typed)) return { reason: `是公式错误值 ${typed}` }
  const name = scales[field.kind]
  if (name) return readFigure(field, typed, name, use)
  if (field.kind === 'tables') return readTables(field, typed)
  if (field.kind === 'table') {
    const code = field.table?.find(typed)
    return code === undefined ? { reason: `不在代码表中（填写了“${typed}”）` } : { text: code }
  }
  if (field.kind === 'day') {
    const day = readDay({ text: typed, kind: 'text' })
    return day === undefined ? { reason: `不是有效日期（填写了“${typed}”）` } : { text: day }
  }
  if (field.kind === 'seq') {
    const plain = readDecimal(typed)?.replace(/\.0+$/, '')
    return plain !== undefined && /^0*[1-9]\d{0,8}$/.test(plain)
      ? { text: plain.replace(/^0+/, '') }
      : { reason: `应为正整数（填写了“${typed}”）` }
  }
  const text = field.kind === 'code' ? cleanCode(typed) : typed
  if (text.length > field.most) return { reason: `超过 ${field.most} 个字符（填写了 ${text.length} 个）` }
  if (field.form && !field.form.pattern.test(text)) return { reason: `${field.form.said}（填写了“${text}”）` }
  return { text }
}

function readCell(field: RecordField, typed: string, use: RecordUse): Reading {
  const clean = cleanText(typed)
  if (clean !== '') return readFilled(field, clean, use)
  if (field.fallback !== undefined) return { text: field.fallback }
  const required =
    field.required === 'always' ||
    (field.required === 'filing' && use === 'filing') ||
    (field.required === 'handbook' && use !== 'account')
  return required ? { reason: '没有填写' } : { text: '' }
}

/** Why a cell is wrong by itself, in Chinese after the field's label; undefined for a right one. */
export function checkCell(part: RecordPart, column: string, typed: string): string | undefined {
  const field = recordField(part, column)
  if (!field) return '没有这个栏目'
  const reading = readCell(field, typed, 'filing')
  return 'reason' in reading ? reading.reason : undefined
}

/** The text to keep: canonical where it can be read (codes for names, half-width figures, days as YYYY-MM-DD), else as typed. */
export function normaliseCell(part: RecordPart, column: string, typed: string): string {
  const clean = cleanText(typed)
  const field = recordField(part, column)
  if (!field || clean === '') return clean
  const reading = readFilled(field, clean, 'filing')
  return 'text' in reading ? reading.text : clean
}

/** Empty cells are left out, so that two rows that say the same are the same. */
export function normaliseCells(part: RecordPart, cells: Cells): Cells {
  const kept: Record<string, string> = {}
  for (const { id } of recordFields[part]) {
    const text = normaliseCell(part, id, cells[id] ?? '')
    if (text !== '') kept[id] = text
  }
  return kept
}

/** What a new row has without anybody typing it. */
export function withFallbacks(part: RecordPart, cells: Cells): Cells {
  const filled: Record<string, string> = { ...cells }
  for (const { id, fallback } of recordFields[part]) if (fallback !== undefined) filled[id] ||= fallback
  return filled
}

/** Reads every cell of a row; `at` answers canonical texts, those of wrong cells empty. */
function readAll(part: RecordPart, cells: Cells, use: RecordUse) {
  const problems: CellProblem[] = []
  const texts = new Map<string, string>()
  for (const field of recordFields[part]) {
    const reading = readCell(field, cells[field.id] ?? '', use)
    if ('reason' in reading) problems.push({ column: field.id, message: `“${field.label}”${reading.reason}` })
    else texts.set(field.id, reading.text)
  }
  return { problems, at: (id: string): string => texts.get(id) ?? '' }
}

const cent = money('0.01')

/** 申报总价 of a new line: quantity × price, rounded half-up to 0.01 (C-3). */
export function lineTotal(of: Quantity, price: Money): Money {
  const exact = Exact.fraction(of * price, 10n ** 10n)
  return money(BigInt(exact.times(Exact.fraction(100n, 1n)).toText(0)) * cent)
}

/** Of an item's cells as they are typed; undefined while quantity or price is wrong. */
export function lineTotalOf(cells: Cells): string | undefined {
  const [amount, price] = [parsed('Quantity', cells['quantity']), parsed('Money', cells['unitPrice'])]
  if (amount === undefined || price === undefined) return undefined
  const total = lineTotal(quantity(amount), money(price))
  return total > largest ? undefined : printMoney(total)
}

function parsed(name: 'Quantity' | 'Money', typed = ''): bigint | undefined {
  const plain = readDecimal(cleanText(typed))
  const value = plain === undefined ? undefined : parseScaled(name, plain)
  return typeof value === 'bigint' ? value : undefined
}

function readItem(body: 'materials' | 'products', cells: Cells, use: RecordUse): ReadCells<RecordItem> {
  const { problems, at } = readAll(body, cells, use)
  if (problems.length > 0) return { problems }
  const [amount, unitPrice] = [quantity(at('quantity')), money(at('unitPrice'))]
  const total = at('total') === '' ? lineTotal(amount, unitPrice) : money(at('total'))
  if (total > largest) return { problems: [{ column: 'total', message: '“申报总价”数值过大' }] }
  return {
    value: {
      seq: Number(at('seq')),
      partNo: at('partNo'),
      hsCode: at('hsCode'),
      name: at('name'),
      spec: at('spec'),
      unit: at('unit'),
      legalUnit: at('legalUnit'),
      secondLegalUnit: at('secondLegalUnit'),
      quantity: amount,
      unitPrice,
      total,
      currency: at('currency'),
      country: at('country'),
      levyMode: at('levyMode'),
      mainMark: at('mainMark') as RecordItem['mainMark'],
      attribute: at('attribute') as RecordItem['attribute'],
      remark: at('remark'),
    },
  }
}

const consumptionProblems: Readonly<Record<ConsumptionProblem, CellProblem>> = {
  negative: { column: 'netConsumption', message: '净耗、损耗率、保税料件比例不能为负' },
  lossTooHigh: { column: 'tangibleLossRate', message: '有形与无形损耗率合计须小于 100（R-27）' },
  ratioTooHigh: { column: 'bondedRatio', message: '“保税料件比例(%)”不能大于 100（R-31）' },
}

function readConsumption(cells: Cells): ReadCells<RecordConsumption> {
  const { problems, at } = readAll('consumptions', cells, 'filing')
  if (problems.length > 0) return { problems }
  const rates = {
    netConsumption: rate(at('netConsumption')),
    tangibleLossRate: rate(at('tangibleLossRate')),
    intangibleLossRate: rate(at('intangibleLossRate')),
    bondedRatio: rate(at('bondedRatio')),
  }
  const wrong = consumptionProblem(rates)
  if (wrong) return { problems: [consumptionProblems[wrong]] }
  return {
    value: {
      productSeq: Number(at('productSeq')),
      materialSeq: Number(at('materialSeq')),
      version: at('version'),
      ...rates,
      declarationState: at('declarationState') as RecordConsumption['declarationState'],
      executionMark: at('executionMark') as RecordConsumption['executionMark'],
      validTo: at('validTo') as Day | '',
      remark: at('remark'),
    },
  }
}

const readers: { readonly [B in RecordBody]: (cells: Cells, use: RecordUse) => ReadCells<RowOf[B]> } = {
  materials: (cells, use) => readItem('materials', cells, use),
  products: (cells, use) => readItem('products', cells, use),
  consumptions: readConsumption,
}

/** A row as the record has it, or what is wrong with its cells. What hangs on other rows (a number twice) is not seen here. */
export const readRow = <B extends RecordBody>(body: B, cells: Cells, use: RecordUse = 'filing'): ReadCells<RowOf[B]> =>
  readers[body](cells, use)

/** 征免性质 that goes with a mode. */
const natureOf: Readonly<Record<string, string>> = {
  '0214': '502',
  '0615': '503',
  '0715': '503',
  '0320': '501',
  '5014': '502',
  '5015': '503',
}
/** Modes that the balance does not know, for it is not theirs: 不作价设备 and 区内加工. */
const lettersOf: Readonly<Record<string, string>> = { '0320': 'D', '5014': 'H', '5015': 'H' }
export function levyNatureDoubt(mode: string, nature: string): string | undefined {
  const expected = natureOf[mode]
  return expected === undefined || nature === '' || nature === expected
    ? undefined
    : `监管方式 ${mode} 一般对应征免性质 ${expected} ${levyNatureName(expected) ?? ''}，填的是 ${nature}（R-2）`
}

function headConsistency(at: (id: string) => string): CellProblem[] {
  const problems: CellProblem[] = []
  const [kind, mode, handbookNo] = [at('kind'), at('supervisionMode'), at('handbookNo')]
  if (handbookNo !== '' && kind !== '' && handbookNo[0] !== kind)
    problems.push({ column: 'kind', message: `“手册类型”与手册编号首字母 ${handbookNo[0]} 不一致（R-1）` })
  if (mode !== '' && kind !== '' && !(lettersOf[mode] ?? postingRule(mode, 'I', 'material')?.letters ?? '').includes(kind))
    problems.push({ column: 'supervisionMode', message: `“监管方式”${mode} 不能用于 ${kind} 类手册（R-2）` })
  const [establishedOn, validTo] = [parseDay(at('establishedOn')), parseDay(at('validTo'))]
  if (establishedOn && validTo && validTo < establishedOn)
    problems.push({ column: 'validTo', message: `“有效期”早于设立日期 ${establishedOn}` })
  return problems
}

/**
 * The head, or what is wrong with it.
 * @param use `filing` asks for all that customs wants when it is filed, `book` for what every record in force has
 */
export function readHead(cells: Cells, use: 'book' | 'filing'): ReadCells<RecordHead> {
  const { problems, at } = readAll('head', cells, isAccount(normaliseCell('head', 'kind', cells['kind'] ?? '')) ? 'account' : use)
  const all = [...problems, ...headConsistency(at)]
  if (all.length > 0) return { problems: all }
  const canonical = Object.fromEntries(headFields.map(({ id }) => [id, at(id)]))
  // Every text has been read by its field's table or form.
  return { value: { ...(canonical as unknown as RecordHead), capacity: quantity(at('capacity') || '0') } }
}

function textsOf(part: RecordPart, row: object): Record<string, string> {
  const cells: Record<string, string> = {}
  const values = new Map<string, unknown>(Object.entries(row))
  for (const { id, kind } of recordFields[part]) {
    const value = values.get(id)
    const name = scales[kind]
    const text = typeof value === 'bigint' && name ? (printed[name] as (value: bigint) => string)(value) : String(value)
    if (text !== '') cells[id] = text
  }
  return cells
}

/** A row of the record as texts; reading them gives the row again. */
export const cellsOf = <B extends RecordBody>(body: B, row: RowOf[B]): Cells => textsOf(body, row)

export function headCells(head: RecordHead): Cells {
  const { capacity, ...cells } = textsOf('head', head)
  return capacity === undefined || capacity === '0' ? cells : { ...cells, capacity }
}

/** What a row is known by: its 备案序号, or 成品:版本:料件. Undefined while one of these is wrong. */
export function rowKey(body: RecordBody, cells: Cells): string | undefined {
  const columns = keyColumns[body]
  const key = columns.map((column) => {
    const field = recordField(body, column)
    const reading = field && readCell(field, cells[column] ?? '', 'filing')
    return reading && 'text' in reading ? reading.text : undefined
  })
  return key.includes(undefined) ? undefined : key.join(':')
}

export const keyColumns: Readonly<Record<RecordBody, readonly string[]>> = {
  materials: ['seq'],
  products: ['seq'],
  consumptions: ['productSeq', 'version', 'materialSeq'],
}
