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

export function TopBar({ enterprise }: { enterprise: NonNullable<Output<'enterprise.get'>> }) {
  const status = useOperation('house.status', {}).data
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
            <Tooltip label="程序不联网；申报包导出后由企业自行递交">
              <Link to={paths.filings} className={classes.pill}>
                离线 · 未发送 {status.unsentFilings}
              </Link>
            </Tooltip>
          </>
        )}
        <OperatorButton />
      </div>
    </header>
  )
}
