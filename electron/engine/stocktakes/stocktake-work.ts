import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { daysBetween, day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { urgency } from '../../../shared/domain/handbook-life.ts'
import type { StocktakeRow } from './store.ts'

type Today = Output<'workbench.today'>

interface OpenCount {
  row: StocktakeRow
  handbookNos: readonly string[]
  sheets: number
  /** Differences without a decision. */
  open: number
  /** Rows that cannot be converted. */
  problems: number
}

/** What the clerk has to do about stocktakes that are not settled (R-117 … R-120). */
export function stocktakeWork(counts: readonly OpenCount[], today: Day): Pick<Today, 'due' | 'todo'> {
  const of = ({ row, handbookNos }: OpenCount) => ({
    detail: `盘点 ${row.stocktake_no} ${row.name} · 手册 ${handbookNos.join('、')}`,
    to: paths.stocktake(row.stocktake_id),
  })
  const due = counts.flatMap((count): Today['due'] => {
    const date = day(count.row.cut_off)
    const daysLeft = daysBetween(today, date)
    if (daysLeft < 0) return []
    return [{ ...of(count), severity: urgency(daysLeft), title: '盘点截止', rule: 'R-117', date, daysLeft }]
  })
  const todo = counts.flatMap((count): Today['todo'] => {
    if (count.row.cut_off > today) return []
    const { open, problems, sheets } = count
    if (sheets === 0) return [{ ...of(count), severity: 'info', title: '盘点还没有盘点表', rule: 'R-117' }]
    if (problems > 0) return [{ ...of(count), severity: 'warns', title: `盘点有 ${problems} 行不能折算`, rule: 'R-117' }]
    if (open > 0) return [{ ...of(count), severity: 'warns', title: `盘点有 ${open} 项差异待处理`, rule: 'R-120' }]
    return [{ ...of(count), severity: 'info', title: '盘点还没有定下', rule: 'R-124' }]
  })
  return { due, todo }
}
