import type { BalanceColumn } from '../../../shared/contract/write-off.ts'

/** The columns of the balance as they are read, in the groups of the report (R-106 … R-116). */
export const balanceGroups: readonly { title: string; columns: readonly (readonly [id: BalanceColumn, title: string])[] }[] = [
  {
    title: '进口',
    columns: [
      ['direct', '直接进口'],
      ['transferIn', '深加工转入'],
      ['surplusIn', '余料转入'],
      ['exchangeIn', '退换进'],
      ['exchangeOut', '退换出'],
      ['imported', '进口合计'],
    ],
  },
  {
    title: '耗用',
    columns: [
      ['consumed', '总耗用'],
      ['tangible', '有形损耗'],
      ['intangible', '无形损耗'],
    ],
  },
  {
    title: '其他减少',
    columns: [
      ['domestic', '内销'],
      ['reexport', '复出'],
      ['surplusOut', '余料转出'],
      ['destroyed', '销毁'],
    ],
  },
  {
    title: '结余',
    columns: [
      ['balance', '结余'],
      ['reserved', '预核扣'],
    ],
  },
  {
    title: '边角料',
    columns: [
      ['scrapDisposed', '已处置'],
      ['scrapLeft', '待处置'],
    ],
  },
]
