import type { BalanceColumn } from '../../../shared/contract/write-off.ts'

/**
 * The columns of the balance as they are read, in the groups of the report (R-106 … R-116). The balance itself stands before
 * them, beside the material, where it never scrolls away.
 */
export const balanceGroups: readonly { title: string; columns: readonly BalanceColumn[] }[] = [
  { title: '进口', columns: ['direct', 'transferIn', 'surplusIn', 'exchangeIn', 'exchangeOut', 'imported'] },
  { title: '耗用', columns: ['consumed', 'tangible', 'intangible'] },
  { title: '其他减少', columns: ['domestic', 'reexport', 'surplusOut', 'destroyed'] },
  { title: '未决', columns: ['reserved'] },
  { title: '边角料', columns: ['scrapDisposed', 'scrapLeft'] },
]
