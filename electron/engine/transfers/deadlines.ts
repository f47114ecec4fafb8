import { Refusal } from '../../../shared/contract/errors.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { ParameterRow } from '../../../shared/domain/rule-parameters.ts'
import { deepTransferRules, firstFilingDay, transferDeadline } from '../../../shared/domain/transfer-deadline.ts'
import type { TransferDeadline } from '../../../shared/domain/transfer-deadline.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow } from '../handbooks/service.ts'
import type { ReferenceService } from '../reference/service.ts'

const limits: Record<TransferDeadline['limitedBy'], (book: HandbookRow) => string> = {
  rule: () => '',
  validity: (book) => `；手册有效期 ${book.valid_to} 更早`,
  yearEnd: () => '；不跨年申报',
  cycleEnd: () => '；不晚于账册周期末',
}

/** By when the deliveries of a month are to be declared (R-49), and by which row of the rule. */
export class TransferDeadlines {
  private readonly services: { reference: ReferenceService; handbookLife: HandbookLifeService }

  constructor(services: { reference: ReferenceService; handbookLife: HandbookLifeService }) {
    this.services = services
  }

  /** Null before the first row of the rule: nobody knows what held then. @param month `2024-05` */
  of(month: string, handbook: HandbookRow): { on: Day; basis: string } | null {
    const row = this.ruleOn(firstFilingDay(month))
    const rule = deepTransferRules.find((each) => each === row?.value)
    if (!row || !rule) return null
    const cycle = this.services.handbookLife.cycles(handbook.handbook_no).cycles.find(({ approvedOn }) => approvedOn === null)
    const deadline = transferDeadline(month, rule, {
      kind: handbook.kind,
      validTo: day(handbook.valid_to),
      cycleEndsOn: cycle && day(cycle.endsOn),
    })
    const held = `${row.from} 起${row.to === null ? '' : `至 ${row.to} `}`
    const said = rule === 'nextMonth15' ? '次月 15 日' : '次月最后一日'
    return {
      on: deadline.on,
      basis: `R-49：${month} 的收发货在${said}前集中申报（${held}，${row.source}）${limits[deadline.limitedBy](handbook)}`,
    }
  }

  private ruleOn(on: Day): ParameterRow | undefined {
    try {
      return this.services.reference.parameterOn('deepTransferDeadline', on)
    } catch (error) {
      if (error instanceof Refusal) return undefined
      throw error
    }
  }
}
