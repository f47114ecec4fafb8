import { SegmentedControl } from '@mantine/core'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { day, weekday, yearOf } from '../../../shared/domain/day.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Notice } from '../../components/notice.tsx'
import classes from './calendar.module.css'
import { ImportButton, ReferenceTable, TemplateButton } from './reference-table.tsx'
import { YearGrid, YearLegend } from './year-grid.tsx'

type Row = Output<'reference.calendar'>['days'][number]

const weekdays = ['日', '一', '二', '三', '四', '五', '六']
const columns: readonly Column<Row>[] = [
  { id: 'on', title: '日期', width: 104, kind: 'date', text: (row) => row.on },
  { id: 'weekday', title: '星期', width: 64, kind: 'text', text: (row) => weekdays[weekday(day(row.on))] ?? '' },
  { id: 'kind', title: '放假或上班', width: 100, kind: 'text', text: (row) => (row.kind === 'rest' ? '放假' : '上班') },
  { id: 'name', title: '名称', width: 140, kind: 'text', text: (row) => row.name },
  { id: 'source', title: '依据', width: 230, kind: 'text', text: (row) => row.source },
]

const imported = {
  table: 'calendar',
  section: 'calendar',
  what: '日历',
  expects:
    '一张“日历”工作表：日期、放假或上班、名称、依据。只列放假的日子和调休上班的周末；工作簿里有哪几年，就替换哪几年的全部安排。',
} as const

export function CalendarSection() {
  const { data, error } = useOperation('reference.calendar', {})
  const today = useOperation('house.status', {}).data?.businessDate
  const [search, setSearch] = useSearchParams()
  const thisYear = today === undefined ? undefined : yearOf(day(today))
  const asked = Number(search.get('year'))
  const year = asked > 1900 ? asked : thisYear
  const years = [...new Set([...(data?.years ?? []), ...(thisYear === undefined ? [] : [thisYear, thisYear + 1])])].toSorted(
    (a, b) => a - b,
  )
  return (
    <ReferenceTable of={imported}>
      <ErrorNotice error={error} />
      {data && year !== undefined && (
        <>
          {!data.years.includes(year) && (
            <Notice severity="warns">
              {year} 年的放假安排还没有录入：这一年的期限只避开周末。请在国务院通知公布后导入（C-1）。
            </Notice>
          )}
          {data.days.some(({ on, source }) => yearOf(day(on)) === year && source.includes('待核')) && (
            <Notice severity="info">
              {year}{' '}
              年的安排随程序提供，尚未核对。请对照国务院办公厅的通知；核对后去掉工作簿“依据”里的“待核”再导入，即为本企业的日历。
            </Notice>
          )}
          <div className={classes.halves}>
            <div className={classes.year}>
              <div className={classes.yearHead}>
                <SegmentedControl
                  size="xs"
                  data={years.map(String)}
                  value={String(year)}
                  onChange={(next) => setSearch({ year: next }, { replace: true })}
                  aria-label="年份"
                />
                <YearLegend />
              </div>
              <YearGrid year={year} days={data.days} today={today} />
            </div>
            <div className={classes.table}>
              <DaysTable days={data.days} year={year} />
            </div>
          </div>
        </>
      )}
    </ReferenceTable>
  )
}

function DaysTable({ days, year }: { days: readonly Row[]; year: number }) {
  const source = useMemo(
    () => ({ kind: 'rows' as const, rows: days.filter(({ on }) => on.startsWith(String(year))) }),
    [days, year],
  )
  return (
    <DataTable
      id="reference.calendar"
      columns={columns}
      source={source}
      rowKey={(row) => row.on}
      toolbar={
        <>
          <ImportButton section="calendar" />
          <TemplateButton table="calendar" />
        </>
      }
      onExport={(table) => void exportTable(`${year} 年日历`)(table)}
      emptyText={`没有 ${year} 年的安排`}
    />
  )
}
