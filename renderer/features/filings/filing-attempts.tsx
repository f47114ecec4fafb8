import { useOperation } from '../../app/queries.ts'
import { printInstant } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { attemptResults, attemptWords, channelKinds } from './channel-words.ts'
import classes from './filing.module.css'

/** Each time it was sent or asked for, newest first; nothing before the first. */
export function FilingAttempts({ filingId }: { filingId: string }) {
  const attempts = useOperation('outbox.attempts', { filingId }).data?.attempts ?? []
  if (attempts.length === 0) return null
  return (
    <Panel title="收发经过">
      <ul className={classes.receipts}>
        {attempts.toReversed().map(({ at, what, channel, result, detail }) => (
          <li key={at + what + result}>
            <div className={classes.receiptHead}>
              <Tag tone={attemptResults[result].tone}>{attemptResults[result].name}</Tag>
              <span>{attemptWords[what]}</span>
              <span className={classes.size}>
                {channelKinds[channel]} · {printInstant(at)}
              </span>
            </div>
            {detail && <div className={classes.detail}>{detail}</div>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
