import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Tag } from '../../components/tag.tsx'
import { Deadline } from '../../components/deadline.tsx'
import { pairedWords, transferStates, transferWays } from './transfer-words.ts'
import type { Transfer } from './transfer-words.ts'

const columnsOf = (open: (row: Transfer) => void, withHandbook: boolean): readonly Column<Transfer>[] => [
  { id: 'transferNo', title: '结转编号', width: 172, kind: 'code', text: (row) => row.transferNo, onOpen: open },
  {
    id: 'state',
    title: '状态',
    width: 92,
    kind: 'status',
    text: (row) => transferStates[row.state].name,
    render: (row) => <Tag tone={transferStates[row.state].tone}>{transferStates[row.state].name}</Tag>,
  },
  { id: 'way', title: '方向', width: 52, kind: 'text', text: (row) => transferWays[row.way] },
  { id: 'partnerName', title: '往来企业', width: 184, kind: 'text', text: (row) => row.partnerName },
  ...(withHandbook
    ? [
        {
          id: 'handbookNo',
          title: '我方手册',
          width: 116,
          kind: 'code',
          text: (row) => row.handbookNo,
        } satisfies Column<Transfer>,
      ]
    : []),
  { id: 'from', title: '收发货期间', width: 176, kind: 'date', text: (row) => `${row.from} 至 ${row.to}` },
  {
    id: 'deadline',
    title: '申报期限',
    width: 168,
    kind: 'date',
    text: (row) => row.deadline,
    render: (row) => <Deadline on={row.deadline} met={row.state !== 'draft'} />,
  },
  {
    id: 'paired',
    title: '与对方',
    width: 84,
    kind: 'status',
    text: (row) => pairedWords[row.paired].name,
    render: (row) => <Tag tone={pairedWords[row.paired].tone}>{pairedWords[row.paired].name}</Tag>,
  },
  { id: 'listNo', title: '我方清单', width: 160, kind: 'code', text: (row) => row.listNo },
  { id: 'partnerListNo', title: '对方清单', width: 160, kind: 'code', text: (row) => row.partnerListNo },
  { id: 'partnerHandbookNo', title: '对方手册', width: 116, kind: 'code', text: (row) => row.partnerHandbookNo },
  { id: 'slips', title: '单据', unit: '张', width: 72, kind: 'quantity', text: (row) => String(row.slips) },
  { id: 'items', title: '商品', unit: '项', width: 72, kind: 'quantity', text: (row) => String(row.items) },
]

/** Of one handbook, or of all; a row opens its page. */
export function TransfersTable({
  handbookNo,
  toolbar,
  emptyText,
}: {
  handbookNo?: string
  toolbar: ReactNode
  emptyText: string
}) {
  const navigate = useNavigate()
  const kept = useArrangementInAddress()
  const answer = useOperation('transfers.list', { ...(handbookNo !== undefined && { handbookNo }) })
  const transfers = answer.data?.transfers
  const source = useMemo(() => ({ kind: 'rows' as const, rows: transfers ?? [] }), [transfers])
  const columns = useMemo(
    () => columnsOf(({ transferId }) => void navigate(paths.transfer(transferId)), handbookNo === undefined),
    [navigate, handbookNo],
  )
  return (
    <>
      <ErrorNotice error={answer.error} />
      <DataTable
        id="transfers.list"
        columns={columns}
        source={source}
        rowKey={(row) => row.transferId}
        kept={kept}
        frozen={1}
        struck={(row) => row.state === 'discarded'}
        onOpenRow={({ transferId }) => void navigate(paths.transfer(transferId))}
        toolbar={toolbar}
        onExport={(table) => void exportTable('深加工结转')(table)}
        emptyText={emptyText}
      />
    </>
  )
}
