import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { daysBetween } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { urgency } from '../../../shared/domain/handbook-life.ts'
import { saleKindNames } from '../../../shared/domain/sale-kinds.ts'
import type { KnownSale } from './known-sales.ts'

type WorkItem = Output<'workbench.today'>['todo'][number]
type DueItem = Output<'workbench.today'>['due'][number]

/** What the clerk has to do about sales that have not ended: dates, lists that wait, and what has gone out unpaid. */
export function saleWork(open: readonly KnownSale[], today: Day): { due: DueItem[]; todo: WorkItem[] } {
  const due = open.flatMap((known): DueItem[] => {
    const { deadline, row, handbook, state } = known
    if (!deadline) return []
    const daysLeft = daysBetween(today, deadline.on)
    const declares = state !== 'declared' && row.collective === 1n
    return [
      {
        severity: urgency(daysLeft),
        title: declares ? '集中内销申报' : '缴纳内销税款',
        detail: `内销 ${row.sale_no} · 手册 ${handbook.handbook_no}`,
        to: paths.sale(row.sale_id),
        rule: declares ? 'R-94' : 'R-71',
        date: deadline.on,
        daysLeft,
      },
    ]
  })
  const todo = open.flatMap(({ row, handbook, state, guards }): WorkItem[] => {
    const to = paths.sale(row.sale_id)
    const detail = `内销 ${row.sale_no} · ${saleKindNames[row.kind]} · 手册 ${handbook.handbook_no}`
    const loose = guards.find(({ rule }) => rule === 'R-105')
    if (loose) return [{ severity: 'blocks', title: '未结清税款已经发货', detail: `${detail}：${loose.next}`, to, rule: 'R-105' }]
    if (state === 'draft') return [{ severity: 'info', title: '内销还没有生成清单', detail, to, rule: 'R-83' }]
    return state === 'listed' ? [{ severity: 'info', title: '内销清单还没有申报', detail, to, rule: 'R-73' }] : []
  })
  return { due, todo }
}
