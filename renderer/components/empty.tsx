import { Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** Why there is nothing here, and what fills it. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div style={{ padding: '16px 12px' }}>
      <Text c="dimmed">{children}</Text>
      {action && <div style={{ marginTop: 12 }}>{action}</div>}
    </div>
  )
}
