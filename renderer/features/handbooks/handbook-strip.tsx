import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useJob } from '../../app/use-job.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { ShareBar } from '../../components/share-bar.tsx'
import { Tag } from '../../components/tag.tsx'
import { handbookKinds, isReported } from '../../components/handbook-words.ts'
import type { HandbookSummary } from '../../components/handbook-words.ts'
import { lifeStates } from './life-words.ts'
import { ValidityBar } from './validity-bar.tsx'
import classes from './handbook.module.css'

/** The state of a handbook, in sight on every tab, and what is done with it. */
export function HandbookStrip({ handbook }: { handbook: HandbookSummary }) {
  const { handbookNo } = handbook
  const navigate = useNavigate()
  const report = useJob('filings.createWriteOffReport')
  async function createReport() {
    const filing = await report.start({ handbookNo })
    if (filing) await navigate(paths.filing(filing.filingId))
  }
  const reported = isReported(handbook)
  const closed = handbook.state === 'closed'
  const state = lifeStates[handbook.state]
  return (
    <section className={classes.strip} aria-label={`手册 ${handbookNo}`}>
      <div className={classes.stripHead}>
        <h1 className={`${classes.no} mono`}>{handbookNo}</h1>
        <Tag tone="accent">{handbookKinds[handbook.kind]}</Tag>
        <Tag tone={state.tone}>{state.name}</Tag>
        {handbook.daysLeft < 0 && !reported && <Tag tone="blocks">已过有效期</Tag>}
        <span className={classes.processor}>{handbook.processorName}</span>
        {!closed && (
          <span className={classes.stripActions}>
            <Button component={Link} to={paths.importLists(handbookNo)} variant="default">
              导入清单
            </Button>
            {!reported && (
              <Button loading={report.running !== null} onClick={() => void createReport()}>
                生成报核
              </Button>
            )}
          </span>
        )}
      </div>
      <div className={classes.metrics}>
        <Metric name="有效期至">
          <ValidityBar handbook={handbook} withDate />
        </Metric>
        <Metric name="进口，占备案总值">
          <ShareBar percent={Number(handbook.importedShare)}>{handbook.importedShare}%</ShareBar>
        </Metric>
        <Metric name="出口，占备案总值">
          <ShareBar percent={Number(handbook.exportedShare)}>{handbook.exportedShare}%</ShareBar>
        </Metric>
        <Metric name="报核截止">{reported ? '海关已受理' : handbook.reportDeadline}</Metric>
        <Metric name="结余">
          <Link to={paths.handbook(handbookNo, 'write-off')} className={classes.metricLink}>
            {handbook.negativeMaterials > 0 ? (
              <Tag tone={closed ? 'neutral' : 'blocks'}>{handbook.negativeMaterials} 个料件为负</Tag>
            ) : (
              '没有负结余'
            )}
          </Link>
        </Metric>
        <Metric name="未结申报">
          <Link to={paths.handbook(handbookNo, 'filings')} className={classes.metricLink}>
            {handbook.openFilings} 份
          </Link>
        </Metric>
      </div>
      {report.running && <JobProgress job={report.running} what="正在核对并生成报核" />}
      <ErrorNotice error={report.error} />
    </section>
  )
}

function Metric({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.metric}>
      <div className={classes.metricName}>{name}</div>
      {children}
    </div>
  )
}
