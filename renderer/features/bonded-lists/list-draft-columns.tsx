import { shownUnit } from '../../../shared/codes/tables.ts'
import { listField, listFields } from '../../../shared/domain/list-fields.ts'
import type { ListFieldKind, ListPart } from '../../../shared/domain/list-fields.ts'
import type { Column, ColumnKind } from '../../components/data-table/column.ts'
import { codeLabel, formatQuantity } from '../../components/fields/format.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import type { Tone } from '../../components/tag.tsx'
import type { LineFacts } from './list-draft-document.ts'
import classes from './list-draft.module.css'
import type { Cells, ListDraftDetail } from './list-draft-words.ts'
import type { HandbookItems } from './use-handbook-items.ts'

/** One line of the body as the grid shows it. */
export interface GridRow {
  readonly key: number
  /** Its present number; 0 while it has none. */
  readonly lineNo: number
  readonly cells: Cells
  readonly facts: LineFacts | undefined
  /** column → why it blocks, and column → what to look at. */
  readonly blocks: ReadonlyMap<string, string>
  readonly warns: ReadonlyMap<string, string>
}

const kinds: Record<ListFieldKind, ColumnKind> = {
  text: 'text',
  code: 'code',
  table: 'code',
  quantity: 'quantity',
  money: 'quantity',
  day: 'date',
  seq: 'quantity',
}
const widths: Readonly<Record<string, number>> = {
  itemSeq: 200,
  version: 108,
  quantity: 128,
  unitPrice: 96,
  total: 112,
  currency: 92,
  legalQuantity: 124,
  secondLegalQuantity: 124,
  originCountry: 112,
  destinationCountry: 112,
  levyMode: 104,
  apart: 116,
  declarationLineNo: 120,
}
const widthOfKind: Record<ColumnKind, number> = { text: 150, code: 92, quantity: 96, date: 104, status: 72 }
/** As lists are written; what is seldom said stands at the end. */
const order = [
  'itemSeq',
  'version',
  'quantity',
  'unitPrice',
  'total',
  'currency',
  'originCountry',
  'destinationCountry',
  'levyMode',
  'legalQuantity',
  'secondLegalQuantity',
  'grossWeight',
  'netWeight',
]

/** A field's text as people read it: `035 千克`, `1,250.5`. */
export function shownListText(part: ListPart, column: string, text: string): string {
  const field = listField(part, column)
  if (!field || text === '') return text
  if (field.table) return codeLabel(text, field.table.codes.find(({ code }) => code === text)?.name)
  return kinds[field.kind] === 'quantity' && field.kind !== 'seq' ? formatQuantity(text) : text
}

/** What a line will say: what was typed, or what is proposed where nothing was. */
export const saidIn = (row: { readonly cells: Cells; readonly facts: LineFacts | undefined }, column: string): string =>
  row.cells[column] || (row.facts?.proposed[column] ?? '')

/** 修改标志 of a line: by what stands in its cells; what is proposed for empty ones is no change. */
export function markOf(row: Pick<GridRow, 'cells' | 'facts'>): { name: string; tone: Tone } | undefined {
  if (!row.facts) return undefined
  const { before } = row.facts
  if (before === null) return { name: '增', tone: 'accent' }
  return listFields.line.some(({ id }) => (before[id] ?? '') !== (row.cells[id] ?? ''))
    ? { name: '改', tone: 'warns' }
    : undefined
}

const unitOf: Readonly<Record<string, (facts: LineFacts) => string>> = {
  quantity: ({ item }) => item.unit,
  legalQuantity: ({ item }) => item.legalUnit,
  secondLegalQuantity: ({ item }) => item.secondLegalUnit,
}

