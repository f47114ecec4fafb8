import { useSearchParams } from 'react-router'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Tag } from '../../components/tag.tsx'
import { channelKinds, channelStates } from '../filings/channel-words.ts'
import { ChannelForm } from './channel-form.tsx'
import classes from './channels.module.css'

/** 申报通道: to each authority by a way of its own. */
export function ChannelsSection() {
  const list = useOperation('channels.list', {})
  const [search, setSearch] = useSearchParams()
  const channels = list.data?.channels ?? []
  const chosen = channels.find(({ authority }) => authority === search.get('to')) ?? channels[0]
  return (
    <>
      <ErrorNotice error={list.error} />
      {chosen && (
        <div className={classes.columns}>
          <nav className={classes.authorities} aria-label="部门">
            {channels.map(({ authority, authorityName, kind, status }) => (
              <button
                key={authority}
                type="button"
                className={classes.authority}
                aria-current={authority === chosen.authority || undefined}
                onClick={() => setSearch({ to: authority }, { replace: true })}
              >
                <span className={classes.name}>{authorityName}</span>
                <Tag tone={channelStates[status.state].tone}>{channelStates[status.state].name}</Tag>
                <span className={classes.kind}>{status.state === 'unset' ? '还没有设定' : channelKinds[kind]}</span>
              </button>
            ))}
          </nav>
          <ChannelForm key={chosen.authority} channel={chosen} />
        </div>
      )}
    </>
  )
}
