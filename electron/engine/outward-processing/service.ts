import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { knownFor } from '../../../shared/domain/calendar.ts'
import { day, dayOfInstant, daysBetween } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { money, printCents, printMoney, printQuantity, printRate, quantity, rate } from '../../../shared/domain/exact.ts'
import type { Money, Quantity, Rate } from '../../../shared/domain/exact.ts'
import { urgency } from '../../../shared/domain/handbook-life.ts'
import {
  firstDispatch,
  outstanding,
  outwardDeadline,
  outwardGuarantee,
  returnedTooMuch,
} from '../../../shared/domain/outward-processing.ts'
import type { OutwardMovement } from '../../../shared/domain/outward-processing.ts'
import { bondedUse } from '../../../shared/domain/unit-consumption.ts'
import { outwardMessageProblems } from '../../../shared/messages/outward-processing.ts'
import type { OutwardApplication } from '../../../shared/messages/outward-processing.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService, ItemRow } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import { applicationGuards, callInDays } from './application-guards.ts'
import { contentOf } from './filing-content.ts'
import type { OutwardFiling } from './filing-content.ts'
import { itemKindOf, itemNames } from './goods.ts'
import { OutwardStore } from './store.ts'
import type { ApplicationRow, NamedApplicationRow } from './store.ts'

type Summary = Output<'outwardProcessing.save'>
type Detail = Output<'outwardProcessing.get'>
type Work = Pick<Output<'workbench.today'>, 'due' | 'todo'>

interface Neighbours {
  enterprise: EnterpriseService
  reference: ReferenceService
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  journal: JournalService
}

/** What hangs together in one application. */
interface Whole {
  application: NamedApplicationRow
  handbook: HandbookRow
  held: ReturnType<OutwardStore['movementsOf']>
  /** Those that stand. */
  movements: OutwardMovement[]
  firstDispatchOn: Day | undefined
  deadline: Day | undefined
}

