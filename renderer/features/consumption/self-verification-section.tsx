import { Button, Group, SegmentedControl, Select, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { useOpened } from '../../app/use-opened.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable, showError } from '../../components/export-table.ts'
import { DayField } from '../../components/fields/day-field.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { Notice } from '../../components/notice.tsx'
import { Panel, Room } from '../../components/page.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { DeviationDrawer } from './deviation-drawer.tsx'
import { DeviationText, methodNames, standing } from './deviation-words.tsx'
import type { Point } from './deviation-words.tsx'
import { useProductUnits } from './product-units.ts'
import { RecordEligibility } from './record-eligibility.tsx'
import { RecordYear } from './record-year.tsx'

type Periods = Output<'selfVerification.periods'>
type Period = { from: string; to: string }

const keyOf = (of: Pick<Point, 'productSeq' | 'version' | 'materialSeq'>) => `${of.productSeq} ${of.version} ${of.materialSeq}`
const columnsOf = (open: (point: Point) => void, units: ReadonlyMap<number, string>): readonly Column<Point>[] => [
  { id: 'productSeq', title: '成品', width: 62, kind: 'quantity', text: (row) => String(row.productSeq) },
  { id: 'productName', title: '成品名称', width: 112, kind: 'text', text: (row) => row.productName },
  { id: 'version', title: '版本', width: 52, kind: 'code', text: (row) => row.version },
  { id: 'materialSeq', title: '料件', width: 62, kind: 'quantity', text: (row) => String(row.materialSeq) },
  { id: 'materialName', title: '料件名称', width: 110, kind: 'text', text: (row) => row.materialName },
  {
    id: 'finished',
    title: '完工',
    width: 84,
    kind: 'quantity',
    text: (row) => row.finished,
    render: (row) => <QuantityWithUnit value={row.finished} unit={units.get(row.productSeq) ?? ''} />,
  },
  {
    id: 'declared',
    title: '申报耗用',
    width: 132,
    kind: 'quantity',
    text: (row) => row.declared ?? '',
    render: (row) => row.declared !== null && <QuantityWithUnit value={row.declared} unit={row.unit} />,
  },
  {
    id: 'actual',
    title: '实际耗用',
    width: 132,
    kind: 'quantity',
    text: (row) => row.actual,
    render: (row) => <QuantityWithUnit value={row.actual} unit={row.unit} />,
  },
  { id: 'declaredPerUnit', title: '申报单耗', width: 100, kind: 'quantity', text: (row) => row.declaredPerUnit ?? '' },
  { id: 'actualPerUnit', title: '实际单耗', width: 100, kind: 'quantity', text: (row) => row.actualPerUnit ?? '' },
  {
    id: 'deviation',
    title: '偏差 %',
    width: 88,
    kind: 'quantity',
    text: (row) => row.deviation ?? '',
    render: (row) => <DeviationText point={row} />,
    onOpen: open,
  },
  {
    id: 'open',
    title: '状态',
    width: 86,
    kind: 'status',
    text: (row) => (row.within ? '范围内' : standing[row.open].name),
    render: (row) => (row.within ? '范围内' : <Tag tone={standing[row.open].tone}>{standing[row.open].name}</Tag>),
  },
  { id: 'explanation', title: '说明', width: 200, kind: 'text', text: (row) => row.explanation },
  { id: 'approvedBy', title: '复核', width: 80, kind: 'text', text: (row) => row.approvedBy },
]

/** 企业自核: a period, what was declared and what was used in it, and the record that comes of it. */
export function SelfVerificationSection({ handbookNo, closed }: { handbookNo: string; closed: boolean }) {
  const [search, setSearch] = useSearchParams()
  const periods = useOperation('selfVerification.periods', { handbookNo })
  const view = search.get('view') === 'year' ? 'year' : 'period'
  if (!periods.data) return <ErrorNotice error={periods.error} />
  const { months, next, records } = periods.data
  if (months.length === 0) {
    return (
      <Panel>
        <Empty
          action={
            <Button component={Link} to={`${paths.consumption('work-orders', handbookNo)}&view=import`}>
              导入工单
            </Button>
          }
        >
          自核从工单开始：导入工单和领退料，账本就能算出每个成品的实际单耗，与申报单耗比较。
        </Empty>
      </Panel>
    )
  }
  const last = months.at(-1)
  const asked = { from: search.get('from') ?? '', to: search.get('to') ?? '' }
  const period = parseDay(asked.from) && parseDay(asked.to) && asked.from <= asked.to ? asked : (next ?? records.at(-1) ?? last)
  if (!period) return null
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label="看什么"
      data={[
        { value: 'period', label: '期间' },
        { value: 'year', label: '年度申报' },
      ]}
      value={view}
      onChange={(to) => setSearch({ handbook: handbookNo, ...(to === 'year' && { view: to }) })}
    />
  )
  return (
    <Room>
      {view === 'year' ? (
        <RecordYear handbookNo={handbookNo} years={[...new Set(months.map(({ from }) => from.slice(0, 4)))]} view={choice} />
      ) : (
        <OnePeriod
          handbookNo={handbookNo}
          periods={periods.data}
          period={{ from: period.from, to: period.to }}
          closed={closed}
          choice={choice}
          choose={({ from, to }) => setSearch({ handbook: handbookNo, from, to })}
        />
      )}
    </Room>
  )
}

