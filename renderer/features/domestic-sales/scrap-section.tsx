import { Button, Group, SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { Exact, exactQuantity, quantity } from '../../../shared/domain/exact.ts'
import { followJob, runJob } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { FirstHandbook } from '../../components/first-handbook.tsx'
import { ImportWizard } from '../../components/import/import-wizard.tsx'
import type { ImportKind } from '../../components/import/import-wizard.tsx'
import { printCount } from '../../components/moment.ts'
import { Panel, Room } from '../../components/page.tsx'
import { ShareBar } from '../../components/share-bar.tsx'
import { SeverityTag } from '../../components/guard-list.tsx'
import { Tag } from '../../components/tag.tsx'
import { usePreferences } from '../../state/preferences.ts'
import { HandbookPicker } from '../../components/handbook-picker.tsx'
import classes from './sale.module.css'
import { WeighDialog } from './weigh-dialog.tsx'
import { VoidWeighing } from './void-weighing.tsx'

type Control = Output<'scrap.control'>
type Row = Control['rows'][number]
type Weighing = Control['weighings'][number]

/** 边角料: what is due by the tangible loss, what the weighbridge has seen, what is gone, what is left. */
export function ScrapSection() {
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const { handbookNo: last, workIn } = usePreferences()
  const [search, setSearch] = useSearchParams()
  if (!handbooks) return null
  const asked = search.get('handbook') ?? last
  const chosen = handbooks.find(({ handbookNo }) => handbookNo === asked) ?? handbooks[0]
  if (!chosen) {
    return (
      <Panel>
        <Empty action={<FirstHandbook />}>边角料按手册的出口和单耗计算。请先导入海关已批准的手册，或从备案草稿开始。</Empty>
      </Panel>
    )
  }
  const { handbookNo } = chosen
  const choose = (no: string) => {
    workIn(no)
    setSearch({}, { replace: true })
  }
  return (
    <Room>
      <ScrapControl
        key={handbookNo}
        handbookNo={handbookNo}
        choice={<HandbookPicker handbooks={handbooks} value={handbookNo} onChange={choose} />}
      />
    </Room>
  )
}

/** How much of what is due is disposed of, in percent with one decimal; empty where nothing is due. */
const disposedShare = ({ disposed, due }: Row): string => {
  const whole = exactQuantity(quantity(due))
  if (!Exact.zero.isLessThan(whole)) return ''
  return exactQuantity(quantity(disposed)).times(Exact.fraction(100n, 1n)).dividedBy(whole).toText(1)
}
const worst = (row: Row): 'blocks' | 'warns' | undefined =>
  row.guards.some(({ severity }) => severity === 'blocks')
    ? 'blocks'
    : row.guards.some(({ severity }) => severity === 'warns')
      ? 'warns'
      : undefined

const figure = (id: 'due' | 'weighed' | 'disposed' | 'pending' | 'left', title: string): Column<Row> => ({
  id,
  title,
  width: 112,
  kind: 'quantity',
  text: (row) => row[id],
})
const controlColumns: readonly Column<Row>[] = [
  { id: 'itemSeq', title: '料件', width: 60, kind: 'quantity', text: (row) => String(row.itemSeq) },
  { id: 'name', title: '名称', width: 170, kind: 'text', text: (row) => row.name },
  { id: 'unit', title: '单位', width: 60, kind: 'text', text: (row) => shownUnit(row.unit) },
  figure('due', '应有'),
  figure('weighed', '过磅'),
  figure('disposed', '已处置'),
  figure('pending', '处置中'),
  figure('left', '剩余'),
  {
    id: 'share',
    title: '已处置占应有',
    width: 150,
    kind: 'text',
    text: (row) => disposedShare(row) && `${disposedShare(row)}%`,
    render: (row) => {
      const share = disposedShare(row)
      if (share === '') return ''
      return (
        <span className={classes.bar}>
          <ShareBar percent={Number(share)} tone={worst(row) ?? 'accent'}>
            {share}%
          </ShareBar>
        </span>
      )
    },
  },
  {
    id: 'guards',
    title: '核对',
    width: 320,
    kind: 'text',
    text: (row) => row.guards.map(({ message }) => message).join('；'),
    render: (row) => {
      const tone = worst(row)
      const told = row.guards.filter(({ severity }) => severity !== 'passes')
      return (
        tone !== undefined && (
          <span title={told.map(({ message, next }) => `${message}；${next}`).join('\n')}>
            <SeverityTag of={tone} /> {told[0]?.message}
          </span>
        )
      )
    },
  },
]
const weighingColumns: readonly Column<Weighing>[] = [
  { id: 'slipNo', title: '磅单号', width: 150, kind: 'code', text: (row) => row.slipNo },
  { id: 'weighedOn', title: '过磅日期', width: 104, kind: 'date', text: (row) => row.weighedOn },
  { id: 'itemSeq', title: '料件', width: 60, kind: 'quantity', text: (row) => String(row.itemSeq) },
  { id: 'itemName', title: '名称', width: 180, kind: 'text', text: (row) => row.itemName },
  { id: 'quantity', title: '数量', width: 112, kind: 'quantity', text: (row) => row.quantity },
  { id: 'unit', title: '单位', width: 60, kind: 'text', text: (row) => shownUnit(row.unit) },
  { id: 'buyer', title: '购买方', width: 220, kind: 'text', text: (row) => row.buyer },
  {
    id: 'state',
    title: '状态',
    width: 84,
    kind: 'status',
    text: (row) => (row.voidedAt === null ? '有效' : '已作废'),
    render: (row) => <Tag tone={row.voidedAt === null ? 'neutral' : 'struck'}>{row.voidedAt === null ? '有效' : '已作废'}</Tag>,
  },
]
const views = [
  { value: 'control', label: '按料件' },
  { value: 'weighings', label: '磅单' },
]

export function ScrapControl({ handbookNo, choice }: { handbookNo: string; choice: ReactNode }) {
  const [search, setSearch] = useSearchParams()
  const answer = useOperation('scrap.control', { handbookNo })
  const today = useOperation('house.status', {}).data?.businessDate
  const [weighing, setWeighing] = useState<{ itemSeq?: number }>()
  const [voiding, setVoiding] = useState<Weighing>()
  const [chosen, setChosen] = useState<Weighing>()
  const [chosenRow, setChosenRow] = useState<Row>()
  const part = search.get('part') ?? 'control'
  const rows = answer.data?.rows
  const slips = answer.data?.weighings
  const source = useMemo(() => ({ kind: 'rows' as const, rows: rows ?? [] }), [rows])
  const slipSource = useMemo(() => ({ kind: 'rows' as const, rows: slips ?? [] }), [slips])
  const show = (next: string | null) =>
    setSearch((before) => {
      before.delete('file')
      if (next === null || next === 'control') before.delete('part')
      else before.set('part', next)
      return before
    })
  if (part === 'import' || search.has('file')) {
    return (
      <>
        <Group>
          <Button size="compact-sm" variant="default" onClick={() => show('weighings')}>
            返回磅单
          </Button>
        </Group>
        <ImportWizard kind={weighingImport} />
      </>
    )
  }
  const toolbar = (
    <>
      {choice}
      <SegmentedControl size="xs" data={views} value={part} onChange={show} aria-label="按料件还是磅单" />
      <Button size="xs" onClick={() => setWeighing(chosenRow ? { itemSeq: chosenRow.itemSeq } : {})}>
        登记磅单
      </Button>
      <Button size="xs" variant="default" onClick={() => show('import')}>
        导入磅单
      </Button>
      {part === 'weighings' ? (
        <Button
          size="xs"
          variant="default"
          disabled={!chosen || chosen.voidedAt !== null}
          onClick={() => chosen && setVoiding(chosen)}
        >
          作废磅单
        </Button>
      ) : (
        <Button size="xs" variant="default" component={Link} to={`${paths.sale('new')}?kind=scrap&handbook=${handbookNo}`}>
          登记边角料内销
        </Button>
      )}
    </>
  )
  return (
    <>
      <ErrorNotice error={answer.error} />
      {part === 'weighings' ? (
        <DataTable
          key="weighings"
          id="scrap.weighings"
          columns={weighingColumns}
          source={slipSource}
          rowKey={(row) => row.weighingId}
          struck={(row) => row.voidedAt !== null}
          onSelect={(some) => setChosen(some[0])}
          onExport={(table) => void exportTable(`${handbookNo} 磅单`)(table)}
          toolbar={toolbar}
          emptyText="还没有磅单。逐张登记，或导入地磅导出的工作簿"
        />
      ) : (
        <DataTable
          key="control"
          id="scrap.control"
          columns={controlColumns}
          source={source}
          rowKey={(row) => String(row.itemSeq)}
          marks={(row, columnId) =>
            columnId === 'left' && row.left.startsWith('-')
              ? `剩余为负：处置比应有多 ${formatQuantity(row.left.slice(1))}`
              : undefined
          }
          onSelect={(some) => setChosenRow(some[0])}
          onExport={(table) => void exportTable(`${handbookNo} 边角料`)(table)}
          toolbar={toolbar}
          emptyText="这本手册还没有应有的边角料：没有申报有形损耗，或还没有出口"
        />
      )}
      {weighing && today !== undefined && (
        <WeighDialog handbookNo={handbookNo} itemSeq={weighing.itemSeq} today={today} onClose={() => setWeighing(undefined)} />
      )}
      {voiding && <VoidWeighing weighing={voiding} onClose={() => setVoiding(undefined)} />}
    </>
  )
}

const weighingImport: ImportKind = {
  what: '磅单',
  expects: '工作簿（.xlsx）一行一张磅单：磅单号、过磅日期、手册编号、备案序号、数量、购买方。数量以料件的申报单位计。',
  inspect: async (fileId, follow) => {
    const found = await runJob('scrap.inspectWeighings', { fileId }, follow)
    return {
      sheets: found.sheets,
      changes: [
        ['新增磅单', `${printCount(found.rows)} 张`],
        ['已在账内', `${printCount(found.unchanged)} 张`],
      ],
      rejected: found.rejected,
      rejectedTotal: found.rejectedTotal,
      warnings: [],
      canSkip: false,
      ...(found.rows === 0 &&
        found.unchanged > 0 &&
        found.rejectedTotal === 0 && { nothingToDo: '全部磅单已在账内，再次导入不会有任何变化' }),
    }
  },
  run: async (fileId, _onBadRows, follow) => imported(await runJob('scrap.importWeighings', { fileId }, follow)),
  resume: async (jobId, follow) => imported(await followJob('scrap.importWeighings', jobId, follow)),
}
const imported = (done: Output<'scrap.importWeighings'>) => ({
  message: done.rows > 0 ? `新增磅单 ${printCount(done.rows)} 张` : '没有新的磅单',
  counts: [
    ['新增磅单', `${printCount(done.rows)} 张`],
    ['已在账内', `${printCount(done.unchanged)} 张`],
  ] as const,
  rejected: [],
  warnings: [],
  links: [{ label: '看边角料', to: paths.domesticSales('scrap') }],
})
