import type { Day } from '../../../shared/domain/day.ts'
import { printRate } from '../../../shared/domain/exact.ts'
import type { RowCheck } from '../workbook/row-check.ts'
import type { TableSpec } from '../workbook/table-reader.ts'
import type { CalendarRow, ControlledRow, ReferenceRows, ReferenceTable, StandardRow } from './store.ts'

/** One reference table as a workbook: its columns, how a row is read, and how it is written again. */
interface SheetOf<Row> {
  spec: TableSpec
  /** Columns that are not text. */
  kinds: Readonly<Record<string, 'number' | 'date'>>
  /** Undefined where a cell was refused. */
  read: (check: RowCheck<string>) => Row | undefined
  cells: (row: Row) => Record<string, string>
  /** What may stand in the table once. */
  key: (row: Row) => string
  /** What a row is replaced with together: of a calendar its year. Without it the whole table. */
  scope?: (row: Row) => string
}

const arrangements = { 放假: 'rest', 上班: 'work', 休息: 'rest', 休: 'rest', 班: 'work', 调休上班: 'work' } as const
const sides = { 进口: 'import', 出口: 'export', 进出口: 'both' } as const
const controls = { 禁止: 'prohibited', 限制: 'restricted', 禁止类: 'prohibited', 限制类: 'restricted' } as const

/** The first word for a value is the one that is written. */
const wordFor = (words: Readonly<Record<string, string>>, value: string): string =>
  Object.keys(words).find((word) => words[word] === value) ?? ''

/** 4, 6, 8 or 10 digits: an odd number of them has lost its leading zero in Excel. */
function hsCode(check: RowCheck<string>, id: string): string | undefined {
  const code = check.code(id, 16, 'required')?.replaceAll('.', '')
  if (code === undefined || /^(\d\d){2,5}$/.test(code)) return code
  return check.refuse(id, 'cell.notAnHsCode', `应为 4、6、8 或 10 位数字（填写了“${check.shown(id)}”）`)
}

/** An empty 止 is an open end. */
function period(check: RowCheck<string>): { from: Day | undefined; to: Day | null } {
  const from = check.day('from')
  const to = check.shown('to') === '' ? null : (check.day('to') ?? null)
  if (from && to && to < from) check.refuse('to', 'cell.endsBeforeStart', `早于起始日期 ${from}（填写了“${check.shown('to')}”）`)
  return { from, to }
}

const from = { id: 'from', heading: '起始日期', aliases: ['起', '生效日期', '实施日期'], required: true }
const to = { id: 'to', heading: '终止日期', aliases: ['止', '失效日期'], required: false }
const source = { id: 'source', heading: '依据', aliases: ['来源', '公告', '文件', '来源文件'], required: true }

const calendar: SheetOf<CalendarRow> = {
  spec: {
    readAs: '日历',
    sheetNames: ['日历', '节假日', '放假安排'],
    columns: [
      { id: 'on', heading: '日期', required: true },
      { id: 'kind', heading: '放假或上班', aliases: ['类型', '安排', '班休'], required: true },
      { id: 'name', heading: '名称', aliases: ['节日', '假日'], required: false },
      source,
    ],
  },
  kinds: { on: 'date' },
  read: (check) => {
    const row = {
      on: check.day('on'),
      kind: check.oneOf('kind', arrangements),
      name: check.text('name', 64, 'optional') ?? '',
      source: check.text('source', 200, 'required') ?? '',
    }
    return row.on && row.kind && !check.failed ? { ...row, on: row.on, kind: row.kind } : undefined
  },
  cells: (row) => ({ ...row, kind: wordFor(arrangements, row.kind) }),
  key: (row) => row.on,
  scope: (row) => row.on.slice(0, 4),
}

