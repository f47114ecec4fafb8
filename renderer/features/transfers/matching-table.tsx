import { Button, SegmentedControl, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { useOpened } from '../../app/use-opened.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Empty } from '../../components/empty.tsx'
import { Panel } from '../../components/page.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Deadline } from '../../components/deadline.tsx'
import { ProposalDrawer } from './proposal-drawer.tsx'
import { SlipDialog } from './slip-dialog.tsx'
import { accountOf, readAccount } from './transfer-account.ts'
import { slipWays } from './transfer-words.ts'
import type { Matching } from './transfer-words.ts'

const wayChoices = [
  { value: '', label: '全部' },
  { value: 'out', label: slipWays.out },
  { value: 'in', label: slipWays.in },
]

const figure = (id: 'delivered' | 'returned' | 'declared', title: string): Column<Matching> => ({
  id,
  title,
  width: 112,
  kind: 'quantity',
  text: (row) => row[id],
  render: (row) => <QuantityWithUnit value={row[id]} unit={row.unit} />,
})
/** The difference either way; nothing where there is none, so that the eye finds what is open. */
const open = (id: 'undeclared' | 'undelivered', title: string): Column<Matching> => ({
  id,
  title,
  width: 118,
  groupTitle: '差额',
  kind: 'quantity',
  text: (row) => row[id],
  render: (row) => (isNone(row[id]) ? '' : <strong>{<QuantityWithUnit value={row[id]} unit={row.unit} />}</strong>),
})
const isNone = (quantity: string): boolean => /^0(\.0*)?$/.test(quantity)

const columnsOf = (act: (row: Matching) => void, withHandbook: boolean): readonly Column<Matching>[] => [
  { id: 'partnerName', title: '往来企业', width: 184, kind: 'text', text: (row) => row.partnerName, onOpen: act },
  { id: 'way', title: '收发', width: 52, kind: 'text', text: (row) => slipWays[row.way] },
  ...(withHandbook
    ? [
        {
          id: 'handbookNo',
          title: '我方手册',
          width: 116,
          kind: 'code',
          text: (row) => row.handbookNo,
        } satisfies Column<Matching>,
      ]
    : []),
  { id: 'partnerHandbookNo', title: '对方手册', width: 116, kind: 'code', text: (row) => row.partnerHandbookNo },
  { id: 'itemSeq', title: '序号', width: 48, kind: 'quantity', text: (row) => String(row.itemSeq) },
  { id: 'itemName', title: '商品名称', width: 122, kind: 'text', text: (row) => row.itemName },
  { id: 'version', title: '版本', width: 44, kind: 'code', text: (row) => row.version },
  open('undeclared', '已收发货未结转'),
  open('undelivered', '已结转未收发货'),
  { id: 'oldestMonth', title: '最早月份', width: 76, kind: 'date', text: (row) => row.oldestMonth ?? '' },
  {
    id: 'deadline',
    title: '申报期限',
    width: 168,
    kind: 'date',
    text: (row) => row.deadline ?? '',
    render: (row) => row.deadline && <Deadline on={row.deadline} />,
  },
  figure('delivered', '收发货'),
  figure('returned', '退货'),
  figure('declared', '已结转'),
]

/** Of one handbook, or of all. What it is held to and the proposal that is open stand in the address. */
export function MatchingTable({ handbookNo: fixed, choice }: { handbookNo?: string; choice?: ReactNode }) {
  const [search, setSearch] = useSearchParams()
  const navigate = useNavigate()
  const kept = useArrangementInAddress()
  const { opened, go } = useOpened('propose')
  const [chosen, setChosen] = useState<Matching>()
  const [typing, setTyping] = useState(false)
  const today = useOperation('house.status', {}).data?.businessDate
  const handbookNo = fixed ?? search.get('handbook') ?? ''
  const partnerId = search.get('partner') ?? ''
  const way = search.get('way') ?? ''
  const partners = useOperation('partners.list', {}).data?.partners ?? []
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks ?? []
  const answer = useOperation('transfers.matching', {
    ...(handbookNo !== '' && { handbookNo }),
    ...(partnerId !== '' && { partnerId }),
  })
  const rows = answer.data?.rows
  const source = useMemo(
    () => ({ kind: 'rows' as const, rows: (rows ?? []).filter((row) => way === '' || row.way === way).toSorted(byDeadline) }),
    [rows, way],
  )
  /** What is delivered is declared; what is declared and not delivered lacks a slip. */
  const columns = useMemo(() => {
    const act = (row: Matching) =>
      isNone(row.undeclared)
        ? void navigate(`${paths.transfers('deliveries')}?f.partnerName=${encodeURIComponent(row.partnerName)}`)
        : go(accountOf(row))
    return { act, all: columnsOf(act, fixed === undefined) }
  }, [go, navigate, fixed])
  const narrow = (name: string, value: string | null) =>
    setSearch(
      (before) => {
        if (value === null || value === '') before.delete(name)
        else before.set(name, value)
        return before
      },
      { replace: true },
    )
  const account = readAccount(opened)
  const narrowed = partnerId !== '' || way !== '' || (fixed === undefined && handbookNo !== '')
  if (!rows && !answer.isError) return null
  const dialog = typing && today !== undefined && <SlipDialog handbookNo={fixed} today={today} onClose={() => setTyping(false)} />
  if (rows?.length === 0 && !narrowed) {
    return (
      <>
        {dialog}
        {choice && <div>{choice}</div>}
        <Panel>
          <Empty
            action={
              <>
                <Button onClick={() => setTyping(true)} mr="sm">
                  登记收发货单
                </Button>
                <Button component={Link} to={paths.importDeliveries} variant="default">
                  导入收发货单
                </Button>
              </>
            }
          >
            还没有收发货，也没有结转清单。登记或导入收发货单后，这里按企业和商品列出还没有结转的数量和申报期限。
          </Empty>
        </Panel>
      </>
    )
  }
  return (
    <>
      {/* In its place of the empty page: the first slip that is saved does not close it. */}
      {dialog}
      <ErrorNotice error={answer.error} />
      <DataTable
        id="transfers.matching"
        columns={columns.all}
        source={source}
        rowKey={(row) => `${accountOf(row)} ${row.itemSeq} ${row.version}`}
        kept={kept}
        frozen={1}
        onSelect={(selected) => setChosen(selected[0])}
        onOpenRow={columns.act}
        toolbar={
          <>
            {choice}
            <Button size="xs" disabled={!chosen || isNone(chosen.undeclared)} onClick={() => chosen && columns.act(chosen)}>
              集中申报建议
            </Button>
            <SegmentedControl
              size="xs"
              data={wayChoices}
              value={way}
              onChange={(next) => narrow('way', next)}
              aria-label="收货或发货"
            />
            <Select
              size="xs"
              w={180}
              aria-label="往来企业"
              placeholder="全部往来企业"
              clearable
              searchable
              data={partners.map(({ partnerId: value, name }) => ({ value, label: name }))}
              value={partnerId === '' ? null : partnerId}
              onChange={(next) => narrow('partner', next)}
            />
            {fixed === undefined && (
              <Select
                size="xs"
                w={150}
                aria-label="我方手册"
                placeholder="全部手册"
                clearable
                searchable
                data={handbooks.map((book) => book.handbookNo)}
                value={handbookNo === '' ? null : handbookNo}
                onChange={(next) => narrow('handbook', next)}
              />
            )}
          </>
        }
        onExport={(table) => void exportTable('收发货对照')(table)}
        emptyText="没有符合条件的收发货"
      />
      {account && <ProposalDrawer account={account} onClose={() => go(null)} />}
    </>
  )
}

/** What has to be declared first stands first; what is settled, last. */
function byDeadline(a: Matching, b: Matching): number {
  const [first, second] = [a.deadline ?? '9', b.deadline ?? '9']
  return first === second ? 0 : first < second ? -1 : 1
}
