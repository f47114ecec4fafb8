import { Tooltip } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconAlertTriangle, IconUser } from '@tabler/icons-react'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { roleNames } from '../../shared/contract/operators.ts'
import { paths } from '../../shared/contract/paths.ts'
import { useOperatorChange } from '../state/operator-change.ts'
import { ChangeOperator } from './change-operator.tsx'
import { useOperation } from './queries.ts'
import classes from './operator.module.css'

/** Who is at the desk, at the right end of the top bar. */
export function OperatorButton() {
  const { opened, open, close } = useOperatorChange()
  const list = useOperation('operators.list', {}).data
  const working = list?.operators.filter(({ active }) => active) ?? []
  const onDuty = working.find(({ operatorId }) => operatorId === list?.onDuty)
  const empty = working.length > 0 && !onDuty
  useEffect(() => {
    // Nothing can be written until somebody is there: he is asked for, once, and may still look around without.
    if (empty) open()
  }, [empty, open])
  useHotkeys([['F9', () => working.length > 0 && open()]], [], true)
  if (!list) return null
  if (working.length === 0) {
    return (
      <Tooltip label="登记操作员以后，每一步都记在其名下">
        <Link to={paths.settings('operators')} className={classes.nobody}>
          未登记操作员
        </Link>
      </Tooltip>
    )
  }
  return (
    <>
      <Tooltip label="换人（F9）" disabled={opened}>
        <button type="button" className={classes.button} data-empty={empty || undefined} onClick={open} aria-haspopup="dialog">
          {onDuty ? <IconUser size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
          <span className={classes.name}>{onDuty?.name ?? '请选择操作员'}</span>
          {onDuty && <span className={classes.roles}>{onDuty.roles.map((role) => roleNames[role]).join(' ')}</span>}
        </button>
      </Tooltip>
      {opened && <ChangeOperator operators={working} onDuty={list.onDuty} onClose={close} />}
    </>
  )
}
