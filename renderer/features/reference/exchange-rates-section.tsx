import { useMemo } from 'react'
import { currencyName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { calendarOf } from '../../../shared/domain/calendar.ts'
import { addMonths, day } from '../../../shared/domain/day.ts'
import { exchangeDayFor } from '../../../shared/domain/exchange-day.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { Notice } from '../../components/notice.tsx'
import { useDatedColumns } from './in-force.tsx'
import { ReferenceRows } from './reference-table.tsx'

type Row = Output<'reference.exchangeRates'>['rows'][number]

const own: readonly Column<Row>[] = [
  {
    id: 'currency',
    title: '币制',
    width: 160,
    kind: 'text',
    text: (row) => `${row.currency} ${currencyName(row.currency) ?? ''}`.trim(),
  },
  { id: 'rate', title: '1 单位折人民币', unit: '元', width: 150, kind: 'quantity', text: (row) => row.rate },
]

const imported = {
  table: 'exchangeRates',
  section: 'exchange-rates',
  what: '汇率',
  expects:
    '一张“汇率”工作表：币制、1单位折人民币(元)、起始日期、终止日期、依据。计征汇率是上一个月第三个星期三（逢法定节假日为第四个星期三）的人民币汇率中间价，每种币制每月一行，起止为该月首日和末日。导入后替换整张表。',
} as const

const rowKey = (row: Row) => `${row.currency} ${row.from}`

export function ExchangeRatesSection() {
  const answer = useOperation('reference.exchangeRates', {})
  return (
    <ReferenceRows
      of={imported}
      answer={answer}
      columns={useDatedColumns(own, 420)}
      rowKey={rowKey}
      notice={answer.data && <MonthNotice rows={answer.data.rows} />}
      whyEmpty="还没有计征汇率，以外币成交的料件内销时无法折算。请把每月的汇率填入工作簿样式后导入；人民币不用填写（R-70）。"
    />
  )
}

/** which day's middle rate this month and the next take, and whether this month's is here. */
function MonthNotice({ rows }: { rows: readonly Row[] }) {
  const today = useOperation('house.status', {}).data?.businessDate
  const days = useOperation('reference.calendar', {}).data?.days
  const calendar = useMemo(() => days && calendarOf(days.map(({ on, kind }) => ({ on: day(on), kind }))), [days])
  if (today === undefined || calendar === undefined) return null
  const next = addMonths(day(today), 1)
  const holds = rows.some(({ from, to }) => from <= today && (to === null || today <= to))
  const said = `${today.slice(0, 7)} 申报的取 ${exchangeDayFor(day(today), calendar)} 的中间价，${next.slice(0, 7)} 申报的取 ${exchangeDayFor(next, calendar)} 的中间价（R-70）。`
  return (
    <Notice severity={holds || rows.length === 0 ? 'info' : 'warns'}>
      {!holds && rows.length > 0 && `还没有 ${today.slice(0, 7)} 的计征汇率。`}
      {said}
    </Notice>
  )
}
