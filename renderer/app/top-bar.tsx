import { Tooltip } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Output } from '../../shared/contract/contract.ts'
import { jump } from '../state/jump.ts'
import { JobsTray } from './jobs-tray.tsx'
import { OperatorButton } from './operator-button.tsx'
import { paths } from '../../shared/contract/paths.ts'
import { useOperation } from './queries.ts'
import classes from './shell.module.css'

type Connection = Output<'house.status'>['connection'] | 'byHand'
const connections: Record<Connection, { name: string; about: string }> = {
  byHand: { name: '手动收发', about: '设定的通道不自动收发；点“立即收发”时才收发' },
  none: { name: '未设通道', about: '没有自动收发的通道；申报包用 U 盘带走，或在设置里设定申报通道' },
  connected: { name: '已连接', about: '自动收发的通道都可用' },
  offline: { name: '离线', about: '有通道现在不可达；申报放入待发，恢复后自动接着发' },
}

export function TopBar({ enterprise }: { enterprise: NonNullable<Output<'enterprise.get'>> }) {
  const status = useOperation('house.status', {}).data
  const channels = useOperation('channels.list', {}).data?.channels ?? []
  const connection: Connection =
    status?.connection === 'none' && channels.some(({ kind }) => kind !== 'handCarried')
      ? 'byHand'
      : (status?.connection ?? 'none')
  return (
    <header className={`${classes.top} no-print`}>
      <span className={classes.product}>保税账本</span>
      <Tooltip label={`${enterprise.name}　海关编码 ${enterprise.customsCode}`}>
        <span className={classes.enterprise}>{enterprise.name}</span>
      </Tooltip>
      {enterprise.isSample && <span className={classes.sample}>示例企业</span>}
      <button type="button" className={classes.jump} onClick={() => jump.open()}>
        <IconSearch size={16} aria-hidden />
        查找手册、料号、商品编码、操作
        <span className={classes.keys}>Ctrl K</span>
      </button>
      <div className={classes.state}>
        <JobsTray />
        {status && (
          <>
            <span>{status.businessDate}</span>
            <Tooltip label={connections[connection].about}>
              <Link to={paths.filingBox('outbox')} className={classes.pill} data-connection={connection}>
                {connections[connection].name} · 未发送 {status.unsentFilings}
              </Link>
            </Tooltip>
          </>
        )}
        <OperatorButton />
      </div>
    </header>
  )
}
