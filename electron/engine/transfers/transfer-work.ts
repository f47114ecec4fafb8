import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { day, daysBetween } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { monthOf } from '../../../shared/domain/transfer-deadline.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { TransferDeadlines } from './deadlines.ts'
import type { MatchedGroup, MatchingService } from './matching.ts'
import type { PartnersService } from './partners.ts'
import type { TransfersService } from './service.ts'

type Today = Output<'workbench.today'>

interface Neighbours {
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  partners: PartnersService
  matching: MatchingService
  deadlines: TransferDeadlines
  transfers: TransfersService
}

/** What of transfers is for the clerk's day: deadlines of months with undeclared deliveries (R-49), and what does not match (R-52). */
export class TransferWork {
  private readonly services: Neighbours

  constructor(services: Neighbours) {
    this.services = services
  }

  work(today: Day): Pick<Today, 'due' | 'todo'> {
    const { handbooks, handbookLife, partners, matching } = this.services
    const names = new Map(partners.rows().map((row) => [row.id, row.name]))
    // A closed handbook declares nothing any more (R-18).
    const open = handbooks.list().filter(({ id }) => !handbookLife.life(id).closed)
    const books = new Map(open.map((row) => [row.id, row]))
    const groups = matching.groups({}).filter(({ handbookId }) => books.has(handbookId))
    return {
      due: this.due(groups, names, books, today),
      todo: [...this.undelivered(groups, names, books), ...this.differing(), ...this.unknownHandbooks(books)],
    }
  }

  /** One for each partner, handbook and month: the earlier ones have their own day. */
  private due(
    groups: readonly MatchedGroup[],
    names: ReadonlyMap<bigint, string>,
    books: ReadonlyMap<bigint, HandbookRow>,
    today: Day,
  ): Today['due'] {
    const months = new Map<string, { group: MatchedGroup; month: string; slips: Set<bigint> }>()
    for (const group of groups) {
      for (const line of group.lines) {
        if ((group.settlement.open.get(line) ?? 0n) === 0n) continue
        const month = monthOf(day(line.delivered_on))
        const key = `${group.partner}|${group.handbookId}|${group.way}|${month}`
        const found = months.get(key) ?? { group, month, slips: new Set<bigint>() }
        found.slips.add(line.slip)
        months.set(key, found)
      }
    }
    return [...months.values()].flatMap(({ group, month, slips }) => {
      const handbook = books.get(group.handbookId)
      const deadline = handbook && this.services.deadlines.of(month, handbook)
      if (!handbook || !deadline) return []
      const daysLeft = daysBetween(today, deadline.on)
      return [
        {
          severity: daysLeft <= 3 ? ('blocks' as const) : daysLeft <= 15 ? ('warns' as const) : ('info' as const),
          title: `${month} ${group.way === 'out' ? '转出' : '转入'}未申报：${names.get(group.partner) ?? ''}`,
          detail: `手册 ${handbook.handbook_no} · 收发货单 ${slips.size} 张`,
          to: paths.transfers('matching'),
          rule: 'R-49',
          date: deadline.on,
          daysLeft,
        },
      ]
    })
  }

  /** 已结转未收（发）货 */
  private undelivered(
    groups: readonly MatchedGroup[],
    names: ReadonlyMap<bigint, string>,
    books: ReadonlyMap<bigint, HandbookRow>,
  ): Today['todo'] {
    const found = Map.groupBy(
      groups.filter(({ settlement }) => settlement.undelivered > 0n),
      ({ partner, handbookId, way }) => `${partner}|${handbookId}|${way}`,
    )
    return [...found.values()].flatMap((of) => {
      const [first] = of
      if (!first) return []
      const said = first.way === 'out' ? '已结转未发货' : '已结转未收货'
      return [
        {
          severity: 'warns' as const,
          title: `${said}：${names.get(first.partner) ?? ''}`,
          detail: `手册 ${books.get(first.handbookId)?.handbook_no ?? ''} · 商品 ${of.length} 项没有对应的收发货单`,
          to: paths.transfers('matching'),
          rule: 'R-52',
        },
      ]
    })
  }

  private differing(): Today['todo'] {
    return this.services.transfers.differing().map(({ transferId, transferNo, partnerName }) => ({
      severity: 'warns' as const,
      title: `结转 ${transferNo} 与对方不一致`,
      detail: `${partnerName} · 请逐项核对`,
      to: paths.transfer(transferId),
      rule: 'R-50',
    }))
  }

  private unknownHandbooks(books: ReadonlyMap<bigint, HandbookRow>): Today['todo'] {
    const unknown = this.services.matching.handbooksWithoutPartner(books)
    if (unknown.length === 0) return []
    return [
      {
        severity: 'info',
        title: '结转清单的对方手册没有登记到往来企业',
        detail: `${unknown.slice(0, 3).join('、')}${unknown.length > 3 ? ` 等 ${unknown.length} 本` : ''}`,
        to: paths.transfers('partners'),
        rule: 'R-52',
      },
    ]
  }
}