/** A cell that differs from the list in the books says what it was; one to look at is underlined; what is proposed is grey. */
function cellContent(row: GridRow, column: string, isChange: boolean) {
  const text = saidIn(row, column)
  const unit = row.facts && unitOf[column]?.(row.facts)
  const shown =
    column === 'itemSeq' ? (
      <>
        {text} <span>{row.facts?.item.name}</span>
      </>
    ) : unit && text !== '' ? (
      <QuantityWithUnit value={text} unit={unit} />
    ) : (
      shownListText('line', column, text)
    )
  const before = row.facts?.before
  const was = before?.[column] ?? ''
  if (isChange && before && was !== (row.cells[column] ?? ''))
    return (
      <span className={classes.changed} title={`改前：${shownListText('line', column, was) || '未填写'}`}>
        {text === '' ? '（清空）' : shown}
      </span>
    )
  // What blocks is said by the mark of the cell.
  const warning = row.blocks.has(column) ? undefined : row.warns.get(column)
  if (warning === undefined)
    return (row.cells[column] ?? '') === '' && text !== '' ? (
      <span className={classes.derived} title="按手册和已填的栏目带出；输入即改">
        {shown}
      </span>
    ) : (
      shown
    )
  return (
    <span className={classes.warned} title={warning}>
      {text === '' ? '（未填写）' : shown}
    </span>
  )
}

const derived = (
  id: string,
  title: string,
  width: number,
  kind: ColumnKind,
  text: (row: GridRow) => string,
  shown?: (text: string) => string,
): Column<GridRow> => ({
  id,
  title,
  width,
  kind,
  text,
  ...(shown && { shown }),
  render: (row) => (
    <span className={classes.derived}>
      {shown ? shown(text(row)) : kind === 'quantity' ? formatQuantity(text(row)) : text(row)}
    </span>
  ),
})

/** What is left of the recorded quantity, in the words of the direction. */
export const leftName = ({ direction, goods }: Pick<ListDraftDetail, 'direction' | 'goods'>): string =>
  goods === 'material' ? (direction === 'I' ? '可进口' : '备案剩余') : direction === 'E' ? '可出口' : '备案剩余'

export function gridColumns(draft: ListDraftDetail, items: HandbookItems): readonly Column<GridRow>[] {
  const isChange = draft.declarationType !== '1'
  const isProduct = draft.goods === 'product'
  const fields = listFields.line
    .filter(({ id }) => id !== 'version' || isProduct)
    .toSorted((a, b) => place(a.id) - place(b.id))
    .map((field): Column<GridRow> => {
      const kind = kinds[field.kind]
      const isItem = field.id === 'itemSeq'
      const codes = isItem ? items.codes : field.table?.codes
      return {
        id: field.id,
        title: field.label,
        kind: isItem ? 'code' : kind,
        width: widths[field.id] ?? widthOfKind[kind],
        text: (row) => saidIn(row, field.id),
        shown: (text) => (isItem ? text : shownListText('line', field.id, text)),
        ...(codes && { codes }),
        render: (row) => cellContent(row, field.id, isChange),
      }
    })
  return [
    derived('lineNo', '行', 48, 'quantity', (row) => (row.lineNo === 0 ? '' : String(row.lineNo))),
    ...(isChange
      ? [
          {
            id: 'mark',
            title: '修改标志',
            width: 80,
            kind: 'status' as const,
            text: (row: GridRow) => markOf(row)?.name ?? '',
            render: (row: GridRow) => {
              const mark: ReturnType<typeof markOf> = draft.declarationType === '3' ? { name: '删', tone: 'struck' } : markOf(row)
              return mark && <Tag tone={mark.tone}>{mark.name}</Tag>
            },
          },
        ]
      : []),
    ...fields,
    derived('left', leftName(draft), 104, 'quantity', (row) => row.facts?.item.left ?? ''),
    derived('recorded', '备案数量', 104, 'quantity', (row) => row.facts?.item.recorded ?? ''),
    ...(isProduct ? [] : [derived('balance', '结余', 104, 'quantity', (row) => row.facts?.item.balance ?? '')]),
    derived('partNo', '料号', 120, 'code', (row) => row.facts?.item.partNo ?? ''),
    derived('hsCode', '商品编码', 104, 'code', (row) => row.facts?.item.hsCode ?? ''),
    derived('unit', '申报单位', 88, 'code', (row) => row.facts?.item.unit ?? '', shownUnit),
  ]
}

const place = (id: string): number => {
  const found = order.indexOf(id)
  return found < 0 ? order.length : found
}
