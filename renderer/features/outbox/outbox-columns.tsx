import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { authorityNames } from '../../../shared/domain/authorities.ts'
import type { Column } from '../../components/data-table/column.ts'
import { printInstant, printSize } from '../../components/moment.ts'
import { Tag } from '../../components/tag.tsx'
import { channelKinds, outboxStates } from '../filings/channel-words.ts'
import type { OutboxItem } from '../filings/channel-words.ts'
import { filingKinds } from '../filings/filing-words.ts'
import classes from './outbox.module.css'

const at = (instant: string | null): string => (instant ? printInstant(instant) : '')

export const outboxColumns: readonly Column<OutboxItem>[] = [
  { id: 'sequence', title: '序号', width: 56, kind: 'quantity', text: ({ sequence }) => String(sequence) },
  {
    id: 'state',
    title: '状态',
    width: 130,
    kind: 'status',
    text: ({ state }) => outboxStates[state].name,
    render: ({ state }) => <Tag tone={outboxStates[state].tone}>{outboxStates[state].name}</Tag>,
  },
  { id: 'authority', title: '部门', width: 56, kind: 'text', text: ({ authority }) => authorityNames[authority] },
  {
    id: 'kind',
    title: '申报',
    width: 96,
    kind: 'text',
    text: ({ kind }) => filingKinds[kind],
    render: ({ kind, filingId }) => <Link to={paths.filing(filingId)}>{filingKinds[kind]}</Link>,
  },
  { id: 'handbookNo', title: '手册编号', width: 120, kind: 'code', text: ({ handbookNo }) => handbookNo },
  { id: 'waitsFor', title: '等什么', width: 222, kind: 'text', text: ({ waitsFor }) => waitsFor },
  {
    id: 'lastError',
    title: '最近的问题',
    width: 250,
    kind: 'text',
    text: ({ lastError }) => lastError,
    render: ({ lastError, state }) => (
      <span className={state === 'stopped' ? classes.error : undefined} title={lastError}>
        {lastError}
      </span>
    ),
  },
  { id: 'attempts', title: '次数', width: 56, kind: 'quantity', text: ({ attempts }) => String(attempts) },
  { id: 'nextTryAt', title: '下次', width: 134, kind: 'date', text: ({ nextTryAt }) => at(nextTryAt) },
  { id: 'subject', title: '内部编号或期间', width: 130, kind: 'text', text: ({ subject }) => subject },
  { id: 'channel', title: '通道', width: 130, kind: 'text', text: ({ channel }) => channelKinds[channel] },
  { id: 'queuedAt', title: '放入时间', width: 138, kind: 'date', text: ({ queuedAt }) => at(queuedAt) },
  { id: 'sentAt', title: '发出时间', width: 138, kind: 'date', text: ({ sentAt }) => at(sentAt) },
  { id: 'packageName', title: '申报包', width: 240, kind: 'text', text: ({ packageName }) => packageName },
  { id: 'packageSize', title: '大小', width: 86, kind: 'text', text: ({ packageSize }) => printSize(packageSize) },
]
