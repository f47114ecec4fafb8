import type { ReactNode } from 'react'
import classes from './share-bar.module.css'
import type { Tone } from './tag.tsx'

/**
 * A thin bar for a share of a whole. `percent` is for pixels only; what is read stands in the label.
 */
export function ShareBar({ percent, tone = 'accent', children }: { percent: number; tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.share}>
      <span className={classes.label}>{children}</span>
      <span className={classes.track} data-tone={tone} aria-hidden>
        <span className={classes.fill} style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
      </span>
    </span>
  )
}
