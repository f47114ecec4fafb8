import type { ReactNode } from 'react'
import classes from './tag.module.css'

/** `confirmed` is kept for what the authority has confirmed. */
export type Tone = 'neutral' | 'accent' | 'confirmed' | 'warns' | 'blocks' | 'struck'

export function Tag({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  )
}
