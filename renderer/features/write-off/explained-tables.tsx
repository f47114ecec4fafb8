import { useMemo } from 'react'
import { supervisionModeName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { directionNames, goodsNames } from '../../components/words.ts'
import type { Figure } from './explained-figure.ts'

type Consumption = Output<'writeOff.explain'>['consumption'][number]
type Line = Output<'writeOff.explain'>['lines'][number]

const tableHeight = (rows: number): number => Math.min(392, 148 + rows * 32)

const consumptionColumns = (unit: string, onExplain: (figure: Figure) => void): readonly Column<Consumption>[] => [
  { id: 'productSeq', title: '成品', width: 56, kind: 'quantity', text: (row) => String(row.productSeq) },
  { id: 'productName', title: '名称', width: 116, kind: 'text', text: (row) => row.productName },
  { id: 'version', title: '版本', width: 52, kind: 'code', text: (row) => row.version },
  {
    id: 'netExport',
    title: '净出口',
    width: 88,
    kind: 'quantity',
    text: (row) => row.netExport,
    onOpen: ({ productSeq, version }) => onExplain({ seq: productSeq, column: 'netExport', version }),
  },
  { id: 'netConsumption', title: '净耗', width: 92, kind: 'quantity', text: (row) => row.netConsumption },
  { id: 'tangibleLossRate', title: '有形', unit: '%', width: 72, kind: 'quantity', text: (row) => row.tangibleLossRate },
  { id: 'intangibleLossRate', title: '无形', unit: '%', width: 72, kind: 'quantity', text: (row) => row.intangibleLossRate },
  { id: 'bondedRatio', title: '保税比例', unit: '%', width: 96, kind: 'quantity', text: (row) => row.bondedRatio },
  { id: 'unitConsumption', title: '单耗', width: 104, kind: 'quantity', text: (row) => row.unitConsumption },
  { id: 'share', title: '计入', unit, width: 112, kind: 'quantity', text: (row) => row.share },
]

const consumptionKey = (row: Consumption): string => `${row.productSeq}/${row.version}`

export function ExplainedConsumption({
  rows,
  unit,
  onExplain,
}: {
  rows: readonly Consumption[]
  unit: string
  onExplain: (figure: Figure) => void
}) {
  const columns = useMemo(() => consumptionColumns(unit, onExplain), [unit, onExplain])
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  return (
    <DataTable
      id="writeOff.explain.consumption"
      columns={columns}
      source={source}
      rowKey={consumptionKey}
      onExport={(table) => void exportTable('按成品和版本的耗用')(table)}
      emptyText="没有符合条件的成品"
      height={tableHeight(rows.length)}
    />
  )
}

const lineColumns = (unit: string): readonly Column<Line>[] => [
  { id: 'listNo', title: '清单编号', width: 160, kind: 'code', text: (row) => row.listNo },
  { id: 'lineNo', title: '行', width: 44, kind: 'quantity', text: (row) => String(row.lineNo) },
  { id: 'declaredOn', title: '申报日期', width: 96, kind: 'date', text: (row) => row.declaredOn },
  { id: 'mode', title: '监管方式', width: 132, kind: 'code', text: (row) => codeLabel(row.mode, supervisionModeName(row.mode)) },
  { id: 'direction', title: '进出', width: 52, kind: 'text', text: (row) => directionNames[row.direction] },
  { id: 'goods', title: '货物', width: 52, kind: 'text', text: (row) => goodsNames[row.goods] },
  { id: 'itemSeq', title: '序号', width: 52, kind: 'quantity', text: (row) => String(row.itemSeq) },
  { id: 'version', title: '版本', width: 52, kind: 'code', text: (row) => row.version },
  { id: 'quantity', title: '申报数量', width: 92, kind: 'quantity', text: (row) => row.quantity },
  { id: 'effect', title: '计入', unit, width: 104, kind: 'quantity', text: (row) => row.effect },
  { id: 'reversal', title: '冲销', width: 52, kind: 'text', text: (row) => (row.reversal ? '冲销' : '') },
]

const lineKey = (row: Line): string => `${row.listNo}/${row.lineNo}/${row.reversal}`

export function ExplainedLines({ lines, unit }: { lines: readonly Line[]; unit: string }) {
  const columns = useMemo(() => lineColumns(unit), [unit])
  const source = useMemo(() => ({ kind: 'rows' as const, rows: lines }), [lines])
  return (
    <DataTable
      id="writeOff.explain.lines"
      columns={columns}
      source={source}
      rowKey={lineKey}
      onExport={(table) => void exportTable('清单行')(table)}
      emptyText="没有清单行"
      height={tableHeight(lines.length)}
    />
  )
}
