import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { Tag } from '../../components/tag.tsx'
import { channelKinds, channelStates } from '../filings/channel-words.ts'
import type { Channel } from '../filings/channel-words.ts'
import classes from './outbox.module.css'

/** The channel of each authority, whether it works, and what waits for it. */
export function ChannelCards({ channels }: { channels: readonly Channel[] }) {
  return (
    <ul className={classes.cards} aria-label="各部门的通道">
      {channels.map(({ authority, authorityName, kind, automatic, status, waiting }) => {
        const { name, tone } = channelStates[status.state]
        const carried = kind === 'handCarried'
        return (
          <li key={authority} className={classes.card}>
            <div className={classes.cardHead}>
              <strong>{authorityName}</strong>
              <Tag tone={tone}>{name}</Tag>
              {waiting > 0 && <span className={classes.waiting}>待发 {waiting}</span>}
              <Link to={paths.settings('channels')} className={classes.toSettings} aria-label={`设置${authorityName}的通道`}>
                设置
              </Link>
            </div>
            <div className={classes.cardSaid} title={[status.message, status.next].filter(Boolean).join('。')}>
              {carried
                ? '用 U 盘带走；设好文件夹或网关即可自动收发'
                : [channelKinds[kind], automatic ? '自动收发' : '手动收发', status.state !== 'ready' && status.message]
                    .filter(Boolean)
                    .join(' · ')}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
