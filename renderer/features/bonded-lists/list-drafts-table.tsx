import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { printInstant } from '../../components/moment.ts'
import { Tag } from '../../components/tag.tsx'
import { directionNames, goodsNames } from '../../components/words.ts'
import { businessName, declarationTypes, listDraftStates, modeLabel } from './list-draft-words.ts'
import type { ListDraftSummary } from './list-draft-words.ts'

const columns: readonly Column<ListDraftSummary>[] = [
  {
    id: 'innerNo',
    title: '企业内部编号',
    width: 170,
    kind: 'code',
    text: (row) => row.innerNo,
    render: (row) => (
      <Link to={paths.listDraft(row.draftId)} className="mono">
        {row.innerNo || '未填写'}
      </Link>
    ),
  },
  { id: 'business', title: '业务', width: 130, kind: 'text', text: (row) => businessName(row.business) },
  { id: 'mode', title: '监管方式', width: 140, kind: 'code', text: (row) => row.mode, shown: modeLabel },
  { id: 'direction', title: '进出口', width: 72, kind: 'text', text: (row) => directionNames[row.direction] },
  { id: 'goods', title: '料件成品', width: 80, kind: 'text', text: (row) => goodsNames[row.goods] },
  { id: 'declarationType', title: '申报类型', width: 80, kind: 'text', text: (row) => declarationTypes[row.declarationType] },
  {
    id: 'listNo',
    title: '清单编号',
    width: 184,
    kind: 'code',
    text: (row) => row.listNo,
    render: (row) =>
      row.listNo && (
        <Link to={paths.list(row.handbookNo, row.listNo)} className="mono">
          {row.listNo}
        </Link>
      ),
  },
  {
    id: 'state',
    title: '状态',
    width: 116,
    kind: 'status',
    text: (row) => listDraftStates[row.state].name,
    render: (row) => <Tag tone={listDraftStates[row.state].tone}>{listDraftStates[row.state].name}</Tag>,
  },
  {
    id: 'blocks',
    title: '须处理',
    unit: '处',
    width: 80,
    kind: 'quantity',
    text: (row) => String(row.blocks),
    render: (row) => (row.blocks > 0 ? <span style={{ color: 'var(--blocks)' }}>{row.blocks}</span> : '0'),
  },
  { id: 'lines', title: '表体', unit: '行', width: 72, kind: 'quantity', text: (row) => String(row.lines) },
  { id: 'declaredOn', title: '申报日期', width: 104, kind: 'date', text: (row) => row.declaredOn },
  {
    id: 'origin',
    title: '来自',
    width: 150,
    kind: 'text',
    text: (row) => row.origin?.what ?? '',
    render: (row) => row.origin && <Link to={row.origin.to}>{row.origin.what}</Link>,
  },
  {
    id: 'filingId',
    title: '申报',
    width: 72,
    kind: 'text',
    text: ({ filingId }) => (filingId === null ? '' : '看申报'),
    render: ({ filingId }) => filingId !== null && <Link to={paths.filing(filingId)}>看申报</Link>,
  },
  { id: 'savedAt', title: '末次保存', width: 140, kind: 'date', text: (row) => printInstant(row.savedAt) },
]
const none: readonly ListDraftSummary[] = []

/** 清单草稿 of one handbook, newest first. */
export function ListDraftsTable({ handbookNo, toolbar }: { handbookNo: string; toolbar: ReactNode }) {
  const navigate = useNavigate()
  const kept = useArrangementInAddress()
  const answer = useOperation('listDrafts.list', { handbookNo })
  const rows = answer.data?.drafts ?? none
  const source = useMemo(() => ({ kind: 'rows', rows }) as const, [rows])
  return (
    <>
      <ErrorNotice error={answer.error} />
      <DataTable
        id="listDrafts"
        columns={columns}
        source={source}
        kept={kept}
        rowKey={(row) => row.draftId}
        frozen={1}
        onOpenRow={(row) => void navigate(paths.listDraft(row.draftId))}
        onExport={(table) => void exportTable(`${handbookNo} 清单草稿`)(table)}
        toolbar={toolbar}
        emptyText="还没有清单草稿。点新建清单，选择业务即可开始"
      />
    </>
  )
}
