import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { unitName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import type { Figure } from './explained-figure.ts'

type NetExport = Output<'writeOff.balance'>['products'][number]

const columnsOf = (open: (figure: Figure) => void): readonly Column<NetExport>[] => [
  { id: 'seq', title: '成品序号', width: 90, kind: 'quantity', text: (row) => String(row.seq) },
  { id: 'version', title: '单耗版本', width: 90, kind: 'code', text: (row) => row.version },
  { id: 'name', title: '商品名称', width: 240, kind: 'text', text: (row) => row.name },
  { id: 'unit', title: '单位', width: 90, kind: 'code', text: (row) => codeLabel(row.unit, unitName(row.unit)) },
  {
    id: 'netExport',
    title: '净出口',
    width: 150,
    kind: 'quantity',
    text: (row) => row.netExport,
    onOpen: ({ seq, version }) => open({ seq, column: 'netExport', version }),
  },
  { id: 'reserved', title: '预核扣', width: 130, kind: 'quantity', text: (row) => row.reserved },
  {
    id: 'declared',
    title: '单耗',
    width: 130,
    kind: 'status',
    text: (row) => (row.declared ? '已申报' : '未申报'),
    render: (row) => <Tag tone={row.declared ? 'neutral' : 'blocks'}>{row.declared ? '已申报' : '未申报'}</Tag>,
  },
]

export function NetExports({
  handbookNo,
  rows,
  onExplain,
  toolbar,
}: {
  handbookNo: string
  rows: readonly NetExport[]
  onExplain: (figure: Figure) => void
  toolbar: ReactNode
}) {
  const kept = useArrangementInAddress()
  const columns = useMemo(() => columnsOf(onExplain), [onExplain])
  return (
    <DataTable
      id="writeOff.netExports"
      columns={columns}
      source={{ kind: 'rows', rows }}
      kept={kept}
      rowKey={(row) => `${row.seq}/${row.version}`}
      onExport={(table) => void exportTable(`${handbookNo} 成品净出口`)(table)}
      marks={(row, columnId) =>
        columnId === 'declared' && !row.declared ? '此版本已有出口但没有申报单耗，耗用无法计算' : undefined
      }
      toolbar={toolbar}
      emptyText="没有符合条件的成品"
    />
  )
}
