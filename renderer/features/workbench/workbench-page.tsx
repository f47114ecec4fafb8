import { Text } from '@mantine/core'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { FirstHandbook } from '../../components/first-handbook.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { printInstant } from '../../components/moment.ts'
import { Page, Panel } from '../../components/page.tsx'
import { Notice } from '../../components/notice.tsx'
import { SixtyDays } from './sixty-days.tsx'
import { WorkRow } from './work-row.tsx'
import classes from './workbench.module.css'

/** The clerk's day: what is due, what waits, what will not balance, what came back. */
export function WorkbenchPage() {
  const today = useOperation('workbench.today', {})
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  if (today.isError) {
    return (
      <Page title="工作台">
        <ErrorNotice error={today.error} action={{ label: '重试', onClick: () => void today.refetch() }} />
      </Page>
    )
  }
  if (!today.data || !handbooks) return null
  const { businessDate, due, todo, margins, receipts } = today.data
  return (
    <Page title="工作台">
      {handbooks.length === 0 && <FirstThing />}
      <SixtyDays from={businessDate} due={due} />
      <div className={classes.panels}>
        <Panel title={<Heading name="到期" count={due.length} />}>
          {due.length === 0 && <Empty>没有临近的期限</Empty>}
          {due.map((item) => (
            <WorkRow key={item.to + item.title} item={item} aside={<DaysLeft date={item.date} days={item.daysLeft} />} />
          ))}
        </Panel>
        <Panel title={<Heading name="待办" count={todo.length} />}>
          {todo.length === 0 && <Empty>没有待办</Empty>}
          {todo.map((item) => (
            <WorkRow key={item.to + item.title} item={item} />
          ))}
        </Panel>
        <Panel title={<Heading name="余量" count={margins.length} />}>
          {margins.length === 0 && <Empty>没有结余为负或接近备案数量的料件、成品</Empty>}
          {margins.map((item) => (
            <WorkRow key={item.to + item.title} item={item} />
          ))}
        </Panel>
        <Panel title={<Heading name="回执" count={receipts.length} />}>
          {receipts.length === 0 && <Empty>还没有回执</Empty>}
          {receipts.map((item) => (
            <WorkRow key={item.to + item.title} item={item} aside={<Text size="sm">{printInstant(item.at)}</Text>} />
          ))}
        </Panel>
      </div>
    </Page>
  )
}

function Heading({ name, count }: { name: string; count: number }) {
  return (
    <>
      {name} {count > 0 && <span className={classes.count}>{count}</span>}
    </>
  )
}

function DaysLeft({ date, days }: { date: string; days: number }) {
  return (
    <span className={classes.days} data-tone={days < 0 ? 'blocks' : days <= 30 ? 'warns' : undefined}>
      {date}　{days < 0 ? `已过 ${-days} 天` : days === 0 ? '今天' : `剩 ${days} 天`}
    </span>
  )
}

function FirstThing() {
  return (
    <Notice severity="info">
      <Text fw={600}>第一步：导入手册，或新建备案</Text>
      <Text mb="sm">
        海关已批准的手册：用单一窗口导出或自制的工作簿（表头、料件、成品、单耗），拖到窗口任何地方即可，随后导入它的核注清单。要新备案的：从草稿开始。
      </Text>
      <FirstHandbook />
    </Notice>
  )
}
