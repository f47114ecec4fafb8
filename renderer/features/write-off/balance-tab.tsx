import { SegmentedControl } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { unitName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import type { BalanceColumn } from '../../../shared/contract/write-off.ts'
import { balanceColumnMeanings } from '../../../shared/domain/balance-columns.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { useArrangementInAddress, withoutArrangement } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { PrintButton } from '../../components/paper.tsx'
import { Room } from '../../components/page.tsx'
import { AsOfField, useAsOf } from './as-of.tsx'
import { BalancePaper, NetExportPaper } from './balance-paper.tsx'
import { balanceGroups } from './balance-words.ts'
import { ExplainDrawer } from './explain-drawer.tsx'
import { useExplainedFigure } from './explained-figure.ts'
import type { Figure } from './explained-figure.ts'
import classes from './balance.module.css'
import { NetExports } from './net-exports.tsx'
import { Waterfall } from './waterfall.tsx'

export type MaterialBalance = Output<'writeOff.balance'>['materials'][number]

const rowKey = (row: MaterialBalance): string => String(row.seq)
const marks = (row: MaterialBalance, columnId: string): string | undefined =>
  columnId === 'balance' && row.balance.startsWith('-') ? '结余为负：耗用和减少超过了进口，请核对清单和单耗' : undefined

const figureColumn = (id: BalanceColumn, open: (figure: Figure) => void): Column<MaterialBalance> => ({
  id,
  title: balanceColumnMeanings[id].label,
  width: 104,
  kind: 'quantity',
  text: (row) => row[id],
  onOpen: (row) => open({ seq: row.seq, column: id }),
})

const columnsOf = (open: (figure: Figure) => void): readonly Column<MaterialBalance>[] => [
  { id: 'seq', title: '序号', width: 56, kind: 'quantity', text: (row) => String(row.seq) },
  { id: 'name', title: '名称', width: 150, kind: 'text', text: (row) => row.name },
  {
    id: 'unit',
    title: '单位',
    width: 76,
    kind: 'code',
    text: (row) => codeLabel(row.unit, unitName(row.unit)),
  },
  figureColumn('balance', open),
  ...balanceGroups.flatMap(({ title, columns }) => columns.map((id) => ({ ...figureColumn(id, open), groupTitle: title }))),
  {
    id: 'recordedQuantity',
    title: '备案数量',
    width: 104,
    kind: 'quantity',
    groupTitle: '手册',
    text: (row) => row.recordedQuantity,
  },
]

/** The write-off balance: every figure opens how it came about, every row unfolds from 进口 to 结余. */
export function BalanceTab({ handbookNo }: { handbookNo: string }) {
  const [search, setSearch] = useSearchParams()
  const asOf = useAsOf()
  const view = search.get('view') ?? 'materials'
  const input = { handbookNo, ...(asOf && { asOf }) }
  const kept = useArrangementInAddress()
  const balance = useOperation('writeOff.balance', input)
  const source = useMemo(() => ({ kind: 'rows' as const, rows: balance.data?.materials ?? [] }), [balance.data])
  const explained = useExplainedFigure()
  const openFigure = explained.open
  const columns = useMemo(() => columnsOf(openFigure), [openFigure])
  const detail = useCallback(
    (row: MaterialBalance) => <Waterfall row={row} onExplain={openFigure} flow={paths.flow(handbookNo, row.seq, asOf)} />,
    [openFigure, handbookNo, asOf],
  )
  const toolbar = (
    <div className={classes.toolbar}>
      <SegmentedControl
        size="xs"
        value={view}
        onChange={(next) =>
          setSearch((before) => {
            const other = withoutArrangement(before)
            if (next === 'materials') other.delete('view')
            else other.set('view', next)
            return other
          })
        }
        data={[
          { value: 'materials', label: '料件平衡' },
          { value: 'products', label: '成品净出口' },
        ]}
        aria-label="看什么"
      />
      <AsOfField />
      <PrintButton size="xs" />
      <span className={classes.counts}>只计已核扣</span>
    </div>
  )
  return (
    <Room>
      <ErrorNotice error={balance.error} action={{ label: '重试', onClick: () => void balance.refetch() }} />
      {balance.data &&
        (view === 'products' ? (
          <NetExports handbookNo={handbookNo} rows={balance.data.products} onExplain={openFigure} toolbar={toolbar} />
        ) : (
          <DataTable
            id="writeOff.balance"
            columns={columns}
            source={source}
            kept={kept}
            rowKey={rowKey}
            frozen={4}
            detail={detail}
            marks={marks}
            onExport={(table) => void exportTable(`${handbookNo} 核销平衡${asOf ? ` 截至${asOf}` : ''}`)(table)}
            toolbar={toolbar}
            emptyText="没有符合条件的料件"
          />
        ))}
      {balance.data &&
        (view === 'products' ? <NetExportPaper balance={balance.data} /> : <BalancePaper balance={balance.data} />)}
      {explained.figure && <ExplainDrawer handbookNo={handbookNo} asOf={asOf} figure={explained.figure} walk={explained} />}
    </Room>
  )
}