const consumptionStandards: SheetOf<StandardRow> = {
  spec: {
    readAs: '单耗标准',
    sheetNames: ['单耗标准'],
    columns: [
      { id: 'productHsCode', heading: '成品商品编码', aliases: ['成品编码', '成品税号'], required: true },
      { id: 'productName', heading: '成品名称', required: false },
      { id: 'materialHsCode', heading: '料件商品编码', aliases: ['料件编码', '料件税号', '原料商品编码'], required: true },
      { id: 'materialName', heading: '料件名称', aliases: ['原料名称'], required: false },
      { id: 'unit', heading: '单位', aliases: ['单耗单位'], required: true },
      { id: 'upper', heading: '单耗上限', aliases: ['上限', '单耗标准', '单耗值'], required: true },
      { id: 'lower', heading: '单耗下限', aliases: ['下限'], required: false },
      from,
      to,
      source,
    ],
  },
  kinds: { upper: 'number', lower: 'number', from: 'date', to: 'date' },
  read: (check) => {
    const goods = {
      productHsCode: hsCode(check, 'productHsCode') ?? '',
      productName: check.text('productName', 255, 'optional') ?? '',
      materialHsCode: hsCode(check, 'materialHsCode') ?? '',
      materialName: check.text('materialName', 255, 'optional') ?? '',
      unit: check.text('unit', 32, 'required') ?? '',
    }
    const upper = check.rate('upper', 'plain')
    const lower = check.shown('lower') === '' ? null : check.rate('lower', 'plain')
    if (upper === 0n) check.refuse('upper', 'cell.zero', '不能为零')
    if (upper !== undefined && typeof lower === 'bigint' && lower > upper)
      check.refuse('lower', 'cell.limitsCrossed', `高于上限 ${printRate(upper)}（填写了 ${check.shown('lower')}）`)
    const dates = period(check)
    const stands = check.text('source', 200, 'required') ?? ''
    if (check.failed || upper === undefined || lower === undefined || !dates.from) return undefined
    const limits = { upper: printRate(upper), lower: lower === null ? null : printRate(lower) }
    return { ...goods, ...limits, from: dates.from, to: dates.to, source: stands }
  },
  cells: (row) => ({ ...row, lower: row.lower ?? '', to: row.to ?? '' }),
  key: (row) => `${row.productHsCode} ${row.materialHsCode} ${row.from}`,
}

const controlledGoods: SheetOf<ControlledRow> = {
  spec: {
    readAs: '禁限类商品',
    sheetNames: ['禁限类商品', '禁止类商品', '限制类商品'],
    columns: [
      { id: 'hsCode', heading: '商品编码', aliases: ['税号', '税则号列', '海关商品编号'], required: true },
      { id: 'name', heading: '商品名称', aliases: ['品名', '名称'], required: false },
      { id: 'goods', heading: '进出口', aliases: ['进出口标志', '管理方式'], required: true },
      { id: 'control', heading: '禁止或限制', aliases: ['类别', '管理类别'], required: true },
      from,
      to,
      source,
    ],
  },
  kinds: { from: 'date', to: 'date' },
  read: (check) => {
    const code = hsCode(check, 'hsCode') ?? ''
    const name = check.text('name', 255, 'optional') ?? ''
    const goods = check.oneOf('goods', sides)
    const control = check.oneOf('control', controls)
    const dates = period(check)
    const stands = check.text('source', 200, 'required') ?? ''
    if (check.failed || !goods || !control || !dates.from) return undefined
    return { hsCode: code, name, goods, control, from: dates.from, to: dates.to, source: stands }
  },
  cells: (row) => ({ ...row, goods: wordFor(sides, row.goods), control: wordFor(controls, row.control), to: row.to ?? '' }),
  key: (row) => `${row.hsCode} ${row.goods} ${row.control} ${row.from}`,
}

export const referenceTables: { readonly [Table in ReferenceTable]: SheetOf<ReferenceRows[Table]> } = {
  calendar,
  consumptionStandards,
  controlledGoods,
}
