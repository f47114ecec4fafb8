import type { Output } from '../../../shared/contract/contract.ts'
import { Refusal } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { rollForward } from '../../../shared/domain/calendar.ts'
import { day, dayOfInstant, daysBetween } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { closingDeadline, keepUntil, reportDeadline } from '../../../shared/domain/deadlines.ts'
import { guaranteeReasons } from '../../../shared/domain/guarantee.ts'
import { lifeState, urgency } from '../../../shared/domain/handbook-life.ts'
import type { HandbookLife } from '../../../shared/domain/handbook-life.ts'
import { inOtherDistrict } from '../../../shared/domain/required-documents.ts'
import { latestValidTo } from '../../../shared/domain/validity.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { FilingsService } from '../filings/service.ts'
import type { HandbookDraftsService } from '../handbook-drafts/service.ts'
import { eventNames } from '../handbook-life/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { ReferenceService } from '../reference/service.ts'

type Life = Output<'handbooks.life'>
type Step = Life['steps'][number]
type Blocker = Step['blockers'][number]

interface Neighbours {
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  handbookDrafts: HandbookDraftsService
  bondedLists: BondedListsService
  filings: FilingsService
  reference: ReferenceService
}

/** The whole way of a handbook: each step, who does it, what it needs, its date, and what blocks it. */
export class LifeOverview {
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(services: Neighbours, clock: Clock) {
    this.services = services
    this.clock = clock
  }

  /** @throws Refusal handbook.notFound */
  of(handbookNo: string): Life {
    const { handbooks, handbookLife, handbookDrafts, bondedLists } = this.services
    const handbook = handbooks.require(handbookNo)
    const life = handbookLife.life(handbook.id)
    const events = handbookLife.events(handbook.id)
    const today = dayOfInstant(this.clock.now())
    const changing = handbookDrafts.openChange(handbook.id) !== undefined
    return {
      state: lifeState(life, changing),
      steps: this.steps(handbook, life, today),
      dates: life.closed ? [] : this.dates(handbook, life, today),
      extensions: life.extensions,
      guarantee: this.guarantee(handbook, life),
      lastExportInLedger: bondedLists.lastProductExport(handbook.id) ?? null,
      keepUntil: life.closed ? keepUntil(life.closed) : null,
      events: events.toReversed().map((event) => ({
        at: event.at,
        on: event.happened_on,
        what: event.note === '' ? eventNames[event.event] : `${eventNames[event.event]}：${event.note}`,
        operatorName: event.operator_name,
        fileId: event.file_id,
      })),
    }
  }

  private steps(handbook: HandbookRow, life: HandbookLife, today: Day): Step[] {
    const no = handbook.handbook_no
    const validTo = day(handbook.valid_to)
    const change = this.services.handbookDrafts.openChange(handbook.id)
    const pastValidity: Blocker[] =
      today > validTo ? [{ rule: 'R-14', message: `有效期已于 ${validTo} 届满，须在有效期内申请`, to: null }] : []
    const furthest = latestValidTo(day(handbook.established_on))
    const atLimit: Blocker[] =
      validTo >= furthest ? [{ rule: 'R-15', message: `自设立起一般不超过两年（${furthest}），已到上限`, to: null }] : []
    const step = (
      name: Step['step'],
      who: string,
      needs: string,
      on: Day | undefined,
      { note = '', blockers = [], reached = true }: { note?: string; blockers?: Blocker[]; reached?: boolean } = {},
    ): Step => ({
      step: name,
      who,
      needs,
      on: on ?? null,
      note,
      blockers: on || life.closed ? [] : blockers,
      state: on ? 'done' : life.closed || !reached ? 'later' : blockers.length > 0 ? 'blocked' : 'open',
    })
    const happened = (count: number, what: string) => (count === 0 ? '' : `${what} ${count} 次`)
    const last = (event: 'changed' | 'extended') =>
      this.services.handbookLife.events(handbook.id).findLast((each) => each.event === event)?.happened_on
    const changeNote = change ? '有变更草稿未生效' : ''
    if (handbook.kind === 'E') {
      const cycles = this.services.handbookLife.cycles(no).cycles
      const open = cycles.find(({ approvedOn }) => approvedOn === null)
      return [
        step('established', '申报 → 海关', '备案获批', day(handbook.established_on)),
        step('changed', '制单', '变更草稿，经海关批准', last('changed'), { note: happened(life.changes, '变更') || changeNote }),
        step('reported', '申报', '盘点、周期核报（R-20 … R-22）', undefined, {
          note: open ? `第 ${open.cycleNo} 个周期，${open.endsOn} 止` : '尚未开核销周期',
        }),
      ]
    }
    // What has been reported is no longer changed; a report that is sent back opens it again.
    const running = life.reported === undefined
    const reporting = life.lastExport ?? life.terminated ?? (today > validTo ? validTo : undefined)
    return [
      step('established', '申报 → 海关', '备案获批', day(handbook.established_on)),
      step('changed', '制单', '有效期内提出变更草稿，经海关批准（R-14）', last('changed'), {
        note: [happened(life.changes, '变更'), changeNote].filter(Boolean).join('，'),
        blockers: pastValidity,
        reached: running,
      }),
      step('extended', '制单', '有效期届满前申请延期（R-15、R-16）', last('extended'), {
        note: happened(life.extensions, '延期'),
        blockers: [...pastValidity, ...atLimit],
        reached: running,
      }),
      life.terminated
        ? step('terminated', '制单', '合同提前终止', life.terminated)
        : step('lastExport', '制单', '标明最后一批成品已出口（R-17）', life.lastExport, { reached: running }),
      step('reported', '申报', '核对平衡、生成报核并签名（R-19、R-124）', life.reported, {
        blockers: life.reported ? [] : this.reportBlockers(no),
        reached: reporting !== undefined || life.reported !== undefined,
      }),
      step('reportAccepted', '海关', '报核回执，或登记网页上的审核结果（R-18）', life.reportAccepted, {
        reached: life.reported !== undefined,
      }),
      step('closed', '海关', '《核销结案通知书》（R-18、R-23）', life.closed, {
        reached: life.reportAccepted !== undefined,
        note: life.closed
          ? ''
          : life.reportAccepted
            ? `应在 ${closingDeadline(life.reportAccepted, life.closingExtended !== undefined)} 前`
            : '',
        blockers: change ? [{ rule: 'R-18', message: '有变更草稿未生效', to: paths.draft(change.draftId) }] : [],
      }),
    ]
  }

