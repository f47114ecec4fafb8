import { Link, useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { printInstant } from '../../components/moment.ts'
import { Tag } from '../../components/tag.tsx'
import { draftKind, draftStates } from './draft-words.ts'
import type { DraftSummary } from './draft-words.ts'

const columns: readonly Column<DraftSummary>[] = [
  {
    id: 'innerNo',
    title: '企业内部编号',
    width: 180,
    kind: 'code',
    text: (row) => row.innerNo || '未填写',
    render: (row) => (
      <Link to={paths.draft(row.draftId)} className="mono">
        {row.innerNo || '未填写'}
      </Link>
    ),
  },
  { id: 'kind', title: '种类', width: 72, kind: 'text', text: draftKind },
  {
    id: 'handbookNo',
    title: '手册编号',
    width: 136,
    kind: 'code',
    text: (row) => row.handbookNo ?? '',
    render: (row) =>
      row.handbookNo === null ? (
        ''
      ) : (
        <Link to={paths.handbook(row.handbookNo)} className="mono">
          {row.handbookNo}
        </Link>
      ),
  },
  {
    id: 'handbookKind',
    title: '类型',
    width: 92,
    kind: 'text',
    text: ({ handbookKind }) => ({ B: '来料加工', C: '进料加工' })[handbookKind] ?? handbookKind,
  },
  {
    id: 'state',
    title: '状态',
    width: 110,
    kind: 'status',
    text: (row) => draftStates[row.state].name,
    render: (row) => <Tag tone={draftStates[row.state].tone}>{draftStates[row.state].name}</Tag>,
  },
  {
    id: 'filingId',
    title: '申报',
    width: 72,
    kind: 'text',
    text: ({ filingId }) => (filingId === null ? '' : '看申报'),
    render: ({ filingId }) => filingId !== null && <Link to={paths.filing(filingId)}>看申报</Link>,
  },
  { id: 'materials', title: '料件', unit: '项', width: 72, kind: 'quantity', text: (row) => String(row.materials) },
  { id: 'products', title: '成品', unit: '项', width: 72, kind: 'quantity', text: (row) => String(row.products) },
  { id: 'consumptions', title: '单耗', unit: '行', width: 72, kind: 'quantity', text: (row) => String(row.consumptions) },
  {
    id: 'problems',
    title: '待改',
    unit: '处',
    width: 80,
    kind: 'quantity',
    text: (row) => String(row.problems),
    render: (row) => (row.problems > 0 ? <span style={{ color: 'var(--blocks)' }}>{row.problems}</span> : '0'),
  },
  { id: 'savedAt', title: '末次保存', width: 140, kind: 'date', text: (row) => printInstant(row.savedAt) },
]

export function DraftsTable({ drafts }: { drafts: readonly DraftSummary[] }) {
  const navigate = useNavigate()
  const kept = useArrangementInAddress()
  return (
    <DataTable
      id="handbookDrafts"
      columns={columns}
      source={{ kind: 'rows', rows: drafts }}
      kept={kept}
      rowKey={rowKey}
      frozen={1}
      onOpenRow={(row) => void navigate(paths.draft(row.draftId))}
      onExport={(table) => void exportTable('手册草稿')(table)}
      emptyText="没有符合条件的草稿"
    />
  )
}

const rowKey = (row: DraftSummary): string => row.draftId
