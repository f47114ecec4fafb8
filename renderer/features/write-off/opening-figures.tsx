import { SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { currencyName, supervisionModeName, unitName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { useArrangementInAddress, withoutArrangement } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { directionNames, goodsNames } from '../../components/words.ts'
import classes from './balance.module.css'

export type Opening = NonNullable<Output<'openings.get'>>
type Total = Opening['totals'][number]
type List = Opening['lists'][number]

const totalColumns: readonly Column<Total>[] = [
  { id: 'goods', title: '货物', width: 72, kind: 'text', text: (row) => goodsNames[row.goods] },
  { id: 'itemSeq', title: '备案序号', width: 88, kind: 'quantity', text: (row) => String(row.itemSeq) },
  { id: 'name', title: '名称', width: 200, kind: 'text', text: (row) => row.name },
  { id: 'version', title: '单耗版本', width: 88, kind: 'code', text: (row) => row.version },
  { id: 'mode', title: '监管方式', width: 160, kind: 'code', text: (row) => codeLabel(row.mode, supervisionModeName(row.mode)) },
  { id: 'direction', title: '进出口', width: 76, kind: 'text', text: (row) => directionNames[row.direction] },
  { id: 'quantity', title: '累计数量', width: 140, kind: 'quantity', text: (row) => row.quantity },
  { id: 'unit', title: '单位', width: 90, kind: 'code', text: (row) => codeLabel(row.unit, unitName(row.unit)) },
  { id: 'value', title: '累计总价', width: 140, kind: 'quantity', text: (row) => row.value ?? '' },
  { id: 'currency', title: '币制', width: 100, kind: 'code', text: (row) => codeLabel(row.currency, currencyName(row.currency)) },
]
const listColumns: readonly Column<List>[] = [
  { id: 'listNo', title: '清单编号', width: 240, kind: 'code', text: (row) => row.listNo },
  { id: 'direction', title: '进出口', width: 90, kind: 'text', text: (row) => directionNames[row.direction] },
]
const totalKey = (row: Total): string => [row.goods, row.itemSeq, row.version, row.mode, row.direction, row.currency].join('|')

/** What an opening holds: the totals, or the lists that customs knows them by. */
export function OpeningFigures({ handbookNo, opening, children }: { handbookNo: string; opening: Opening; children: ReactNode }) {
  const [search, setSearch] = useSearchParams()
  const view = search.get('view') ?? 'totals'
  const kept = useArrangementInAddress()
  const totals = useMemo(() => ({ kind: 'rows' as const, rows: opening.totals }), [opening])
  const lists = useMemo(() => ({ kind: 'rows' as const, rows: opening.lists }), [opening])
  const toolbar = (
    <div className={classes.toolbar}>
      <SegmentedControl
        size="xs"
        value={view}
        onChange={(next) =>
          setSearch((before) => {
            const other = withoutArrangement(before)
            if (next === 'totals') other.delete('view')
            else other.set('view', next)
            return other
          })
        }
        data={[
          { value: 'totals', label: `期初数量 ${opening.totals.length}` },
          { value: 'lists', label: `期初清单 ${opening.lists.length}` },
        ]}
        aria-label="看什么"
      />
      {children}
    </div>
  )
  return view === 'lists' ? (
    <DataTable
      id="openings.lists"
      columns={listColumns}
      source={lists}
      kept={kept}
      rowKey={(row) => `${row.listNo}/${row.direction}`}
      onExport={(table) => void exportTable(`${handbookNo} 期初清单`)(table)}
      toolbar={toolbar}
      emptyText="没有符合条件的清单"
    />
  ) : (
    <DataTable
      id="openings.totals"
      columns={totalColumns}
      source={totals}
      kept={kept}
      rowKey={totalKey}
      onExport={(table) => void exportTable(`${handbookNo} 期初数量`)(table)}
      toolbar={toolbar}
      emptyText="没有符合条件的数量"
    />
  )
}
