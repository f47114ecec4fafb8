import { Button, SegmentedControl } from '@mantine/core'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Page, Panel, Room } from '../../components/page.tsx'
import { ShareBar } from '../../components/share-bar.tsx'
import { Tag } from '../../components/tag.tsx'
import { isOpen } from '../handbook-drafts/draft-words.ts'
import { DraftsTable } from '../handbook-drafts/drafts-table.tsx'
import { NewDraftDialog } from '../handbook-drafts/new-draft-dialog.tsx'
import { handbookKinds, isReported } from '../../components/handbook-words.ts'
import type { HandbookSummary } from '../../components/handbook-words.ts'
import { lifeStates } from './life-words.ts'
import { ValidityBar } from './validity-bar.tsx'

const columns: readonly Column<HandbookSummary>[] = [
  {
    id: 'handbookNo',
    title: '手册编号',
    width: 120,
    kind: 'code',
    text: (row) => row.handbookNo,
    render: (row) => (
      <Link to={paths.handbook(row.handbookNo)} className="mono">
        {row.handbookNo}
      </Link>
    ),
  },
  { id: 'kind', title: '类型', width: 76, kind: 'text', text: (row) => handbookKinds[row.kind] },
  {
    id: 'state',
    title: '状态',
    width: 120,
    kind: 'status',
    text: (row) => lifeStates[row.state].name,
    render: (row) => <Tag tone={lifeStates[row.state].tone}>{lifeStates[row.state].name}</Tag>,
  },
  { id: 'processorName', title: '加工单位', width: 150, kind: 'text', text: (row) => row.processorName },
  {
    id: 'validTo',
    title: '有效期',
    width: 178,
    kind: 'date',
    text: (row) => row.validTo,
    render: (row) => <ValidityBar handbook={row} withDate />,
  },
  {
    id: 'reportDeadline',
    title: '报核截止',
    width: 96,
    kind: 'date',
    // Once customs has taken the report there is none.
    text: (row) => (isReported(row) ? '' : row.reportDeadline),
  },
  {
    id: 'importedShare',
    title: '进口进度',
    unit: '%',
    width: 92,
    kind: 'quantity',
    text: (row) => row.importedShare,
    render: (row) => <ShareBar percent={Number(row.importedShare)}>{row.importedShare}%</ShareBar>,
  },
  {
    id: 'exportedShare',
    title: '出口进度',
    unit: '%',
    width: 92,
    kind: 'quantity',
    text: (row) => row.exportedShare,
    render: (row) => <ShareBar percent={Number(row.exportedShare)}>{row.exportedShare}%</ShareBar>,
  },
  {
    id: 'negativeMaterials',
    title: '结余',
    width: 80,
    kind: 'status',
    text: (row) => balanceHealth(row.negativeMaterials),
    render: (row) => (
      <Tag tone={row.negativeMaterials > 0 && row.state !== 'closed' ? 'blocks' : 'neutral'}>
        {balanceHealth(row.negativeMaterials)}
      </Tag>
    ),
  },
  {
    id: 'lists',
    title: '清单',
    unit: '份',
    width: 64,
    kind: 'quantity',
    text: (row) => String(row.lists.booked + row.lists.reserved + row.lists.unbooked),
  },
  { id: 'openFilings', title: '未结申报', unit: '份', width: 90, kind: 'quantity', text: (row) => String(row.openFilings) },
]

const balanceHealth = (negative: number): string => (negative > 0 ? `${negative} 项为负` : '无负结余')

/** 在用手册, and 草稿 of what is about to be filed. The address holds which of the two. */
export function HandbookListPage() {
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams()
  const drafts = useOperation('handbookDrafts.list', {})
  const view = search.get('view') === 'drafts' ? 'drafts' : 'handbooks'
  const leaveNew = () =>
    setSearch(
      (before) => {
        before.delete('new')
        return before
      },
      { replace: true },
    )
  const open = drafts.data?.drafts.filter(isOpen).length ?? 0
  return (
    <Page
      title="手册"
      about={
        <SegmentedControl
          aria-label="看什么"
          size="xs"
          value={view}
          onChange={(next) => void navigate(next === 'drafts' ? paths.drafts : paths.handbooks)}
          data={[
            { value: 'handbooks', label: '在用手册' },
            { value: 'drafts', label: open > 0 ? `草稿 ${open}` : '草稿' },
          ]}
        />
      }
      actions={
        <>
          <Button component={Link} to={paths.importHandbook} variant="default">
            导入在用手册
          </Button>
          <Button component={Link} to={paths.importDraft} variant="default">
            导入为草稿
          </Button>
          <Button
            onClick={() =>
              setSearch((before) => {
                before.set('new', '1')
                return before
              })
            }
          >
            新建手册备案
          </Button>
        </>
      }
      fill
    >
      {view === 'handbooks' ? (
        <HandbooksInForce />
      ) : (
        <Room>
          <ErrorNotice error={drafts.error} />
          {drafts.data?.drafts.length === 0 && (
            <Panel>
              <Empty>
                还没有草稿。点新建手册备案从空表或旧手册开始，或把已有的工作簿导入为草稿；变更、延期从手册的概况页开始。
              </Empty>
            </Panel>
          )}
          {drafts.data && drafts.data.drafts.length > 0 && <DraftsTable drafts={drafts.data.drafts} />}
        </Room>
      )}
      {search.get('new') === '1' && <NewDraftDialog onClose={leaveNew} />}
    </Page>
  )
}

function HandbooksInForce() {
  const navigate = useNavigate()
  const kept = useArrangementInAddress()
  const list = useOperation('handbooks.list', {})
  return (
    <Room>
      <ErrorNotice error={list.error} />
      {list.data?.handbooks.length === 0 && (
        <Panel>
          <Empty>账本里还没有手册。已在海关备案的，把工作簿拖到窗口任何地方，或点导入在用手册；新的从新建手册备案开始。</Empty>
        </Panel>
      )}
      {list.data && list.data.handbooks.length > 0 && (
        <DataTable
          id="handbooks"
          columns={columns}
          source={{ kind: 'rows', rows: list.data.handbooks }}
          kept={kept}
          rowKey={(row) => row.handbookNo}
          frozen={1}
          onOpenRow={(row) => void navigate(paths.handbook(row.handbookNo))}
          onExport={(table) => void exportTable('手册')(table)}
          emptyText="没有符合条件的手册"
        />
      )}
    </Room>
  )
}