  /** What the report would be blocked by; a report that cannot be made at all says so. */
  private reportBlockers(handbookNo: string): Blocker[] {
    const to = paths.handbook(handbookNo, 'write-off')
    try {
      const { checks } = this.services.filings.prepareReport(handbookNo)
      return checks.filter(({ severity }) => severity === 'blocks').map(({ rule, message }) => ({ rule, message, to }))
    } catch (error) {
      if (error instanceof Refusal) return [{ rule: 'R-19', message: error.failure.message, to }]
      throw error
    }
  }

  private dates(handbook: HandbookRow, life: HandbookLife, today: Day): Life['dates'] {
    const calendar = this.services.reference.calendar()
    // Warnings go by the day as counted; the working day that it moves to stands beside it, as not every system takes that one (C-1).
    const date = (what: string, rule: string, raw: Day) => {
      const daysLeft = daysBetween(today, raw)
      return { what, rule, raw, rolled: rollForward(raw, calendar), daysLeft, severity: urgency(daysLeft) }
    }
    const validTo = day(handbook.valid_to)
    const found: Life['dates'] = []
    if (!life.reported) found.push(date('有效期届满（变更、延期须在此前）', 'R-14', validTo))
    if (!life.reported) {
      const by = handbook.kind === 'E' ? '核销周期' : life.terminated ? '合同终止' : life.lastExport ? '最后出口' : '有效期届满'
      found.push(
        date(
          `报核截止（自${by}起）`,
          handbook.kind === 'E' ? 'R-22' : 'R-17',
          this.services.handbookLife.reportDeadline(handbook),
        ),
      )
      const last = this.services.bondedLists.lastProductExport(handbook.id)
      if (handbook.kind !== 'E' && last && !life.lastExport && !life.terminated && last < validTo) {
        // Whether it was the last one, the clerk alone knows: red from day 20 on, and no longer than it can still be met.
        const candidate = date(`如 ${last} 的出口是最后一批，报核截止`, 'R-17', reportDeadline(last))
        found.push({ ...candidate, severity: candidate.daysLeft < 0 ? 'info' : candidate.severity })
      }
    }
    if (life.reportAccepted)
      found.push(date('海关应办结核销', 'R-18', closingDeadline(life.reportAccepted, life.closingExtended !== undefined)))
    const capability = this.services.reference.capability()
    if (capability && !life.reported) found.push(date('生产能力信息表到期', 'R-5', day(capability.validTo)))
    return found.toSorted((a, b) => a.daysLeft - b.daysLeft)
  }

  private guarantee(handbook: HandbookRow, life: HandbookLife): Life['guarantee'] {
    const stated = this.services.reference.capability()
    return guaranteeReasons({
      extensions: life.extensions,
      leasedPlant: stated?.leasedPlant ?? false,
      firstHandbook: this.services.handbooks.list().every(({ established_on }) => established_on >= handbook.established_on),
      crossDistrict: inOtherDistrict(handbook.operator_customs_code, handbook.processor_customs_code),
      underInvestigation: stated?.underInvestigation ?? false,
      orderedToRectify: stated?.orderedToRectify ?? false,
      underSmugglingInvestigation: stated?.underSmugglingInvestigation ?? false,
    })
  }
}
