import { useCallback, useMemo } from 'react'
import type { ReactNode } from 'react'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { DataTableProps } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import type { Figure } from './explained-figure.ts'
import { listColumns, materialColumns, productColumns } from './report-columns.ts'
import type { Report, ReportedList, ReportedMaterial, ReportedProduct } from './report-columns.ts'
import type { ReportFigure } from './report-figure.ts'
import { ReportProof } from './report-proof.tsx'

export type ReportView = 'lists' | 'materials' | 'products'

interface ReportTableProps {
  report: Report
  view: ReportView
  toolbar: ReactNode
  onExplain: (figure: Figure) => void
  onShow: (figure: ReportFigure) => void
  onOpenList: (listNo: string) => void
}

const proof = (row: ReportedMaterial) => <ReportProof row={row} />
const marks = ({ holds, gap }: ReportedMaterial, columnId: string): string | undefined =>
  columnId === 'holds' && !holds ? `这一行不平，差 ${gap}（R-112）` : undefined
const lineKey = ({ no }: { no: number }): string => String(no)

/** One of the three tables, as filed. */
export function ReportTable({ report, view, toolbar, onExplain, onShow, onOpenList }: ReportTableProps) {
  const kept = useArrangementInAddress()
  const { handbookNo } = report
  const shared = { kept, toolbar, rowKey: lineKey }
  const ofLists = useMemo(() => listColumns(onOpenList), [onOpenList])
  const ofMaterials = useMemo(() => materialColumns(onExplain, onShow), [onExplain, onShow])
  const ofProducts = useMemo(() => productColumns(onShow), [onShow])
  const lists = useMemo(() => ({ kind: 'rows' as const, rows: report.lists }), [report])
  const materials = useMemo(() => ({ kind: 'rows' as const, rows: report.materials }), [report])
  const products = useMemo(() => ({ kind: 'rows' as const, rows: report.products }), [report])
  const onExport = useCallback<NonNullable<DataTableProps<unknown>['onExport']>>(
    (table) => void exportTable(`${handbookNo} 报核${{ lists: '清单', materials: '料件', products: '成品' }[view]}`)(table),
    [handbookNo, view],
  )
  if (view === 'lists')
    return (
      <DataTable<ReportedList>
        id="writeOff.report.lists"
        columns={ofLists}
        source={lists}
        onExport={onExport}
        emptyText="没有符合条件的清单"
        {...shared}
      />
    )
  if (view === 'products')
    return (
      <DataTable<ReportedProduct>
        id="writeOff.report.products"
        columns={ofProducts}
        source={products}
        frozen={3}
        onExport={onExport}
        emptyText="没有符合条件的成品"
        {...shared}
      />
    )
  return (
    <DataTable<ReportedMaterial>
      id="writeOff.report.materials"
      columns={ofMaterials}
      source={materials}
      frozen={3}
      detail={proof}
      marks={marks}
      onExport={onExport}
      emptyText="没有符合条件的料件"
      {...shared}
    />
  )
}
