import { useEffect, useRef } from 'react'
import { Outlet } from 'react-router'
import { useHotkeys } from '@mantine/hooks'
import type { Output } from '../../shared/contract/contract.ts'
import { usePreferences } from '../state/preferences.ts'
import { Notice } from '../components/notice.tsx'
import { useConnected } from './connection.ts'
import { DropFile } from './drop-file.tsx'
import { Jump } from './jump.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { Rail } from './rail.tsx'
import classes from './shell.module.css'
import { TopBar } from './top-bar.tsx'

/** The frame of every page: rail, top bar, the page, and what may happen anywhere (Ctrl+K, a dropped file). */
export function Shell({ enterprise }: { enterprise: NonNullable<Output<'enterprise.get'>> }) {
  const collapsed = usePreferences((state) => state.railCollapsed)
  const connected = useConnected()
  const main = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Every way to another page draws the frame. What had the focus is gone: the keyboard goes on in the new page, not at the
    // top of the window.
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true })
  })
  useEffect(() => {
    const controller = new AbortController()
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (document.activeElement !== document.body || document.querySelector('[role=dialog]')) return
      if (key.startsWith('Arrow')) goToTable(main.current)
      else main.current?.focus({ preventScroll: true })
    }
    window.addEventListener('keydown', onKeyDown, { capture: true, signal: controller.signal })
    return () => controller.abort()
  }, [])
  useHotkeys([['F6', () => goToTable(main.current)]], [], true)
  return (
    <div className={classes.shell} data-collapsed={collapsed || undefined}>
      <TopBar enterprise={enterprise} />
      <Rail />
      <div className={classes.main} ref={main} tabIndex={-1}>
        {!connected && (
          <div className={classes.broken}>
            <Notice severity="blocks">
              账本程序已断开，这里显示的是断开以前的内容；已保存的都在账本里。程序重新启动以后，请关闭此页面，用它打开的新窗口继续。
            </Notice>
          </div>
        )}
        <PageBoundary>
          <Outlet />
        </PageBoundary>
      </div>
      <Jump />
      <DropFile />
    </div>
  )
}

/** F6: out of wherever the keyboard is, into the table of the page. */
function goToTable(page: HTMLElement | null): void {
  const target = page?.querySelector<HTMLElement>('[role=grid]') ?? page
  target?.focus({ preventScroll: true })
}
