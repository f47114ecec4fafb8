import { Tooltip } from '@mantine/core'
import {
  IconArrowsExchange,
  IconBook2,
  IconChartDots3,
  IconClipboardList,
  IconBooks,
  IconHome,
  IconReceiptTax,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconScale,
  IconSend,
  IconSettings,
} from '@tabler/icons-react'
import { Link, useLocation } from 'react-router'
import { usePreferences } from '../state/preferences.ts'
import { paths } from '../../shared/contract/paths.ts'
import { useOperation } from './queries.ts'
import classes from './shell.module.css'

interface Badge {
  count: number
  tone: 'blocks' | 'warns' | 'neutral'
}

/** What waits behind a page: the counts come from what the engine already says, nothing is counted here twice. */
function useBadges(): Record<string, Badge> {
  const today = useOperation('workbench.today', {}).data
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks ?? []
  const open = handbooks.filter(({ state }) => state !== 'closed')
  const waiting = [...(today?.due ?? []), ...(today?.todo ?? []), ...(today?.margins ?? [])].filter(
    ({ severity }) => severity === 'blocks',
  ).length
  const negative = open.reduce((sum, { negativeMaterials }) => sum + negativeMaterials, 0)
  const reserved = open.reduce((sum, { lists }) => sum + lists.reserved, 0)
  const unsent = handbooks.reduce((sum, { openFilings }) => sum + openFilings, 0)
  return {
    [paths.workbench]: { count: waiting, tone: 'blocks' },
    '/write-off': { count: negative, tone: 'blocks' },
    '/lists': { count: reserved, tone: 'neutral' },
    [paths.filings]: { count: unsent, tone: 'neutral' },
  }
}

const items: {
  to: string
  label: string
  Icon: typeof IconHome
  waits: string
  /** Pages that belong to it. */ also?: string[]
}[] = [
  { to: paths.workbench, label: '工作台', Icon: IconHome, waits: '项须先处理' },
  { to: paths.handbooks, label: '手册', Icon: IconBook2, waits: '', also: ['/drafts', paths.importHandbook, paths.importDraft] },
  { to: '/consumption', label: '单耗', Icon: IconChartDots3, waits: '' },
  { to: '/lists', label: '清单', Icon: IconClipboardList, waits: '份预核扣', also: [paths.importLists(), '/list-drafts'] },
  {
    to: '/transfers',
    label: '结转',
    Icon: IconArrowsExchange,
    waits: '',
    also: [paths.importDeliveries, paths.importTransferPackage],
  },
  { to: '/domestic-sales', label: '内销', Icon: IconReceiptTax, waits: '' },
  { to: '/write-off', label: '核销', Icon: IconScale, waits: '个料件结余为负' },
  { to: paths.filings, label: '申报箱', Icon: IconSend, waits: '份未办结' },
  { to: '/reference', label: '资料', Icon: IconBooks, waits: '' },
  { to: paths.settings(), label: '设置', Icon: IconSettings, waits: '', also: ['/settings'] },
]

export function Rail() {
  const { railCollapsed, toggleRail } = usePreferences()
  const badges = useBadges()
  const { pathname } = useLocation()
  const isAt = (path: string) => pathname === path || (path !== paths.workbench && pathname.startsWith(`${path}/`))
  const Fold = railCollapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <nav className={`${classes.rail} no-print`} aria-label="主导航">
      {items.map(({ to, label, Icon, waits, also = [] }) => {
        const badge = badges[to]
        const about = badge && badge.count > 0 ? `${label}：${badge.count} ${waits}` : label
        return (
          <Tooltip key={to} label={about} position="right" disabled={!railCollapsed && about === label}>
            <Link
              to={to}
              className={classes.item}
              aria-label={about}
              aria-current={[to, ...also].some(isAt) ? 'page' : undefined}
            >
              <Icon size={20} stroke={1.6} aria-hidden className={classes.icon} />
              <span className={classes.label}>{label}</span>
              {badge && badge.count > 0 && (
                <span className={classes.badge} data-tone={badge.tone} aria-hidden>
                  {badge.count > 99 ? '99+' : badge.count}
                </span>
              )}
            </Link>
          </Tooltip>
        )
      })}
      <button
        type="button"
        className={`${classes.item} ${classes.bottom}`}
        onClick={toggleRail}
        aria-label={railCollapsed ? '展开导航' : '收起导航'}
      >
        <Fold size={20} stroke={1.6} aria-hidden className={classes.icon} />
        <span className={classes.label}>收起</span>
      </button>
    </nav>
  )
}
