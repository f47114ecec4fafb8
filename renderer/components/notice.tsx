import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './notice.module.css'

const icons = { blocks: IconAlertTriangle, warns: IconAlertTriangle, info: IconInfoCircle, done: IconCircleCheck }

/** A sentence that stays where it belongs, as long as it is true. */
export function Notice({ severity, children }: { severity: keyof typeof icons; children: ReactNode }) {
  const Icon = icons[severity]
  return (
    <div className={classes.notice} data-severity={severity} role={severity === 'blocks' ? 'alert' : 'status'}>
      <Icon size={18} aria-hidden className={classes.icon} />
      <div className={classes.body}>{children}</div>
    </div>
  )
}
