import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './page.module.css'

/** A page under the top bar. `fill`: it takes the height of the window and gives it to its table instead of scrolling. */
export function Page({
  title,
  about,
  actions,
  fill = false,
  children,
}: {
  title?: string
  about?: ReactNode
  actions?: ReactNode
  fill?: boolean
  children: ReactNode
}) {
  return (
    <main className={classes.page} data-fill={fill || undefined}>
      {title && (
        <header className={classes.header}>
          <Title order={1}>{title}</Title>
          {about && <div className={classes.about}>{about}</div>}
          {actions && <div className={classes.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </main>
  )
}

/** A white sheet on the page with a heading of its own. */
export function Panel({ title, aside, children }: { title?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.panel}>
      {title && (
        <header className={classes.panelHeader}>
          <Title order={2} size="h3">
            {title}
          </Title>
          {aside && <div className={classes.actions}>{aside}</div>}
        </header>
      )}
      {children}
    </section>
  )
}

/** What a page that fills the window scrolls below its head: from edge to edge, so that what sticks to its end stands at the end of the window. */
export const Scroll = ({ children }: { children: ReactNode }) => (
  <div className={classes.scroll}>
    <div className={classes.scrolled}>{children}</div>
  </div>
)

/** All the height that a page has left, for its table. */
export const Room = ({ children }: { children: ReactNode }) => <section className={classes.room}>{children}</section>
