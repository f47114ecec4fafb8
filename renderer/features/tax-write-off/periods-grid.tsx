import { useMemo, useState } from 'react'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { call } from '../../app/engine.ts'
import type { Change, Column, EditRules } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import type { ValueBalance } from './tax-words.ts'

interface TypedPeriod {
  key: string
  month: string
  fob: string
  levyRate: string
  refundRate: string
  credit: string
}

const columns: readonly Column<TypedPeriod>[] = [
  { id: 'month', title: '月份', width: 76, kind: 'text', text: (row) => row.month },
  { id: 'fob', title: '离岸价', unit: '元', width: 106, kind: 'quantity', text: (row) => row.fob },
  { id: 'levyRate', title: '征税率', unit: '%', width: 72, kind: 'quantity', text: (row) => row.levyRate },
  { id: 'refundRate', title: '退税率', unit: '%', width: 72, kind: 'quantity', text: (row) => row.refundRate },
  { id: 'credit', title: '按计划抵减', unit: '元', width: 112, kind: 'quantity', text: (row) => row.credit },
]
const rowKey = ({ key }: TypedPeriod) => key
let blanks = 0
const blank = (): TypedPeriod => {
  blanks += 1
  return { key: `new ${blanks}`, month: '', fob: '', levyRate: '', refundRate: '', credit: '' }
}
const typed = ['month', 'fob', 'levyRate', 'refundRate'] as const
const isEmpty = (row: TypedPeriod): boolean => typed.every((name) => row[name] === '')
const isWhole = (row: TypedPeriod): boolean => typed.every((name) => row[name] !== '')

/** `2025-3`, `202503` and `2025年3月` are the month that they say. */
function cleanMonth(text: string): string {
  const match = /^(\d{4})[-/.年]?(\d{1,2})月?$/.exec(text.trim())
  return match ? `${match[1]}-${(match[2] ?? '').padStart(2, '0')}` : text.trim()
}

function check(_: TypedPeriod, columnId: string, text: string): string | undefined {
  if (text === '') return undefined
  if (columnId === 'month') return /^\d{4}-(0[1-9]|1[0-2])$/.test(cleanMonth(text)) ? undefined : '请填写月份，如 2025-03'
  return readDecimal(text.replace(/%$/, '')) === undefined ? '请填写数字' : undefined
}

/** Exports by month with their rates: typed or pasted from Excel; a row is kept as soon as it is whole. */
export function PeriodsGrid({ value }: { value: ValueBalance }) {
  const { handbookNo, periods } = value
  const kept = useMemo(
    () => periods.map((period, index) => ({ ...period, key: String(index), credit: period.credit ?? '' })),
    [periods],
  )
  /** Rows that are not whole yet: the window's own. */
  const [open, setOpen] = useState<readonly TypedPeriod[]>(() => [blank()])
  const rows = useMemo(() => [...kept, ...open], [kept, open])
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  const edit = useMemo(
    (): EditRules<TypedPeriod> => ({
      canEdit: (_, columnId) => columnId !== 'credit',
      whyNot: () => '由离岸价、分配率与征退税率之差算出',
      check,
      clean: (columnId, text) => (columnId === 'month' ? cleanMonth(text) : (readDecimal(text.replace(/%$/, '')) ?? text.trim())),
      blank,
      commit: async (changes: readonly Change<TypedPeriod>[]) => {
        const next = new Map(rows.map((row) => [row.key, row]))
        for (const { row, columnId, text } of changes) next.set(row.key, { ...(next.get(row.key) ?? row), [columnId]: text })
        const all = [...next.values()].filter((row) => !isEmpty(row))
        const whole = all.filter(isWhole)
        const keeps = (of: readonly TypedPeriod[]) => of.map((row) => typed.map((name) => row[name]).join(' ')).join('|')
        if (keeps(whole) !== keeps(kept))
          await call('taxWriteOff.savePeriods', {
            handbookNo,
            periods: whole.map(({ month, fob, levyRate, refundRate }) => ({ month, fob, levyRate, refundRate })),
          })
        setOpen([...all.filter((row) => !isWhole(row)), blank()])
      },
    }),
    [handbookNo, kept, rows],
  )
  return (
    <DataTable
      id="taxWriteOff.periods"
      columns={columns}
      source={source}
      rowKey={rowKey}
      edit={edit}
      height={260}
      emptyText="逐月录入免抵退申报的出口离岸价"
    />
  )
}
