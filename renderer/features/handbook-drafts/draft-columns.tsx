import type { Code } from '../../../shared/codes/tables.ts'
import { readRow } from '../../../shared/domain/handbook-record-cells.ts'
import { recordField, recordFields } from '../../../shared/domain/handbook-record-fields.ts'
import type { FieldKind, RecordBody, RecordField, RecordPart } from '../../../shared/domain/handbook-record-fields.ts'
import { unitConsumption } from '../../../shared/domain/unit-consumption.ts'
import type { Column, ColumnKind } from '../../components/data-table/column.ts'
import { codeLabel, formatQuantity } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import classes from './draft.module.css'
import { marks } from './draft-words.ts'
import type { DraftRow } from './draft-words.ts'

const kinds: Record<FieldKind, ColumnKind> = {
  text: 'text',
  code: 'code',
  table: 'code',
  tables: 'code',
  quantity: 'quantity',
  money: 'quantity',
  rate: 'quantity',
  percent: 'quantity',
  day: 'date',
  seq: 'quantity',
}
const widthOfKind: Record<ColumnKind, number> = { text: 160, code: 100, quantity: 104, date: 104, status: 72 }
const widths: Readonly<Record<string, number>> = {
  seq: 64,
  productSeq: 84,
  materialSeq: 84,
  version: 92,
  hsCode: 104,
  name: 170,
  spec: 190,
  unit: 110,
  legalUnit: 110,
  secondLegalUnit: 124,
  country: 124,
  bondedRatio: 116,
}

const namesOfTables = new WeakMap<readonly Code[], ReadonlyMap<string, string>>()
/** The name of a code in its table; each table is turned over once. */
function nameIn(codes: readonly Code[], code: string): string | undefined {
  const known = namesOfTables.get(codes) ?? new Map(codes.map((each) => [each.code, each.name]))
  namesOfTables.set(codes, known)
  return known.get(code)
}

/** A field's text as people read it: `035 千克`, `1,250.5`. */
export function shownText(part: RecordPart, column: string, text: string): string {
  const field = recordField(part, column)
  if (!field || text === '') return text
  const { table, kind } = field
  if (table)
    return kind === 'tables'
      ? text
          .split(',')
          .map((code) => codeLabel(code, nameIn(table.codes, code)))
          .join('，')
      : codeLabel(text, nameIn(table.codes, text))
  return kinds[kind] === 'quantity' && kind !== 'seq' ? formatQuantity(text) : text
}

const titleOf = ({ label }: RecordField): { title: string; unit?: string } =>
  label.endsWith('(%)') ? { title: label.slice(0, -3), unit: '%' } : { title: label }

const cellText = (row: DraftRow, column: string): string =>
  (row.mark === '2' ? (row.before ?? row.cells) : row.cells)[column] ?? ''

/** A cell that differs from the record in force says so, and what it was. */
function cellContent(body: RecordBody, row: DraftRow, column: string) {
  const shown = shownText(body, column, cellText(row, column))
  if (row.mark !== '1') return shown
  const before = row.before?.[column] ?? ''
  if (before === (row.cells[column] ?? '')) return shown
  return (
    <span className={classes.changed} title={`改前：${shownText(body, column, before) || '未填写'}`}>
      {shown || '（清空）'}
    </span>
  )
}

const markColumn: Column<DraftRow> = {
  id: 'mark',
  title: '修改标志',
  width: 80,
  kind: 'status',
  text: (row) => marks[row.mark].name,
  render: (row) => (row.mark === '0' ? '' : <Tag tone={marks[row.mark].tone}>{marks[row.mark].name}</Tag>),
}

function fieldColumn(body: RecordBody, field: RecordField): Column<DraftRow> {
  const kind = kinds[field.kind]
  return {
    ...titleOf(field),
    id: field.id,
    kind,
    width: widths[field.id] ?? widthOfKind[kind],
    text: (row) => cellText(row, field.id),
    shown: (text) => shownText(body, field.id, text),
    ...(field.kind === 'table' && field.table && { codes: field.table.codes }),
    render: (row) => cellContent(body, row, field.id),
  }
}

/** 单耗, derived: for reading only. */
function derivedUnitConsumption(row: DraftRow): string {
  const read = readRow('consumptions', row.mark === '2' ? (row.before ?? row.cells) : row.cells)
  return 'value' in read ? unitConsumption(read.value).toText(9) : ''
}

interface Named {
  name: string
  unit: string
}
/** Names of items by their number, for the rows that refer to them. */
export interface ItemNames {
  products: ReadonlyMap<string, Named>
  materials: ReadonlyMap<string, Named>
}

const groups: Readonly<Record<string, string>> = { productSeq: '成品', version: '成品', materialSeq: '料件' }
function consumptionColumns(names: ItemNames): Column<DraftRow>[] {
  const columns: Column<DraftRow>[] = []
  const nameColumn = (id: string, title: string, groupTitle: string, from: ReadonlyMap<string, Named>, key: string) =>
    columns.push({
      id,
      title,
      groupTitle,
      width: 150,
      kind: 'text',
      text: (row) => from.get(cellText(row, key))?.name ?? '',
      render: (row) => <span className={classes.derived}>{from.get(cellText(row, key))?.name ?? ''}</span>,
    })
  for (const field of recordFields.consumptions) {
    columns.push({ ...fieldColumn('consumptions', field), groupTitle: groups[field.id] ?? '单损耗' })
    if (field.id === 'productSeq') nameColumn('productName', '成品名称', '成品', names.products, 'productSeq')
    if (field.id === 'materialSeq') nameColumn('materialName', '料件名称', '料件', names.materials, 'materialSeq')
    if (field.id === 'bondedRatio')
      columns.push({
        id: 'unitConsumption',
        title: '单耗',
        groupTitle: '单损耗',
        width: 132,
        kind: 'quantity',
        text: derivedUnitConsumption,
        render: (row) => {
          const unit = names.materials.get(cellText(row, 'materialSeq'))?.unit ?? ''
          return (
            <span className={classes.derived}>
              {formatQuantity(derivedUnitConsumption(row))} {derivedUnitConsumption(row) && unit}
            </span>
          )
        },
      })
  }
  return columns
}

export function draftColumns(body: RecordBody, isChange: boolean, names: ItemNames): readonly Column<DraftRow>[] {
  const fields = body === 'consumptions' ? consumptionColumns(names) : recordFields[body].map((field) => fieldColumn(body, field))
  return isChange ? [markColumn, ...fields] : fields
}

/** Row: its place in the draft; a deleted one by its text, for it is in no draft. */
export const draftRowKey = (row: DraftRow): string => (row.rowId === null ? `-${JSON.stringify(row.before)}` : String(row.rowId))
