import { Text } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { call, EngineError } from '../../app/engine.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { Definitions } from '../../components/definitions.tsx'
import { printSize } from '../../components/moment.ts'
import { Notice } from '../../components/notice.tsx'
import { say } from '../../components/say.ts'
import { channelKinds } from './channel-words.ts'
import type { Channel } from './channel-words.ts'
import { filingKinds } from './filing-words.ts'
import type { FilingDetail } from './filing-words.ts'

/** A legal step: which bytes go to whom, by which channel, and what happens then. */
export function SendDialog({ filing, channel, onClose }: { filing: FilingDetail; channel: Channel; onClose: () => void }) {
  const { filingId, handbookNo } = filing
  async function send() {
    const { refused } = await call('outbox.queue', { filingIds: [filingId] })
    const [no] = refused
    if (no) throw new EngineError({ code: 'outbox.refused', message: no.message })
    say('已放入待发')
  }
  return (
    <DeedDialog title="发送" submitLabel="发送" {...(handbookNo && { confirm: handbookNo })} onSubmit={send} onClose={onClose}>
      <Definitions
        columns={1}
        items={[
          ['申报', filingKinds[filing.kind]],
          ['发给', channel.authorityName],
          ['通道', channelKinds[channel.kind]],
          ['序号', filing.sequence],
          [
            '申报包',
            <span key="name" className="mono">
              {filing.packageName}
            </span>,
          ],
          ['大小', printSize(filing.packageSize ?? 0)],
        ]}
      />
      <Text size="sm">{whatHappens(channel)}</Text>
      {channel.status.state !== 'ready' && (
        <Notice severity="warns">
          {channel.status.message || '通道现在不可用'}。仍可放入待发，通道恢复后接着发。
          <Link to={paths.settings('channels')} onClick={onClose}>
            看通道
          </Link>
        </Notice>
      )}
    </DeedDialog>
  )
}

function whatHappens({ kind, automatic }: Channel): string {
  const when = automatic ? '稍后自动' : '在“收发”里点“立即收发”时'
  if (kind === 'folders')
    return `放入待发后，${when}写进导入客户端的发送文件夹，由导入客户端递交；回执到了自动记入。发出以前可以取回。`
  if (kind === 'gateway') return `放入待发后，${when}上传到网关；中断了先询问对方有没有收到，不会重复申报。发出以前可以取回。`
  return '放入待发后，在“收发”里用 U 盘带走，回执拿回来再导入。带走以前可以取回。'
}
