import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { paged } from '../../app/paged.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Deadline } from '../../components/deadline.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Tag } from '../../components/tag.tsx'
import { printYuan } from '../../components/yuan.ts'
import { saleCodes, saleKindNames, saleStates } from './sale-words.ts'
import type { Sale } from './sale-words.ts'

const isOver = ({ state }: Sale): boolean => state === 'settled' || state === 'discarded'
const yuan = (row: Sale, amount: string | null) =>
  amount === null ? (
    isOver(row) ? (
      ''
    ) : (
      <Tag tone="blocks">{row.blocks > 0 ? `缺 ${row.blocks} 项` : '算不出'}</Tag>
    )
  ) : (
    printYuan(amount)
  )

const columnsOf = (open: (row: Sale) => void, withHandbook: boolean): readonly Column<Sale>[] => [
  { id: 'saleNo', title: '编号', width: 64, kind: 'quantity', text: (row) => String(row.saleNo), onOpen: open },
  { id: 'kind', title: '种类', width: 88, kind: 'text', text: (row) => saleKindNames[row.kind], onOpen: open },
  {
    id: 'state',
    title: '状态',
    width: 104,
    kind: 'status',
    text: (row) => saleStates[row.state].name,
    render: (row) => <Tag tone={saleStates[row.state].tone}>{saleStates[row.state].name}</Tag>,
  },
  { id: 'soldOn', title: '内销日期', width: 100, kind: 'date', text: (row) => row.soldOn },
  ...(withHandbook
    ? [{ id: 'handbookNo', title: '手册', width: 124, kind: 'code', text: (row) => row.handbookNo } satisfies Column<Sale>]
    : []),
  { id: 'buyer', title: '购买方', width: 200, kind: 'text', text: (row) => row.buyer },
  {
    id: 'taxTotal',
    title: '税款',
    unit: '元',
    width: 120,
    kind: 'quantity',
    text: (row) => row.taxTotal ?? '',
    render: (row) => yuan(row, row.taxTotal),
  },
  {
    id: 'interestTotal',
    title: '缓税利息',
    unit: '元',
    width: 108,
    kind: 'quantity',
    text: (row) => row.interestTotal ?? '',
    render: (row) => (row.interestTotal === null ? '' : printYuan(row.interestTotal)),
  },
  {
    id: 'deadline',
    title: '期限',
    width: 190,
    kind: 'date',
    text: (row) => row.deadline ?? '',
    render: (row) =>
      row.deadline !== null && (
        <span title={row.collective ? '集中申报期限（R-94）' : '缴款期限（R-71）'}>
          <Deadline on={row.deadline} met={isOver(row)} />
        </span>
      ),
  },
]

/** Of one handbook, or of all; a row opens its workbench. */
export function SalesTable({ handbookNo, toolbar, emptyText }: { handbookNo?: string; toolbar: ReactNode; emptyText: string }) {
  const navigate = useNavigate()
  const kept = useArrangementInAddress()
  const source = useMemo(
    () => paged('domesticSales.list', { ...(handbookNo !== undefined && { handbookNo }) }, saleCodes),
    [handbookNo],
  )
  const columns = useMemo(
    () => columnsOf(({ saleId }) => void navigate(paths.sale(saleId)), handbookNo === undefined),
    [navigate, handbookNo],
  )
  return (
    <DataTable
      id="domesticSales.list"
      columns={columns}
      source={source}
      kept={kept}
      rowKey={(row) => row.saleId}
      frozen={1}
      struck={(row) => row.state === 'discarded'}
      onOpenRow={({ saleId }) => void navigate(paths.sale(saleId))}
      toolbar={toolbar}
      onExport={(table) => void exportTable('内销')(table)}
      emptyText={emptyText}
    />
  )
}
