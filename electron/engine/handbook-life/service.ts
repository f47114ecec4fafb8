import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { addDays, addYears, day, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { closingDeadline, keepUntil, reportDeadline, reportTrigger } from '../../../shared/domain/deadlines.ts'
import { printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { cycleProblem, lifeOf } from '../../../shared/domain/handbook-life.ts'
import type { HandbookLife, LifeEvent } from '../../../shared/domain/handbook-life.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { HandbookLifeStore } from './store.ts'
import type { CycleRow, EventRow } from './store.ts'

export type { EventRow } from './store.ts'

type Cycle = Output<'accountCycles.open'>

/** What the events are called in the window and in the journal. */
export const eventNames: Record<LifeEvent, string> = {
  established: '海关批准设立',
  changed: '变更生效',
  extended: '延期生效',
  lastExport: '标明最后一批成品出口',
  lastExportUnmarked: '取消最后出口标记',
  terminated: '合同提前终止',
  reported: '报核',
  reportReturned: '报核被退单',
  reportAccepted: '海关受理报核',
  closingExtended: '海关延长核销期限',
  closed: '核销结案',
}

interface Neighbours {
  handbooks: HandbooksService
  writeOff: WriteOffService
  operators: OperatorsService
  journal: JournalService
}

/** What happens to a handbook after it is set up, and the cycles of an account (R-14 … R-23). */
export class HandbookLifeService {
  private readonly store: HandbookLifeStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new HandbookLifeStore(db)
    this.services = services
    this.clock = clock
  }

  private today(): Day {
    return dayOfInstant(this.clock.now())
  }

  events(handbookId: bigint): EventRow[] {
    return this.store.eventsOf(handbookId)
  }

  life(handbookId: bigint): HandbookLife {
    return lifeOf(this.store.eventsOf(handbookId).map(({ event, happened_on }) => ({ event, on: happened_on })))
  }

  extensions(handbookId: bigint): number {
    return this.life(handbookId).extensions
  }

  /** R-17, the raw date. An account is not closed: its cycle is reported (R-20, R-22). */
  reportDeadline(handbook: HandbookRow): Day {
    const cycle = this.store.cyclesOf(handbook.id).find(({ approved_on }) => approved_on === null)
    if (handbook.kind === 'E' && cycle) return reportDeadline(cycle.ends_on)
    const { terminated, lastExport } = this.life(handbook.id)
    return reportDeadline(reportTrigger({ terminatedOn: terminated, lastExportOn: lastExport, validTo: day(handbook.valid_to) }))
  }

  /** R-7: handbooks whose day to report has passed without an accepted report. */
  overdue(today: Day): { handbookNo: string; deadline: Day }[] {
    return this.services.handbooks.list().flatMap((handbook) => {
      const { reportAccepted, closed } = this.life(handbook.id)
      const deadline = this.reportDeadline(handbook)
      return !reportAccepted && !closed && deadline < today ? [{ handbookNo: handbook.handbook_no, deadline }] : []
    })
  }

  /** @throws Refusal handbook.notFound, handbook.closed */
  requireOpen(handbookNo: string): HandbookRow {
    const handbook = this.services.handbooks.require(handbookNo)
    const { closed } = this.life(handbook.id)
    if (closed) {
      refuse({
        code: 'handbook.closed',
        message: `手册 ${handbookNo} 已于 ${closed} 结案，不再变动（R-18）`,
        at: { field: 'handbookNo' },
        next: '请核对手册编号；结案的手册只能查看和导出',
      })
    }
    return handbook
  }

  /** Adds what has happened; who calls has made sure that it may. */
  record(handbookId: bigint, event: LifeEvent, on: Day, note = '', fileId: string | null = null): void {
    this.store.addEvent(handbookId, {
      at: this.clock.now(),
      event,
      happened_on: on,
      note,
      operator_name: this.services.operators.onDuty()?.name ?? '',
      file_id: fileId,
    })
  }

  private deed(handbook: HandbookRow, event: LifeEvent, on: Day, note = '', fileId: string | null = null): void {
    this.record(handbook.id, event, on, note, fileId)
    this.services.journal.record({
      subject: `手册 ${handbook.handbook_no}`,
      what: `${eventNames[event]}（${on}）${note === '' ? '' : `：${note}`}`,
    })
  }

  private notBefore(on: Day, earliest: Day, what: string): void {
    if (on < earliest)
      refuse({ code: 'life.tooEarly', message: `日期 ${on} 早于${what} ${earliest}`, at: { field: 'on' }, next: '请核对日期' })
  }

  private notInFuture(on: Day): void {
    const today = this.today()
    if (on > today)
      refuse({
        code: 'life.inFuture',
        message: `日期 ${on} 在今天（${today}）之后`,
        at: { field: 'on' },
        next: '请在事情发生后登记',
      })
  }

  markLastExport({ handbookNo, on }: Input<'handbooks.markLastExport'>): Output<'handbooks.markLastExport'> {
    const handbook = this.requireOpen(handbookNo)
    const life = this.life(handbook.id)
    if (on === null) {
      if (life.lastExport) this.deed(handbook, 'lastExportUnmarked', this.today())
    } else if (life.lastExport !== on) {
      this.notBefore(day(on), day(handbook.established_on), '手册设立日期')
      this.notInFuture(day(on))
      this.deed(handbook, 'lastExport', day(on))
    }
    return { reportDeadline: this.reportDeadline(handbook) }
  }

  terminate({ handbookNo, on, reason }: Input<'handbooks.terminate'>): Output<'handbooks.terminate'> {
    const handbook = this.requireOpen(handbookNo)
    const { terminated } = this.life(handbook.id)
    if (terminated)
      refuse({ code: 'life.terminated', message: `合同已于 ${terminated} 登记终止`, next: '请核对手册编号，终止只登记一次' })
    this.notBefore(day(on), day(handbook.established_on), '手册设立日期')
    this.notInFuture(day(on))
    this.deed(handbook, 'terminated', day(on), reason)
    return { reportDeadline: this.reportDeadline(handbook) }
  }

  extendClosing({ handbookNo, on }: Input<'handbooks.extendClosing'>): Output<'handbooks.extendClosing'> {
    const handbook = this.requireOpen(handbookNo)
    const { reportAccepted, closingExtended } = this.life(handbook.id)
    if (!reportAccepted) return refuseNotAccepted()
    if (closingExtended)
      refuse({
        code: 'life.extendedTwice',
        message: `核销期限已于 ${closingExtended} 延长，只延长一次（R-18）`,
        next: '请联系主管海关',
      })
    this.notBefore(day(on), reportAccepted, '海关受理报核的日期')
    this.notInFuture(day(on))
    this.deed(handbook, 'closingExtended', day(on))
    return { closeBy: closingDeadline(reportAccepted, true) }
  }

  /** @throws Refusal handbook.closed, life.* */
  close({ handbookNo, on, noticeNo, fileId }: Input<'handbooks.close'>): Output<'handbooks.close'> {
    const handbook = this.requireOpen(handbookNo)
    if (handbook.kind === 'E') {
      refuse({
        code: 'life.accountRolls',
        message: '账册按周期滚动核销，不结案（R-20）',
        next: '请登记核销周期及海关核准的期末数量',
      })
    }
    const { reportAccepted } = this.life(handbook.id)
    if (!reportAccepted) return refuseNotAccepted()
    this.notBefore(day(on), reportAccepted, '海关受理报核的日期')
    this.notInFuture(day(on))
    this.deed(handbook, 'closed', day(on), `核销结案通知书 ${noticeNo}`, fileId ?? null)
    return { keepUntil: keepUntil(day(on)) }
  }

  cycles(handbookNo: string): Output<'accountCycles.list'> {
    return { cycles: this.store.cyclesOf(this.services.handbooks.require(handbookNo).id).map(printCycle) }
  }

  openCycle({ handbookNo, startsOn, endsOn, method }: Input<'accountCycles.open'>): Cycle {
    const handbook = this.requireAccount(handbookNo)
    const last = this.store.cyclesOf(handbook.id).at(-1)
    const [starts, ends] = [day(startsOn), day(endsOn)]
    const nextDay = last && addDays(last.ends_on, 1)
    const latest = addDays(addYears(starts, 1), -1)
    const problem = cycleProblem({ startsOn: starts, endsOn: ends }, nextDay && { nextDay }, latest)
    const reasons = {
      order: '周期的止日早于起日',
      gap: `周期须从 ${nextDay ?? ''} 起，与上一周期接续（R-20）`,
      tooLong: `周期不超过一年，最晚到 ${latest}（R-21）`,
    }
    if (problem) refuse({ code: `cycle.${problem}`, message: reasons[problem], at: { field: 'endsOn' }, next: '请改正起讫日期' })
    const row = { cycle_no: (last?.cycle_no ?? 0n) + 1n, starts_on: starts, ends_on: ends, method }
    this.store.addCycle(handbook.id, row, this.clock.now())
    this.services.journal.record({
      subject: `账册 ${handbookNo}`,
      what: `开第 ${row.cycle_no} 个核销周期`,
      after: { 起: starts, 讫: ends, 核报方式: cycleMethods[method] },
    })
    return printCycle({ ...row, approved_on: null, endings: 0n })
  }

  /** R-20: the ending stock as of the last day of the cycle becomes the opening stock of the next. */
  approveCycle({ handbookNo, cycleNo, on }: Input<'accountCycles.approve'>): Output<'accountCycles.approve'> {
    const handbook = this.requireAccount(handbookNo)
    const cycles = this.store.cyclesOf(handbook.id)
    const found = cycles.find(({ cycle_no }) => Number(cycle_no) === cycleNo)
    if (!found) return refuse({ code: 'cycle.notFound', message: `没有第 ${cycleNo} 个周期`, at: { field: 'cycleNo' } })
    if (found.approved_on)
      refuse({ code: 'cycle.approved', message: `第 ${cycleNo} 个周期已于 ${found.approved_on} 核准`, next: '核准只登记一次' })
    const open = cycles.find(({ cycle_no, approved_on }) => cycle_no < found.cycle_no && approved_on === null)
    if (open) refuse({ code: 'cycle.order', message: `第 ${open.cycle_no} 个周期尚未核准`, next: '请按先后登记核准' })
    this.notBefore(day(on), found.ends_on, '周期的止日')
    this.notInFuture(day(on))
    const endings = this.services.writeOff
      .compute(handbook.id, found.ends_on)
      .materials.map(({ seq, balance }) => ({ seq, quantity: balance }))
    this.store.approveCycle(handbook.id, found.cycle_no, day(on), endings)
    this.services.journal.record({ subject: `账册 ${handbookNo}`, what: `第 ${cycleNo} 个周期经海关核准（${on}）` })
    const held = { ...found, approved_on: day(on), endings: BigInt(endings.length) }
    return { cycle: printCycle(held), ...this.endings({ handbookNo, cycleNo }) }
  }

  /** R-20: what customs has approved; empty before it has. */
  endings({ handbookNo, cycleNo }: Input<'accountCycles.endings'>): Output<'accountCycles.endings'> {
    const handbook = this.services.handbooks.require(handbookNo)
    const items = new Map(this.services.handbooks.itemsOf(handbook.id, 'I').map((item) => [item.seq, item]))
    return {
      endings: this.store.endingsOf(handbook.id, cycleNo).map(({ material_seq, ending_e5 }) => ({
        seq: Number(material_seq),
        name: items.get(material_seq)?.name ?? '',
        unit: items.get(material_seq)?.unit ?? '',
        ending: printQuantity(ending_e5 as Quantity),
      })),
    }
  }

  private requireAccount(handbookNo: string): HandbookRow {
    const handbook = this.requireOpen(handbookNo)
    if (handbook.kind !== 'E')
      refuse({ code: 'cycle.notAnAccount', message: '只有账册按周期核销，手册以报核结案（R-20）', at: { field: 'handbookNo' } })
    return handbook
  }
}

const cycleMethods = { unitConsumption: '单耗', materialList: '耗料清单', workOrder: '工单' } as const

const refuseNotAccepted = (): never =>
  refuse({
    code: 'life.notAccepted',
    message: '海关还没有受理报核，不能登记结案或延长核销（R-18）',
    next: '请先生成报核并签名，收到回执后导入回执或登记审核结果',
  })

const printCycle = (row: CycleRow): Cycle => ({
  cycleNo: Number(row.cycle_no),
  startsOn: row.starts_on,
  endsOn: row.ends_on,
  method: row.method,
  reportBy: reportDeadline(row.ends_on),
  approvedOn: row.approved_on,
  endings: Number(row.endings),
})