/** 外发加工 (R-61 … R-64). Outsourced goods stay in the books of their handbook: nothing here writes a movement of the ledger. */
export class OutwardProcessingService {
  private readonly store: OutwardStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new OutwardStore(db)
    this.services = services
    this.clock = clock
  }

  list({ handbookNo }: Input<'outwardProcessing.list'>): Output<'outwardProcessing.list'> {
    const rows = this.store.list().filter((row) => handbookNo === undefined || row.handbook_no === handbookNo)
    return { applications: rows.map((row) => summaryOf(this.whole(row))) }
  }

  /** @throws Refusal outward.notFound */
  get(applicationId: string): Detail {
    const whole = this.whole(this.require(applicationId))
    const { application, handbook, held, movements } = whole
    const names = itemNames(this.services.handbooks, handbook.id)
    const lines = this.store.guaranteeOf(application.id)
    const { lines: taxes, total } = outwardGuarantee(lines.map(guaranteeOf))
    return {
      ...summaryOf(whole),
      closeNote: application.close_note,
      movements: held.map(({ movement, lines: moved }) => ({
        movementId: movement.movement_id,
        kind: movement.kind,
        slipNo: movement.slip_no,
        movedOn: movement.moved_on,
        vehicle: movement.vehicle,
        signedBy: movement.signed_by,
        remark: movement.remark,
        recordedAt: movement.recorded_at,
        voidedAt: movement.voided_at,
        voidReason: movement.void_reason,
        lines: moved.map(({ line, uses }) => ({
          goods: line.goods,
          itemSeq: Number(line.item_seq),
          version: line.version,
          name: line.name || names(line.goods, line.item_seq).name,
          unit: names(line.goods, line.item_seq).unit,
          quantity: printQuantity(line.quantity_e5 as Quantity),
          uses: uses.map((use) => ({
            goods: use.goods,
            itemSeq: Number(use.item_seq),
            ...names(use.goods, use.item_seq),
            quantity: printQuantity(use.quantity_e5 as Quantity),
          })),
        })),
      })),
      outstandingLines: outstanding(movements).map((each) => ({
        goods: each.goods,
        itemSeq: each.itemSeq,
        ...names(each.goods, BigInt(each.itemSeq)),
        sent: printQuantity(each.sent),
        returned: printQuantity(each.returned),
        used: printQuantity(each.used),
        out: printQuantity(each.out),
      })),
      guaranteeLines: lines.map((line) => ({
        itemSeq: Number(line.item_seq),
        value: printMoney(line.value_e5 as Money),
        dutyRate: printRate(line.duty_e9 as Rate),
        vatRate: printRate(line.vat_e9 as Rate),
      })),
      guarantee:
        application.all_processes === 1n
          ? {
              lines: lines.map((line, index) => ({
                itemSeq: Number(line.item_seq),
                name: names('material', line.item_seq).name,
                value: printMoney(line.value_e5 as Money),
                duty: printCents(taxes[index]?.duty ?? (0n as typeof total)),
                vat: printCents(taxes[index]?.vat ?? (0n as typeof total)),
              })),
              total: printCents(total),
            }
          : null,
      guards: this.guards(whole),
    }
  }

  /** @throws Refusal outward.*, handbook.* */
  save(input: Input<'outwardProcessing.save'>): Summary {
    const handbook = this.services.handbookLife.requireOpen(input.handbookNo)
    const before = input.applicationId === undefined ? undefined : this.requireEditable(input.applicationId)
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
    return summaryOf(this.whole(this.require(row.application_id)))
  }

  /** @throws Refusal outward.*, handbook.* */
  move(input: Input<'outwardProcessing.move'>): Summary {
    const application = this.requireOpen(input.applicationId)
    const handbook = this.services.handbookLife.requireOpen(application.handbook_no)
    const held = this.store.movementsOf(application.id)
    const name = input.kind === 'dispatch' ? '外发' : '收回'
    if (
      held.some(
        ({ movement }) => movement.voided_at === null && movement.kind === input.kind && movement.slip_no === input.slipNo,
      )
    )
      refuse({
        code: 'outward.slipTaken',
        message: `${name}单号 ${input.slipNo} 已登记`,
        at: { field: 'slipNo' },
        next: '请核对单号；登记有误的先作废',
      })
    const today = this.today()
    if (input.movedOn > today)
      refuse({
        code: 'outward.inFuture',
        message: `${name}日期 ${input.movedOn} 在今天（${today}）之后`,
        at: { field: 'movedOn' },
      })
    if (input.movedOn < handbook.established_on || input.movedOn > handbook.valid_to)
      refuse({
        code: 'outward.outsideValidity',
        message: `${name}日期 ${input.movedOn} 不在手册有效期（${handbook.established_on} 至 ${handbook.valid_to}）内`,
        at: { field: 'movedOn' },
        next: '请核对日期（R-61）',
      })
    const lines = input.lines.map((line, index) => this.movedLine(input.kind, line, index + 1, handbook))
    const movement = {
      movement_id: randomUUID(),
      application: application.id,
      kind: input.kind,
      slip_no: input.slipNo,
      moved_on: input.movedOn,
      vehicle: input.vehicle,
      signed_by: input.signedBy,
      remark: input.remark,
      recorded_at: this.clock.now(),
      voided_at: null,
      void_reason: '',
    }
    this.store.addMovement(movement, lines)
    this.requireNoMoreBack(application, 'lines')
    this.services.journal.record({
      subject: `外发加工 ${application.inner_no}`,
      what: `登记${name}单 ${input.slipNo}（${input.movedOn}），${lines.length} 行`,
    })
    return summaryOf(this.whole(this.require(input.applicationId)))
  }

  /** @throws Refusal outward.* */
  voidMovement({ applicationId, movementId, reason }: Input<'outwardProcessing.voidMovement'>): Summary {
    const application = this.requireOpen(applicationId)
    const found = this.store.movementsOf(application.id).find(({ movement }) => movement.movement_id === movementId)
    if (!found) return refuse({ code: 'outward.noMovement', message: '没有这张收发单', at: { field: 'movementId' } })
    const { movement } = found
    if (movement.voided_at !== null)
      refuse({ code: 'outward.voided', message: `单号 ${movement.slip_no} 已经作废`, next: '作废只做一次' })
    this.store.voidMovement(movement.id, this.clock.now(), reason)
    this.requireNoMoreBack(application, 'movementId')
    const name = movement.kind === 'dispatch' ? '外发' : '收回'
    this.services.journal.record({
      subject: `外发加工 ${application.inner_no}`,
      what: `作废${name}单 ${movement.slip_no}：${reason}`,
    })
    return summaryOf(this.whole(this.require(applicationId)))
  }

  /** R-27, R-31: what the declared consumption of the version takes of each material. */
  proposeUses(input: Input<'outwardProcessing.proposeUses'>): Output<'outwardProcessing.proposeUses'> {
    const handbook = this.services.handbooks.require(input.handbookNo)
    const names = itemNames(this.services.handbooks, handbook.id)
    return {
      uses: this.services.handbooks
        .consumptionOf(handbook.id)
        .filter(({ productSeq, version }) => productSeq === input.productSeq && version === input.version)
        .map((line) => ({
          goods: 'material' as const,
          itemSeq: line.materialSeq,
          ...names('material', BigInt(line.materialSeq)),
          quantity: printQuantity(bondedUse(quantity(input.quantity), line).use.toQuantity()),
        })),
    }
  }

  /** @throws Refusal outward.* */
  close({ applicationId, note }: Input<'outwardProcessing.close'>): Summary {
    const application = this.requireOpen(applicationId)
    if (application.state === 'filed')
      refuse({ code: 'outward.waiting', message: '申报正在等待结果，不能结束', next: '请先在申报箱登记结果' })
    const { movements } = this.whole(application)
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
    return summaryOf(this.whole(this.require(applicationId)))
  }

  /** What would be filed of it now: the data, the workbook's sheets, the head in words, and the guards. */
  filingContent(applicationId: string): OutwardFiling {
    const whole = this.whole(this.require(applicationId))
    return contentOf({
      application: whole.application,
      message: this.message(whole),
      detail: this.get(applicationId),
    })
  }

  /** A filing of it has been frozen; the application can still be edited. */
  noteFiling(applicationId: string, filingId: string): void {
    this.store.update({ ...this.require(applicationId), filing_id: filingId })
  }

  /** The filing is signed: nothing of the application changes until customs answers. */
  markFiled(applicationId: string, filingId: string): void {
    this.step(applicationId, { state: 'filed', filing_id: filingId, filed_on: this.today() }, '已签名申报')
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
      const { application, deadline, movements } = this.whole(row)
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

  private today(): Day {
    return dayOfInstant(this.clock.now())
  }

  private step(applicationId: string, to: Partial<ApplicationRow>, what: string): void {
    const application = this.requireOpen(applicationId)
    this.store.update({ ...application, ...to, saved_at: this.clock.now() })
    this.services.journal.record({ subject: `外发加工 ${application.inner_no}`, what })
  }

  private require(applicationId: string): NamedApplicationRow {
    return (
      this.store.find(applicationId) ??
      refuse({
        code: 'outward.notFound',
        message: '没有这份外发加工申报表',
        at: { field: 'applicationId' },
        next: '请在“外发加工”中重新选择',
      })
    )
  }

  private requireOpen(applicationId: string): NamedApplicationRow {
    const application = this.require(applicationId)
    if (application.state === 'closed')
      refuse({ code: 'outward.closed', message: '这份外发加工已经结束，不再变动', next: '请另建一份申报表' })
    return application
  }

  private requireEditable(applicationId: string): NamedApplicationRow {
    const application = this.requireOpen(applicationId)
    if (application.state === 'filed' || application.state === 'accepted')
      refuse({
        code: 'outward.filed',
        message: application.state === 'filed' ? '申报表已申报，正在等待结果' : '申报表已在海关备案',
        at: { field: 'applicationId' },
        next: '已申报的不能修改；退单后可以改',
      })
    return application
  }

  private whole(application: NamedApplicationRow): Whole {
    const handbook = this.services.handbooks.require(application.handbook_no)
    const held = this.store.movementsOf(application.id)
    const movements = held
      .filter(({ movement }) => movement.voided_at === null)
      .map(({ movement, lines }): OutwardMovement => ({
        kind: movement.kind,
        movedOn: day(movement.moved_on),
        lines: lines.map(({ line, uses }) => ({
          goods: line.goods,
          itemSeq: Number(line.item_seq),
          quantity: line.quantity_e5 as Quantity,
          uses: uses.map((use) => ({
            goods: use.goods,
            itemSeq: Number(use.item_seq),
            quantity: use.quantity_e5 as Quantity,
          })),
        })),
      }))
    const firstDispatchOn = firstDispatch(movements)
    return { application, handbook, held, movements, firstDispatchOn, deadline: this.deadline(firstDispatchOn) }
  }

  private deadline(firstDispatchOn: Day | undefined): Day | undefined {
    if (firstDispatchOn === undefined) return undefined
    const { value } = this.services.reference.parameterOn('outwardDeclarationDays', firstDispatchOn)
    return outwardDeadline(firstDispatchOn, Number(value), this.services.reference.calendar())
  }

  private guards(whole: Whole): Guard[] {
    const lines = this.store.guaranteeOf(whole.application.id)
    const message = this.message(whole)
    return applicationGuards(
      {
        application: whole.application,
        handbook: whole.handbook,
        deadline: whole.deadline,
        calendarKnown: whole.deadline === undefined || knownFor(whole.deadline, this.services.reference.calendar()),
        outstanding: outstanding(whole.movements),
        guarantee: message.guarantee,
        guaranteeLines: lines.length,
        unwritable: outwardMessageProblems(message),
      },
      this.today(),
    )
  }

  private message({ application, handbook, firstDispatchOn }: Whole): OutwardApplication {
    const enterprise = this.services.enterprise.get()
    const validTo = day(application.valid_to)
    return {
      innerNo: application.inner_no,
      handbookNo: handbook.handbook_no,
      principal: {
        creditCode: handbook.operator_credit_code,
        customsCode: handbook.operator_customs_code,
        name: handbook.operator_name,
        customsDistrict: handbook.customs_district,
        district: handbook.processor_district,
        contact: handbook.contact || (enterprise?.contact ?? ''),
      },
      declarant: {
        creditCode: enterprise?.creditCode ?? '',
        customsCode: enterprise?.customsCode ?? '',
        name: enterprise?.name ?? '',
        contact: enterprise?.contact ?? '',
      },
      contractor: {
        creditCode: application.contractor_credit_code,
        customsCode: application.contractor_customs_code,
        name: application.contractor_name,
        customsDistrict: application.contractor_customs_district,
        district: application.contractor_district,
        contact: [application.contractor_contact, application.contractor_phone].filter(Boolean).join(' '),
      },
      contractNo: application.contract_no,
      days: firstDispatchOn && daysBetween(firstDispatchOn, validTo),
      validTo,
      firstDispatchOn,
      sentGoods: application.sent_goods,
      returnedGoods: application.returned_goods,
      allProcesses: application.all_processes === 1n,
      guarantee:
        application.all_processes === 1n
          ? outwardGuarantee(this.store.guaranteeOf(application.id).map(guaranteeOf)).total
          : undefined,
      remark: application.remark,
    }
  }

  private movedLine(
    kind: 'dispatch' | 'return',
    line: Input<'outwardProcessing.move'>['lines'][number],
    no: number,
    handbook: HandbookRow,
  ) {
    const at = { field: `lines.${no - 1}` }
    if (quantity(line.quantity) <= 0n)
      refuse({ code: 'outward.quantity', message: `第 ${no} 行：数量须大于零（填写了 ${line.quantity}）`, at })
    this.requireItem(handbook, line.goods, line.itemSeq, no)
    if (kind === 'dispatch' && line.uses.length > 0)
      refuse({ code: 'outward.usesOfDispatch', message: `第 ${no} 行：外发时没有耗用`, at, next: '耗用在收回时填写' })
    const uses = line.uses.map((use) => {
      this.requireItem(handbook, use.goods, use.itemSeq, no)
      if (quantity(use.quantity) <= 0n)
        refuse({ code: 'outward.use', message: `第 ${no} 行：耗用数量须大于零（填写了 ${use.quantity}）`, at })
      return { goods: use.goods, item_seq: BigInt(use.itemSeq), quantity_e5: quantity(use.quantity) }
    })
    if (new Set(uses.map(({ goods, item_seq }) => `${goods}:${item_seq}`)).size < uses.length)
      refuse({ code: 'outward.useTwice', message: `第 ${no} 行：同一项货物的耗用写了两次`, at, next: '请合并为一行' })
    return {
      line: {
        line_no: BigInt(no),
        goods: line.goods,
        item_seq: BigInt(line.itemSeq),
        version: line.version,
        name: line.name,
        quantity_e5: quantity(line.quantity),
      },
      uses,
    }
  }

  private requireItem(handbook: HandbookRow, goods: Parameters<typeof itemKindOf>[0], seq: number, no: number): ItemRow {
    const kind = itemKindOf(goods)
    return (
      this.services.handbooks.itemOf(handbook.id, kind, seq) ??
      refuse({
        code: 'outward.noItem',
        message: `第 ${no} 行：手册 ${handbook.handbook_no} 没有${kind === 'I' ? '料件' : '成品'} ${seq}`,
        at: { field: `lines.${no - 1}.itemSeq` },
        next: '请核对备案序号',
      })
    )
  }

  /** R-61: no more comes back than went out, on any day. The write is undone where it does. */
  private requireNoMoreBack(application: NamedApplicationRow, field: string): void {
    const { movements, handbook } = this.whole(application)
    const wrong = returnedTooMuch(movements)
    if (!wrong) return
    const { name, unit } = itemNames(this.services.handbooks, handbook.id)(wrong.goods, BigInt(wrong.itemSeq))
    const sent = printQuantity(wrong.sent)
    const back = printQuantity((wrong.returned + wrong.used) as Quantity)
    refuse({
      code: 'outward.tooMuchBack',
      message: `${name || `第 ${wrong.itemSeq} 项`}到 ${wrong.on} 共外发 ${sent}，收回和耗用却有 ${back}（单位 ${unit}）`,
      at: { field },
      next: '收回不能多于外发：收回加工后的成品请填耗用的料件，或核对数量和日期',
    })
  }
}