function OnePeriod({
  handbookNo,
  periods,
  period,
  closed,
  choice,
  choose,
}: {
  handbookNo: string
  periods: Periods
  period: Period
  closed: boolean
  choice: ReactNode
  choose: (period: Period) => void
}) {
  const compared = useOperation('selfVerification.compare', { handbookNo, ...period })
  const eligibility = useOperation('selfVerification.eligibility', { handbookNo, asOf: period.to })
  const drift = useOperation('selfVerification.drift', { handbookNo })
  const drifting = drift.data?.rows ?? []
  const [widest] = drifting.toSorted((a, b) => Math.abs(Number(b.deviation)) - Math.abs(Number(a.deviation)))
  const navigate = useNavigate()
  const { opened, go } = useOpened('point')
  const [stating, setStating] = useState(false)
  const record = useJob('filings.createSelfVerification')
  const units = useProductUnits(handbookNo)
  const columns = useMemo(() => columnsOf((point) => go(keyOf(point)), units), [go, units])
  const points = compared.data?.points
  const source = useMemo(
    // What is outside comes first: that is the work.
    () => ({ kind: 'rows' as const, rows: points?.toSorted((a, b) => Number(a.within) - Number(b.within)) ?? [] }),
    [points],
  )
  const point = points?.find((each) => keyOf(each) === opened)
  const outside = points?.filter(({ within }) => !within) ?? []
  const openOnes = outside.filter(({ open }) => open !== 'nothing').length
  const existing = periods.records.find(({ from, to }) => from === period.from && to === period.to)
  const unmet = eligibility.data?.conditions.filter(({ met }) => !met).length ?? 0
  async function make() {
    const filing = await record.start({ handbookNo, ...period })
    if (filing) void navigate(paths.filing(filing.filingId))
  }
  return (
    <>
      <Group gap="sm" align="center">
        {choice}
        <PeriodPicker key={`${period.from} ${period.to}`} periods={periods} period={period} choose={choose} />
        <Settings handbookNo={handbookNo} periods={periods} />
        <Button size="xs" variant="default" onClick={() => setStating(true)}>
          自核条件{' '}
          <span style={{ marginLeft: 6 }}>
            <Tag tone={unmet === 0 ? 'accent' : 'blocks'}>{unmet === 0 ? '符合' : `${unmet} 项不符合`}</Tag>
          </span>
        </Button>
        <Group gap="sm" ml="auto">
          {existing && (
            <Button size="xs" variant="default" component={Link} to={paths.filing(existing.filingId)}>
              {existing.signed ? '已签名的记录' : '看自核记录'}
            </Button>
          )}
          {!existing?.signed && !closed && (
            <Button size="xs" loading={record.running !== null} onClick={() => void make()}>
              生成自核记录
            </Button>
          )}
        </Group>
      </Group>
      <ErrorNotice error={compared.error ?? record.error} />
      {widest && !closed && (
        <Notice severity="warns">
          出口前请核对：{widest.message}；其间的出口按申报核销，{widest.difference.startsWith('-') ? '少核销' : '多核销'}{' '}
          <QuantityWithUnit value={widest.difference.replace('-', '')} unit={widest.unit} />
          （R-40）
          {drifting.length > 1 && `。另有 ${drifting.length - 1} 项，见最近一个月超出的行`}
        </Notice>
      )}
      <DataTable
        id="selfVerification.compare"
        columns={columns}
        source={source}
        rowKey={keyOf}
        frozen={3}
        onOpenRow={(row) => go(keyOf(row))}
        onExport={(table) => void exportTable(`${handbookNo} 企业自核 ${period.from} ${period.to}`)(table)}
        toolbar={
          points && (
            <Text size="sm" c="dimmed">
              {points.length} 项，超出容许范围 {outside.length} 项
              {outside.length > 0 && (openOnes === 0 ? '，均已说明并复核' : `，${openOnes} 项待办`)}
            </Text>
          )
        }
        emptyText="这个期间没有工单"
      />
      {point && compared.data && (
        <DeviationDrawer
          key={opened}
          handbookNo={handbookNo}
          period={period}
          point={point}
          tolerance={formatQuantity(compared.data.tolerance)}
          onClose={() => go(null)}
        />
      )}
      {stating && eligibility.data && <RecordEligibility eligibility={eligibility.data} onClose={() => setStating(false)} />}
    </>
  )
}

