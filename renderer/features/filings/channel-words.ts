import type { Output } from '../../../shared/contract/contract.ts'
import { authorityOf } from '../../../shared/domain/authorities.ts'
import { useOperation } from '../../app/queries.ts'
import type { Tone } from '../../components/tag.tsx'
import type { Filing } from './filing-words.ts'

export type Channel = Output<'channels.list'>['channels'][number]
export type OutboxItem = Output<'outbox.list'>['items'][number]
export type Attempt = Output<'outbox.attempts'>['attempts'][number]

export const channelKinds: Record<Channel['kind'], string> = {
  handCarried: 'U 盘携带',
  folders: '导入客户端文件夹',
  gateway: 'HTTPS 网关',
}

export const channelStates: Record<Channel['status']['state'], { name: string; tone: Tone }> = {
  unset: { name: '未设', tone: 'neutral' },
  ready: { name: '可用', tone: 'accent' },
  away: { name: '不可达', tone: 'warns' },
  refused: { name: '被拒绝', tone: 'blocks' },
}

export const outboxStates: Record<OutboxItem['state'], { name: string; tone: Tone }> = {
  waiting: { name: '待发', tone: 'neutral' },
  sending: { name: '发送中', tone: 'accent' },
  unknown: { name: '不确定·先询问', tone: 'warns' },
  sent: { name: '已发出·等回执', tone: 'accent' },
  answered: { name: '已答复', tone: 'confirmed' },
  stopped: { name: '已停下', tone: 'blocks' },
}

export const attemptWords: Record<Attempt['what'], string> = { send: '发送', ask: '询问对方有没有收到' }
export const attemptResults: Record<Attempt['result'], { name: string; tone: Tone }> = {
  running: { name: '进行中', tone: 'accent' },
  delivered: { name: '已送达', tone: 'accent' },
  notThere: { name: '对方没有', tone: 'neutral' },
  refused: { name: '被拒收', tone: 'blocks' },
  failed: { name: '没有成功', tone: 'warns' },
  unknown: { name: '结果不明', tone: 'warns' },
}

/** By which channel a filing goes; undefined of what no authority is sent, and while it is not known. */
export function useChannelOf(kind: Filing['kind'] | undefined): Channel | undefined {
  const authority = kind && authorityOf(kind)
  const channels = useOperation('channels.list', {}).data?.channels
  return channels?.find((channel) => channel.authority === authority)
}
