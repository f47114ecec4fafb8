import type { ReactNode } from 'react'
import classes from './definitions.module.css'

/** A dense grid of names and values. */
export function Definitions({
  items,
  columns = 3,
}: {
  items: readonly (readonly [name: string, value: ReactNode])[]
  columns?: 1 | 2 | 3
}) {
  return (
    <dl className={classes.grid} data-columns={columns}>
      {items.map(([name, value]) => (
        <div key={name} className={classes.item}>
          <dt className={classes.name}>{name}</dt>
          <dd className={classes.value}>
            {value === '' || value === null || value === undefined ? <span className={classes.none}>未填写</span> : value}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A code with its name: `2332 …`. */
export function CodeName({ code, name }: { code: string; name: string | undefined }) {
  if (!code) return <span className={classes.none}>未填写</span>
  return (
    <>
      <span className="mono">{code}</span> {name ?? ''}
    </>
  )
}
