import { useCallback, useMemo } from 'react'
import { currencyCodes, shownUnit } from '../../../shared/codes/tables.ts'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { useOperation } from '../../app/queries.ts'
import type { Change, Column, EditRules } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { useHandbookItems } from '../../components/handbook-items.ts'
import { goodsOfWay } from './transfer-words.ts'
import type { Way } from './transfer-words.ts'

/** A line as it is being typed; `key` lasts as long as the dialog. */
export interface TypedLine {
  key: string
  itemSeq: string
  version: string
  quantity: string
  unitPrice: string
  currency: string
  lot: string
}

let made = 0
export const blankLine = (): TypedLine => ({
  key: String(++made),
  itemSeq: '',
  version: '',
  quantity: '',
  unitPrice: '',
  currency: '',
  lot: '',
})
const typedCells = ['itemSeq', 'version', 'quantity', 'unitPrice', 'currency', 'lot'] as const
export const isBlank = (line: TypedLine): boolean => typedCells.every((name) => line[name] === '')

/** The lines of a slip in a grid: by item number, name or pinyin initials, or pasted from Excel; there is always an empty one below. */
export function SlipLines({
  handbookNo,
  way,
  rows,
  onChange,
}: {
  handbookNo: string
  way: Way
  rows: readonly TypedLine[]
  onChange: (change: (before: readonly TypedLine[]) => readonly TypedLine[]) => void
}) {
  const { bySeq, codes } = useHandbookItems(handbookNo, goodsOfWay[way])
  const outward = way === 'out'
  const versions = useOperation('consumption.versions', { handbookNo }, { enabled: outward && handbookNo !== '' }).data?.versions
  const versionsOf = useMemo(() => Map.groupBy(versions ?? [], ({ productSeq }) => String(productSeq)), [versions])

  const columns = useMemo<readonly Column<TypedLine>[]>(
    () => [
      { id: 'itemSeq', title: outward ? '成品' : '料件', width: 72, kind: 'code', text: (row) => row.itemSeq, codes },
      { id: 'name', title: '商品名称', width: 190, kind: 'text', text: (row) => bySeq.get(row.itemSeq)?.name ?? '' },
      ...(outward
        ? [{ id: 'version', title: '版本', width: 64, kind: 'code', text: (row) => row.version } satisfies Column<TypedLine>]
        : []),
      { id: 'quantity', title: '数量', width: 120, kind: 'quantity', text: (row) => row.quantity },
      {
        id: 'unit',
        title: '单位',
        width: 60,
        kind: 'text',
        text: (row) => {
          const unit = bySeq.get(row.itemSeq)?.unit ?? ''
          return shownUnit(unit)
        },
      },
      { id: 'unitPrice', title: '单价', width: 100, kind: 'quantity', text: (row) => row.unitPrice },
      { id: 'currency', title: '币制', width: 72, kind: 'code', text: (row) => row.currency, codes: currencyCodes },
      { id: 'lot', title: '批次', width: 130, kind: 'text', text: (row) => row.lot },
    ],
    [bySeq, codes, outward],
  )
  /** What follows from what was typed: the only version of a product, the item's currency for a price. */
  const completed = useCallback(
    (line: TypedLine): TypedLine => {
      const [only, ...others] = outward ? (versionsOf.get(line.itemSeq) ?? []) : []
      return {
        ...line,
        ...(line.version === '' && only && others.length === 0 && { version: only.version }),
        ...(line.currency === '' && line.unitPrice !== '' && { currency: bySeq.get(line.itemSeq)?.currency ?? '' }),
      }
    },
    [bySeq, versionsOf, outward],
  )
  const check = useCallback(
    (row: TypedLine, columnId: string, text: string): string | undefined => {
      if (text === '' && columnId !== 'itemSeq') return undefined
      if (columnId === 'itemSeq') {
        if (text === '' || bySeq.has(text)) return undefined
        return outward ? '不在手册的成品中' : '不在手册的料件中'
      }
      if (columnId === 'version') {
        const known = versionsOf.get(row.itemSeq)
        return !known || known.some(({ version }) => version === text) ? undefined : '该成品没有这个单耗版本'
      }
      if (columnId === 'currency') return currencyCodes.some(({ code }) => code === text) ? undefined : '不是币制代码'
      if (columnId === 'lot') return text.length > 64 ? '超过 64 个字符' : undefined
      const plain = readDecimal(text)
      if (plain === undefined) return '不是数字'
      return plain.startsWith('-') || (columnId === 'quantity' && /^[0.]*$/.test(plain)) ? '须大于零；退货另选类别' : undefined
    },
    [bySeq, versionsOf, outward],
  )
  /** What a line that has been begun still lacks. */
  const marks = useCallback(
    (row: TypedLine, columnId: string): string | undefined => {
      if (isBlank(row)) return undefined
      if (columnId === 'itemSeq' && row.itemSeq === '') return '填写备案序号'
      if (columnId === 'quantity' && row.quantity === '') return '填写数量'
      const several = columnId === 'version' && row.version === '' ? versionsOf.get(row.itemSeq) : undefined
      return several && `有 ${several.length} 个单耗版本，填写其中一个：${several.map(({ version }) => version).join('、')}`
    },
    [versionsOf],
  )
  const edit = useMemo<EditRules<TypedLine>>(
    () => ({
      canEdit: (_row, columnId) => columnId !== 'name' && columnId !== 'unit',
      whyNot: () => '由备案序号带出，不用填写',
      check,
      blank: blankLine,
      commit: (changes) => {
        onChange((before) => withBlank(changed(before, changes).map((line) => completed(line))))
        return Promise.resolve()
      },
    }),
    [check, completed, onChange],
  )
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  return (
    <DataTable
      id={`deliveries.typed.${way}`}
      columns={columns}
      source={source}
      rowKey={(line) => line.key}
      edit={edit}
      marks={marks}
      emptyText="在这里逐行录入，或从 Excel 粘贴"
      height={300}
    />
  )
}

function changed(before: readonly TypedLine[], changes: readonly Change<TypedLine>[]): readonly TypedLine[] {
  const next = new Map(before.map((line) => [line.key, line]))
  for (const { row, columnId, text } of changes) next.set(row.key, { ...(next.get(row.key) ?? row), [columnId]: text })
  return [...next.values()]
}

function withBlank(lines: readonly TypedLine[]): readonly TypedLine[] {
  const last = lines.at(-1)
  return last === undefined || !isBlank(last) ? [...lines, blankLine()] : lines
}