const label = ({ from, to }: Period) => `${from} 至 ${to}`

/** The proposal first, then what is recorded, then the months; or any days. */
function PeriodPicker({ periods, period, choose }: { periods: Periods; period: Period; choose: (period: Period) => void }) {
  const [from, setFrom] = useState(period.from)
  const [to, setTo] = useState(period.to)
  const { next, records, months } = periods
  const option = (of: Period) => ({ value: `${of.from} ${of.to}`, label: label(of) })
  const groups = [
    { group: '建议', items: next ? [option(next)] : [] },
    { group: '已有记录', items: records.map(option) },
    { group: '按月', items: months.map(option) },
  ]
  const seen = new Set<string>()
  const data = groups
    .map(({ group, items }) => ({ group, items: items.filter(({ value }) => !seen.has(value) && seen.add(value)) }))
    .filter(({ items }) => items.length > 0)
  const commit = () => {
    if (parseDay(from) && parseDay(to) && from <= to && (from !== period.from || to !== period.to)) choose({ from, to })
  }
  const onKeyDown = (event: { key: string }) => event.key === 'Enter' && commit()
  const current = `${period.from} ${period.to}`
  return (
    <Group gap={4}>
      <Select
        aria-label="期间"
        size="xs"
        w={210}
        placeholder="自选期间"
        data={data}
        value={seen.has(current) ? current : null}
        onChange={(value) => {
          const [first, last] = value?.split(' ') ?? []
          if (first && last) choose({ from: first, to: last })
        }}
      />
      <DayField aria-label="期间起日" size="xs" w={104} value={from} onChange={setFrom} onBlur={commit} onKeyDown={onKeyDown} />
      <DayField aria-label="期间止日" size="xs" w={104} value={to} onChange={setTo} onBlur={commit} onKeyDown={onKeyDown} />
    </Group>
  )
}

/** Tolerance and method hold for the handbook and its cycle; a record keeps those it was made with. */
function Settings({ handbookNo, periods }: { handbookNo: string; periods: Periods }) {
  const [typed, setTyped] = useState<string>()
  const save = (part: Partial<Pick<Periods, 'tolerance' | 'method'>>) =>
    void call('selfVerification.configure', { handbookNo, tolerance: periods.tolerance, method: periods.method, ...part }).catch(
      showError,
    )
  const commit = () => {
    if (typed !== undefined && typed !== periods.tolerance && /^\d+(\.\d+)?$/.test(typed)) save({ tolerance: typed })
    setTyped(undefined)
  }
  return (
    <Group gap={4}>
      <Select
        aria-label="核算方法"
        size="xs"
        w={110}
        allowDeselect={false}
        data={Object.entries(methodNames).map(([value, name]) => ({ value, label: `${name}法` }))}
        value={periods.method}
        onChange={(value) => {
          const method = (Object.keys(methodNames) as Periods['method'][]).find((each) => each === value)
          if (method) save({ method })
        }}
      />
      <Text size="sm" c="dimmed">
        容许 ±
      </Text>
      <QuantityField
        aria-label="容许偏差"
        size="xs"
        w={64}
        unit="%"
        value={typed ?? periods.tolerance}
        onChange={setTyped}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </Group>
  )
}
