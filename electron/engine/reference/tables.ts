import { printRate } from '../../../shared/domain/exact.ts'
import { exchangeRates, interestRates, ruleParameters, tariffRates } from './rate-tables.ts'
import { from, hsCode, period, source, to, wordFor } from './sheet-of.ts'
import type { SheetOf } from './sheet-of.ts'
import type { CalendarRow, ControlledRow, ReferenceRows, ReferenceTable, StandardRow } from './store.ts'

const arrangements = { 放假: 'rest', 上班: 'work', 休息: 'rest', 休: 'rest', 班: 'work', 调休上班: 'work' } as const
const sides = { 进口: 'import', 出口: 'export', 进出口: 'both' } as const
const controls = { 禁止: 'prohibited', 限制: 'restricted', 禁止类: 'prohibited', 限制类: 'restricted' } as const

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
  neverEmpty: '请放入一年的放假和调休安排',
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
  tariffRates,
  exchangeRates,
  interestRates,
  ruleParameters,
}
