import { Outlet } from 'react-router'
import type { Output } from '../../shared/contract/contract.ts'
import { usePreferences } from '../state/preferences.ts'
import { DropFile } from './drop-file.tsx'
import { Jump } from './jump.tsx'
import { Rail } from './rail.tsx'
import classes from './shell.module.css'
import { TopBar } from './top-bar.tsx'

/** The frame of every page: rail, top bar, the page, and what may happen anywhere (Ctrl+K, a dropped file). */
export function Shell({ enterprise }: { enterprise: NonNullable<Output<'enterprise.get'>> }) {
  const collapsed = usePreferences((state) => state.railCollapsed)
  return (
    <div className={classes.shell} data-collapsed={collapsed || undefined}>
      <TopBar enterprise={enterprise} />
      <Rail />
      <div className={classes.main}>
        <Outlet />
      </div>
      <Jump />
      <DropFile />
    </div>
  )
}
