import { Button, Text } from '@mantine/core'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { useJob } from '../../app/use-job.ts'
import { Deadline } from '../../components/deadline.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { GuardList } from '../../components/guard-list.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { Panel } from '../../components/page.tsx'
import classes from './clean-up.module.css'
import { CleanUpSteps } from './clean-up-steps.tsx'

/** 收尾清理: what is done before a handbook is reported, in its order, and whether it may be. */
export function CleanUpSection({ handbookNo, closed }: { handbookNo: string; closed: boolean }) {
  const answer = useOperation('cleanUp.get', { handbookNo })
  const cleanUp = answer.data
  const finished = cleanUp?.steps.filter(({ state }) => state === 'done' || state === 'notNeeded').length ?? 0
  return (
    <div className={classes.scroll}>
      <ErrorNotice error={answer.error} action={{ label: '重试', onClick: () => void answer.refetch() }} />
      {cleanUp && (
        <Panel
          title="收尾的次序"
          aside={
            <span className={classes.facts}>
              <span>
                {cleanUp.steps.length} 步中 {finished} 步已了
              </span>
              {!closed && (
                <span className={classes.facts}>
                  报核截止 <Deadline on={cleanUp.reportBy} />
                </span>
              )}
            </span>
          }
        >
          <CleanUpSteps steps={cleanUp.steps} />
        </Panel>
      )}
      {!closed && <ReportChecks handbookNo={handbookNo} />}
    </div>
  )
}

function ReportChecks({ handbookNo }: { handbookNo: string }) {
  const navigate = useNavigate()
  const answer = useOperation('cleanUp.checks', { handbookNo })
  const report = useJob('filings.createWriteOffReport')
  const checks = answer.data?.checks
  const blocks = checks?.filter(({ severity }) => severity === 'blocks').length ?? 0
  async function create() {
    const filing = await report.start({ handbookNo })
    if (filing) await navigate(paths.filing(filing.filingId))
  }
  return (
    <>
      <ErrorNotice error={answer.error} />
      {checks && (
        <Panel
          title="报核前的检查"
          aside={
            <>
              {blocks > 0 && (
                <Text size="sm" c="dimmed">
                  {blocks} 项阻断，处理后即可报核
                </Text>
              )}
              {blocks > 0 && (
                <Button variant="default" disabled={report.running !== null} onClick={() => void create()}>
                  先生成一份草稿看看
                </Button>
              )}
              <Button
                disabled={blocks > 0}
                loading={report.running !== null}
                title={blocks > 0 ? `还有 ${blocks} 项阻断` : undefined}
                onClick={() => void create()}
              >
                生成报核
              </Button>
            </>
          }
        >
          {report.running && (
            <div className={classes.job}>
              <JobProgress job={report.running} what="正在核对并生成报核" />
            </div>
          )}
          <ErrorNotice error={report.error} />
          <GuardList guards={checks} here={paths.writeOff('clean-up')} />
        </Panel>
      )}
    </>
  )
}
