import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { day, daysBetween } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { money, rate } from '../../../shared/domain/exact.ts'
import { urgency } from '../../../shared/domain/handbook-life.ts'
import { outstanding } from '../../../shared/domain/outward-processing.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import { callInDays } from './application-guards.ts'
import { Applications } from './applications.ts'
import type { Neighbours } from './applications.ts'
import { contentOf } from './filing-content.ts'
import type { OutwardFiling } from './filing-content.ts'
import { itemNames } from './goods.ts'
import { OutwardMovements } from './movements.ts'
import { OutwardStore } from './store.ts'
import type { ApplicationRow } from './store.ts'
import { detailOf, summaryOf } from './summary.ts'
import type { Summary } from './summary.ts'

type Detail = Output<'outwardProcessing.get'>
type Work = Pick<Output<'workbench.today'>, 'due' | 'todo'>

/** 外发加工 (R-61 … R-64). Outsourced goods stay in the books of their handbook: nothing here writes a movement of the ledger. */
export class OutwardProcessingService {
  readonly movements: OutwardMovements
  private readonly applications: Applications
  private readonly store: OutwardStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new OutwardStore(db)
    this.applications = new Applications(this.store, services, clock)
    this.movements = new OutwardMovements(this.applications, services, clock)
    this.services = services
    this.clock = clock
  }

  list({ handbookNo }: Input<'outwardProcessing.list'>): Output<'outwardProcessing.list'> {
    const rows = this.store.list().filter((row) => handbookNo === undefined || row.handbook_no === handbookNo)
    return { applications: rows.map((row) => summaryOf(this.applications.whole(row))) }
  }

  /** @throws Refusal outward.notFound */
  get(applicationId: string): Detail {
    const whole = this.applications.whole(this.applications.require(applicationId))
    const { application, handbook } = whole
    return {
      ...detailOf(whole, this.store.guaranteeOf(application.id), itemNames(this.services.handbooks, handbook.id)),
      guards: this.applications.guards(whole),
    }
  }

  /** @throws Refusal outward.*, handbook.* */
  save(input: Input<'outwardProcessing.save'>): Summary {
    const handbook = this.services.handbookLife.requireOpen(input.handbookNo)
    const before = input.applicationId === undefined ? undefined : this.applications.requireEditable(input.applicationId)
    if (before && before.handbook_no !== input.handbookNo)
      refuse({ code: 'outward.handbook', message: '申报表的手册不能改', at: { field: 'handbookNo' }, next: '请另建一份申报表' })
    const same = this.store.byInnerNo(input.innerNo)
    if (same && same.application_id !== input.applicationId)
      refuse({
        code: 'outward.innerNoTaken',
        message: `企业内部编号 ${input.innerNo} 已用于另一份申报表`,
        at: { field: 'innerNo' },
        next: '请换一个编号',
      })
    const lines = input.guaranteeLines.map((line, index) => {
      const wrong = rate(line.dutyRate) < 0n || rate(line.vatRate) < 0n || money(line.value) < 0n
      if (wrong || !this.services.handbooks.itemOf(handbook.id, 'I', line.itemSeq))
        refuse({
          code: 'outward.guaranteeLine',
          message: wrong ? `担保第 ${index + 1} 行：价值和税率不能为负` : `担保第 ${index + 1} 行：手册没有料件 ${line.itemSeq}`,
          at: { field: `guaranteeLines.${index}` },
          next: '请改正后保存',
        })
      return {
        item_seq: BigInt(line.itemSeq),
        value_e5: money(line.value),
        duty_e9: rate(line.dutyRate),
        vat_e9: rate(line.vatRate),
      }
    })
    const { contractor } = input
    const row = {
      application_id: before?.application_id ?? randomUUID(),
      handbook_id: handbook.id,
      inner_no: input.innerNo,
      contractor_name: contractor.name,
      contractor_credit_code: contractor.creditCode,
      contractor_customs_code: contractor.customsCode,
      contractor_customs_district: contractor.customsDistrict,
      contractor_district: contractor.district,
      contractor_contact: contractor.contact,
      contractor_phone: contractor.phone,
      contractor_address: contractor.address,
      contract_no: input.contractNo,
      processes: input.processes,
      all_processes: input.allProcesses ? 1n : 0n,
      sent_goods: input.sentGoods,
      returned_goods: input.returnedGoods,
      valid_to: input.validTo,
      remark: input.remark,
      state: before?.state ?? 'draft',
      application_no: before?.application_no ?? '',
      filed_on: before?.filed_on ?? null,
      filing_id: before?.filing_id ?? null,
      close_note: before?.close_note ?? '',
      saved_at: this.clock.now(),
    } as const
    const id = before?.id ?? this.store.insert(row)
    if (before) this.store.update({ ...row, id })
    this.store.replaceGuarantee(id, lines)
    this.services.journal.record({
      subject: `外发加工 ${input.innerNo}`,
      what: before ? '修改申报表' : '登记申报表',
      ...(before && { before: fieldsOf(before) }),
      after: fieldsOf(row),
    })
    return summaryOf(this.applications.whole(this.applications.require(row.application_id)))
  }

  /** @throws Refusal outward.* */
  close({ applicationId, note }: Input<'outwardProcessing.close'>): Summary {
    const application = this.applications.requireOpen(applicationId)
    if (application.state === 'filed')
      refuse({ code: 'outward.waiting', message: '申报正在等待结果，不能结束', next: '请先在申报箱登记结果' })
    const { movements } = this.applications.whole(application)
    const out = outstanding(movements).filter((each) => each.out > 0n)
    if (out.length > 0 && note === '')
      refuse({
        code: 'outward.stillOut',
        message: `还有 ${out.length} 项货物没有收回`,
        at: { field: 'note' },
        next: '请收回，或写明留在承揽企业的货物及办理的手续（R-64）',
      })
    this.store.update({ ...application, state: 'closed', close_note: note, saved_at: this.clock.now() })
    const what = `外发加工结束${note === '' ? '' : `：${note}`}`
    this.services.journal.record({ subject: `外发加工 ${application.inner_no}`, what })
    return summaryOf(this.applications.whole(this.applications.require(applicationId)))
  }

  /** What would be filed of it now: the data, the workbook's sheets, the head in words, and the guards. */
  filingContent(applicationId: string): OutwardFiling {
    const whole = this.applications.whole(this.applications.require(applicationId))
    return contentOf({
      application: whole.application,
      message: this.applications.message(whole),
      detail: this.get(applicationId),
    })
  }

  /** A filing of it has been frozen; the application can still be edited. */
  noteFiling(applicationId: string, filingId: string): void {
    this.store.update({ ...this.applications.require(applicationId), filing_id: filingId })
  }

  /** The filing is signed: nothing of the application changes until customs answers. */
  markFiled(applicationId: string, filingId: string): void {
    this.step(applicationId, { state: 'filed', filing_id: filingId, filed_on: this.applications.today() }, '已签名申报')
  }

  /** Customs has sent it back: it can be edited and filed again. */
  markReturned(applicationId: string): void {
    this.step(applicationId, { state: 'returned' }, '被退单')
  }

  accept(applicationId: string, { applicationNo, on }: { applicationNo: string; on: Day }): void {
    const no = applicationNo === '' ? '' : `，编号 ${applicationNo}`
    this.step(applicationId, { state: 'accepted', application_no: applicationNo }, `海关备案（${on}）${no}`)
  }

  /** For the workbench: what is to be filed by when (R-61), and what is still out when its time ends (R-64). */
  work(today: Day): Work {
    const work: Work = { due: [], todo: [] }
    for (const row of this.store.list().filter(({ state }) => state !== 'closed')) {
      const { application, deadline, movements } = this.applications.whole(row)
      const to = paths.outwardProcessing(application.application_id)
      const detail = `手册 ${application.handbook_no} · ${application.inner_no}，${application.contractor_name}`
      const open = application.state === 'draft' || application.state === 'returned'
      const item = (title: string, date: Day, rule: string) => {
        const daysLeft = daysBetween(today, date)
        work.due.push({ severity: urgency(daysLeft), title, detail, to, rule, date, daysLeft })
      }
      if (open && deadline) item('申报外发加工', deadline, 'R-61')
      const out = outstanding(movements).filter((each) => each.out > 0n).length
      const validTo = day(application.valid_to)
      if (out > 0 && daysBetween(today, validTo) <= callInDays) item(`外发货物 ${out} 项待收回`, validTo, 'R-64')
      if (application.state === 'returned')
        work.todo.push({ severity: 'warns', title: '外发加工申报表被退单', detail, to, rule: 'R-61' })
    }
    return work
  }

  private step(applicationId: string, to: Partial<ApplicationRow>, what: string): void {
    const application = this.applications.requireOpen(applicationId)
    this.store.update({ ...application, ...to, saved_at: this.clock.now() })
    this.services.journal.record({ subject: `外发加工 ${application.inner_no}`, what })
  }
}

const fieldsOf = (row: Omit<ApplicationRow, 'id'>): Record<string, string> => ({
  企业内部编号: row.inner_no,
  承揽企业: row.contractor_name,
  委托加工合同号: row.contract_no,
  外发工序: row.processes,
  全部工序外发: row.all_processes === 1n ? '是' : '否',
  外发货物: row.sent_goods,
  收回货物: row.returned_goods,
  有效期: row.valid_to,
  备注: row.remark,
})