const guaranteeOf = (row: { value_e5: bigint; duty_e9: bigint; vat_e9: bigint }) => ({
  value: row.value_e5 as Money,
  dutyRate: row.duty_e9 as Rate,
  vatRate: row.vat_e9 as Rate,
})

function summaryOf({ application, movements, firstDispatchOn, deadline }: Whole): Summary {
  return {
    applicationId: application.application_id,
    handbookNo: application.handbook_no,
    innerNo: application.inner_no,
    contractor: {
      name: application.contractor_name,
      creditCode: application.contractor_credit_code,
      customsCode: application.contractor_customs_code,
      customsDistrict: application.contractor_customs_district,
      district: application.contractor_district,
      contact: application.contractor_contact,
      phone: application.contractor_phone,
      address: application.contractor_address,
    },
    contractNo: application.contract_no,
    processes: application.processes,
    allProcesses: application.all_processes === 1n,
    sentGoods: application.sent_goods,
    returnedGoods: application.returned_goods,
    validTo: application.valid_to,
    remark: application.remark,
    state: application.state,
    applicationNo: application.application_no,
    firstDispatchOn: firstDispatchOn ?? null,
    deadline: deadline ?? null,
    filedOn: application.filed_on,
    outstanding: outstanding(movements).filter(({ out }) => out > 0n).length,
    filingId: application.filing_id,
    savedAt: application.saved_at,
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
