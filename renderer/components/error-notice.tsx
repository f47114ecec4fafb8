import { Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { EngineError } from '../app/engine.ts'
import type { Failure } from '../../shared/contract/errors.ts'
import classes from './notice.module.css'

function failureOf(error: unknown): Failure {
  if (error instanceof EngineError) return error.failure
  return { code: 'window.broken', message: '窗口出了意外，账本没有受影响', next: '请重试；再次出现时，请重新打开程序' }
}

function placeOf({ at }: Failure): string {
  if (!at) return ''
  return [at.sheet && `工作表「${at.sheet}」`, at.row && `第 ${at.row} 行`, at.column && `「${at.column}」列`]
    .filter(Boolean)
    .join(' ')
}

/** What went wrong, where, and the next step with the button that does it. */
export function ErrorNotice({ error, action }: { error: unknown; action?: { label: string; onClick: () => void } }) {
  if (!error) return null
  const failure = failureOf(error)
  const place = placeOf(failure)
  return (
    <div className={classes.notice} data-severity="blocks" role="alert">
      <IconAlertTriangle size={18} aria-hidden className={classes.icon} />
      <div className={classes.body}>
        <Text fw={600}>{failure.message}</Text>
        {place && <Text size="sm">位置：{place}</Text>}
        {failure.next && <Text size="sm">下一步：{failure.next}</Text>}
        {action && (
          <Group mt="sm">
            <Button size="xs" variant="default" onClick={action.onClick}>
              {action.label}
            </Button>
          </Group>
        )}
      </div>
    </div>
  )
}
