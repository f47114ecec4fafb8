import { SegmentedControl } from '@mantine/core'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { supervisionModeName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { paged } from '../../app/paged.ts'
import { useOperation } from '../../app/queries.ts'
import { useOpened } from '../../app/use-opened.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { Room } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { codesOfWords, directionNames, goodsNames, listStatuses } from '../../components/words.ts'
import { ImportHistory } from './import-history.tsx'
import { LinesTable } from './lines-table.tsx'
import { ListDraftsTable } from './list-drafts-table.tsx'
import { ListDrawer } from './list-drawer.tsx'
import { NewListMenu } from './new-list-menu.tsx'

type BondedList = Output<'bondedLists.list'>['rows'][number]

const columnsOf = (open: (listNo: string) => void): readonly Column<BondedList>[] => [
  {
    id: 'listNo',
    title: '清单编号',
    width: 190,
    kind: 'code',
    text: (row) => row.listNo,
    onOpen: (row) => open(row.listNo),
  },
  { id: 'innerNo', title: '企业内部编号', width: 150, kind: 'code', text: (row) => row.innerNo },
  { id: 'declaredOn', title: '申报日期', width: 104, kind: 'date', text: (row) => row.declaredOn },
  {
    id: 'direction',
    title: '进出口',
    width: 76,
    kind: 'text',
    text: (row) => directionNames[row.direction],
  },
  { id: 'goods', title: '料件成品', width: 84, kind: 'text', text: (row) => goodsNames[row.goods] },
  {
    id: 'mode',
    title: '监管方式',
    width: 160,
    kind: 'code',
    text: (row) => row.mode,
    render: (row) => codeLabel(row.mode, supervisionModeName(row.mode)),
  },
  {
    id: 'status',
    title: '核扣标志',
    width: 96,
    kind: 'status',
    text: (row) => listStatuses[row.status].name,
    render: (row) => <Tag tone={listStatuses[row.status].tone}>{listStatuses[row.status].name}</Tag>,
  },
  { id: 'lines', title: '表体', unit: '行', width: 80, kind: 'quantity', text: (row) => String(row.lines) },
  { id: 'relatedHandbookNo', title: '关联手册', width: 140, kind: 'code', text: (row) => row.relatedHandbookNo },
]

/** The lists of a handbook, their lines, the drafts of new ones, and the imports they came by. The address holds the view and the list that is open. */
export function ListsTab({ handbookNo }: { handbookNo: string }) {
  const [search, setSearch] = useSearchParams()
  const view = search.get('view') ?? 'lists'
  const kept = useArrangementInAddress()
  const { opened, go } = useOpened('list')
  const columns = useMemo(() => columnsOf(go), [go])
  const source = useMemo(() => paged('bondedLists.list', { handbookNo }, codesOfWords), [handbookNo])
  const drafts = useOperation('listDrafts.list', { handbookNo, open: true }).data?.drafts ?? []
  const wrong = drafts.filter(({ blocks }) => blocks > 0).length
  const views = [
    { value: 'lists', label: '清单' },
    { value: 'lines', label: '表体行' },
    {
      value: 'drafts',
      label: (
        <span title={wrong > 0 ? `${drafts.length} 份在编，其中 ${wrong} 份有须处理之处` : `${drafts.length} 份在编`}>
          草稿{drafts.length > 0 && ` ${drafts.length}`}
        </span>
      ),
    },
    { value: 'imports', label: '历次导入' },
  ]
  const choice = (
    <>
      <NewListMenu handbookNo={handbookNo} />
      <SegmentedControl
        size="xs"
        data={views}
        value={view}
        onChange={(next) => setSearch(next === 'lists' ? {} : { view: next })}
        aria-label="看什么"
      />
    </>
  )
  return (
    <Room>
      {view === 'imports' ? (
        <ImportHistory handbookNo={handbookNo} toolbar={choice} />
      ) : view === 'drafts' ? (
        <ListDraftsTable handbookNo={handbookNo} toolbar={choice} />
      ) : view === 'lines' ? (
        <LinesTable handbookNo={handbookNo} toolbar={choice} />
      ) : (
        <DataTable
          id="bondedLists.list"
          columns={columns}
          source={source}
          kept={kept}
          rowKey={(row) => row.listNo}
          frozen={1}
          onOpenRow={(row) => go(row.listNo)}
          onExport={(table) => void exportTable(`${handbookNo} 清单`)(table)}
          toolbar={choice}
          emptyText="没有符合条件的清单"
        />
      )}
      {opened && <ListDrawer handbookNo={handbookNo} listNo={opened} onClose={() => go(null)} />}
    </Room>
  )
}
