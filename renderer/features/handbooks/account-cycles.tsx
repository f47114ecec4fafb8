import { Button, Modal, Select, Text } from '@mantine/core'
import { useState } from 'react'
import { addDays, addYears, day, parseDay } from '../../../shared/domain/day.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { DayField } from '../../components/fields/day-field.tsx'
import { Panel } from '../../components/page.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { methods } from './life-words.ts'
import type { Cycle } from './life-words.ts'
import classes from './life.module.css'

const isDay = (text: string): boolean => parseDay(text) !== undefined

/** 核销周期 of an account: it rolls instead of closing (R-20 … R-22). */
export function AccountCycles({ handbookNo }: { handbookNo: string }) {
  const answer = useOperation('accountCycles.list', { handbookNo })
  const [opening, setOpening] = useState(false)
  const [approving, setApproving] = useState<Cycle>()
  const [shown, setShown] = useState<Cycle>()
  const cycles = answer.data?.cycles ?? []
  return (
    <Panel
      title="核销周期"
      aside={
        <Button size="xs" variant="default" onClick={() => setOpening(true)}>
          开新周期
        </Button>
      }
    >
      <ErrorNotice error={answer.error} />
      {answer.data && cycles.length === 0 && <Empty>还没有核销周期。账册不结案，按周期滚动核销，先开第一个周期。</Empty>}
      {cycles.length > 0 && (
        <table className={classes.dates}>
          <thead>
            <tr>
              <th>周期</th>
              <th>起讫</th>
              <th>核报方式</th>
              <th>报核截止</th>
              <th>海关核准</th>
            </tr>
          </thead>
          <tbody>
            {cycles.map((cycle) => (
              <tr key={cycle.cycleNo}>
                <td>第 {cycle.cycleNo} 期</td>
                <td>
                  {cycle.startsOn} 至 {cycle.endsOn}
                </td>
                <td>{methods[cycle.method]}</td>
                <td>{cycle.reportBy}</td>
                <td>
                  {cycle.approvedOn !== null ? (
                    <>
                      <Tag tone="confirmed">{cycle.approvedOn} 核准</Tag>{' '}
                      <Button size="compact-xs" variant="subtle" onClick={() => setShown(cycle)}>
                        期末 {cycle.endings} 项
                      </Button>
                    </>
                  ) : (
                    <Button size="compact-xs" variant="default" onClick={() => setApproving(cycle)}>
                      登记核准
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {opening && <OpenCycle handbookNo={handbookNo} last={cycles.at(-1)} onClose={() => setOpening(false)} />}
      {approving && <ApproveCycle handbookNo={handbookNo} cycle={approving} onClose={() => setApproving(undefined)} />}
      {shown && <Endings handbookNo={handbookNo} cycle={shown} onClose={() => setShown(undefined)} />}
    </Panel>
  )
}

type Ending = Output<'accountCycles.endings'>['endings'][number]
const endingColumns: readonly Column<Ending>[] = [
  { id: 'seq', title: '料件', width: 72, kind: 'quantity', text: (row) => String(row.seq) },
  { id: 'name', title: '名称', width: 260, kind: 'text', text: (row) => row.name },
  {
    id: 'ending',
    title: '核准数量',
    width: 200,
    kind: 'quantity',
    text: (row) => row.ending,
    render: (row) => <QuantityWithUnit value={row.ending} unit={row.unit} />,
  },
]

/** What the next cycle begins with. */
function Endings({ handbookNo, cycle, onClose }: { handbookNo: string; cycle: Cycle; onClose: () => void }) {
  useFocusBack()
  const answer = useOperation('accountCycles.endings', { handbookNo, cycleNo: cycle.cycleNo })
  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      title={`第 ${cycle.cycleNo} 期核准的期末数量（${cycle.endsOn}），即下一周期的期初`}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <ErrorNotice error={answer.error} />
      <DataTable
        id="accountCycles.endings"
        columns={endingColumns}
        source={{ kind: 'rows', rows: answer.data?.endings ?? [] }}
        rowKey={(row) => String(row.seq)}
        onExport={(table) => void exportTable(`${handbookNo} 第${cycle.cycleNo}期期末`)(table)}
        emptyText="没有料件"
        height={420}
      />
    </Modal>
  )
}

/** The next cycle begins the day after the last one: there is no gap. */
function OpenCycle({ handbookNo, last, onClose }: { handbookNo: string; last: Cycle | undefined; onClose: () => void }) {
  const established = useOperation('handbooks.get', { handbookNo }).data?.establishedOn
  const first = last ? addDays(day(last.endsOn), 1) : established
  const [start, setStart] = useState<string>()
  const [end, setEnd] = useState<string>()
  const [method, setMethod] = useState<Cycle['method']>(last?.method ?? 'unitConsumption')
  const startsOn = start ?? first ?? ''
  const startDay = parseDay(startsOn)
  const endsOn = end ?? (startDay ? addDays(addYears(startDay, 1), -1) : '')
  return (
    <DeedDialog
      title="开新周期"
      submitLabel="开周期"
      ready={isDay(startsOn) && isDay(endsOn)}
      onSubmit={async () => void (await call('accountCycles.open', { handbookNo, startsOn, endsOn, method }))}
      onClose={onClose}
    >
      <Text size="sm">{last ? '接着上一周期，不留空档（R-20）。' : '第一个周期从账册设立之日起。'}</Text>
      <DayField label="开始日期" data-autofocus value={startsOn} onChange={setStart} />
      <DayField label="结束日期" value={endsOn} onChange={setEnd} />
      <Select
        label="核报方式（R-21）"
        data={Object.entries(methods).map(([value, label]) => ({ value, label }))}
        value={method}
        onChange={(next) => setMethod(next === 'workOrder' || next === 'materialList' ? next : 'unitConsumption')}
        allowDeselect={false}
      />
    </DeedDialog>
  )
}

function ApproveCycle({ handbookNo, cycle, onClose }: { handbookNo: string; cycle: Cycle; onClose: () => void }) {
  const today = useOperation('house.status', {}).data?.businessDate ?? ''
  const [typed, setOn] = useState<string>()
  const on = typed ?? today
  return (
    <DeedDialog
      title={`第 ${cycle.cycleNo} 期海关核准`}
      submitLabel="登记核准"
      confirm={handbookNo}
      ready={isDay(on)}
      onSubmit={async () => void (await call('accountCycles.approve', { handbookNo, cycleNo: cycle.cycleNo, on }))}
      onClose={onClose}
    >
      <Text size="sm">截至 {cycle.endsOn} 的账面期末数量定为核准数量，作为下一周期的期初（R-20）。登记后不能撤回。</Text>
      <DayField label="核准日期" data-autofocus value={on} onChange={setOn} />
    </DeedDialog>
  )
}
