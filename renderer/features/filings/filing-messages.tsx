import { useOperation } from '../../app/queries.ts'
import { useOpened } from '../../app/use-opened.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { printInstant } from '../../components/moment.ts'
import classes from './message.module.css'
import { MessageDrawer, Way } from './message-drawer.tsx'

/** 往来: what went out and what came back, newest first. */
export function FilingMessages({ filingId }: { filingId: string }) {
  const messages = useOperation('messages.list', { filingId })
  const { opened, go } = useOpened('message')
  return (
    <>
      <ErrorNotice error={messages.error} />
      <ul className={classes.list}>
        {messages.data?.messages.toReversed().map(({ messageId, direction, title, at, by, said }) => (
          <li key={messageId}>
            <button type="button" className={classes.item} onClick={() => go(messageId)}>
              <Way direction={direction} by={by} />
              <span className={classes.title}>{title}</span>
              <span className={classes.said} title={said}>
                {said}
              </span>
              <span className={classes.when}>{[by, printInstant(at)].filter(Boolean).join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
      {opened !== null && <MessageDrawer filingId={filingId} messageId={opened} onClose={() => go(null)} />}
    </>
  )
}
