import { Button } from '@mantine/core'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { saveStoredFile } from '../../components/export-table.ts'
import { Panel } from '../../components/page.tsx'
import { AccountCycles } from './account-cycles.tsx'
import type { HandbookSummary } from '../../components/handbook-words.ts'
import { LifeActions } from './life-actions.tsx'
import { LifeDates } from './life-dates.tsx'
import { LifeTrack } from './life-track.tsx'
import classes from './life.module.css'

/** 手册的一生: where it stands, what comes next and what is in the way. */
export function LifePanel({ handbook }: { handbook: HandbookSummary }) {
  const answer = useOperation('handbooks.life', { handbookNo: handbook.handbookNo })
  if (answer.isError) return <ErrorNotice error={answer.error} />
  if (!answer.data) return null
  const life = answer.data
  const { must, may } = life.guarantee
  return (
    <>
      <Panel title="手册的一生" aside={<LifeActions handbook={handbook} life={life} />}>
        <LifeTrack steps={life.steps} />
      </Panel>
      {handbook.kind === 'E' && <AccountCycles handbookNo={handbook.handbookNo} />}
      <div className={classes.columns}>
        <div className={classes.side}>
          <Panel title="期限">{life.dates.length > 0 ? <LifeDates dates={life.dates} /> : <Empty>没有要赶的期限。</Empty>}</Panel>
          {life.state !== 'closed' && must.length + may.length > 0 && (
            <Panel title="担保" aside={<span className={classes.rule}>R-8</span>}>
              <ul className={classes.notes}>
                {must.map((reason) => (
                  <li key={reason}>
                    <b>应当提供：</b>
                    {reason}
                  </li>
                ))}
                {may.map((reason) => (
                  <li key={reason}>可能要求：{reason}</li>
                ))}
              </ul>
            </Panel>
          )}
        </div>
        <Panel
          title="经过"
          aside={life.keepUntil !== null && <span className={classes.rule}>资料至少保存至 {life.keepUntil}（R-23）</span>}
        >
          {life.events.length === 0 ? (
            <Empty>还没有记录。</Empty>
          ) : (
            <ol className={classes.events}>
              {life.events.map(({ at, on, what, operatorName, fileId }) => (
                <li key={at + what}>
                  <span>{on}</span>
                  <span>
                    {what}
                    {fileId !== null && (
                      <Button ml={8} size="compact-xs" variant="subtle" onClick={() => saveStoredFile(fileId)}>
                        看文件
                      </Button>
                    )}
                  </span>
                  <span className={classes.rule}>{operatorName}</span>
                </li>
              ))}
            </ol>
          )}
        </Panel>
      </div>
    </>
  )
}
