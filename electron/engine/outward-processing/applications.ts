import { refuse } from '../../../shared/contract/errors.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { knownFor } from '../../../shared/domain/calendar.ts'
import { day, dayOfInstant, daysBetween } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { Money, Quantity, Rate } from '../../../shared/domain/exact.ts'
import { firstDispatch, outstanding, outwardDeadline, outwardGuarantee } from '../../../shared/domain/outward-processing.ts'
import type { GuaranteeLine, OutwardMovement } from '../../../shared/domain/outward-processing.ts'
import { outwardMessageProblems } from '../../../shared/messages/outward-processing.ts'
import type { OutwardApplication } from '../../../shared/messages/outward-processing.ts'
import type { Clock } from '../clock.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import { applicationGuards } from './application-guards.ts'
import type { OutwardStore } from './store.ts'
import type { GuaranteeRow, NamedApplicationRow } from './store.ts'

export interface Neighbours {
  enterprise: EnterpriseService
  reference: ReferenceService
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  journal: JournalService
}

/** What hangs together in one application. */
export interface Whole {
  application: NamedApplicationRow
  handbook: HandbookRow
  held: ReturnType<OutwardStore['movementsOf']>
  /** Those that stand. */
  movements: OutwardMovement[]
  firstDispatchOn: Day | undefined
  deadline: Day | undefined
}

/** Applications as they stand, with what follows from their slips. */
export class Applications {
  readonly store: OutwardStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(store: OutwardStore, services: Neighbours, clock: Clock) {
    this.store = store
    this.services = services
    this.clock = clock
  }

  today(): Day {
    return dayOfInstant(this.clock.now())
  }

  require(applicationId: string): NamedApplicationRow {
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

  requireOpen(applicationId: string): NamedApplicationRow {
    const application = this.require(applicationId)
    if (application.state === 'closed')
      refuse({ code: 'outward.closed', message: '这份外发加工已经结束，不再变动', next: '请另建一份申报表' })
    return application
  }

  requireEditable(applicationId: string): NamedApplicationRow {
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

  whole(application: NamedApplicationRow): Whole {
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

  guards(whole: Whole): Guard[] {
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

  message({ application, handbook, firstDispatchOn }: Whole): OutwardApplication {
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

  private deadline(firstDispatchOn: Day | undefined): Day | undefined {
    if (firstDispatchOn === undefined) return undefined
    const { value } = this.services.reference.parameterOn('outwardDeclarationDays', firstDispatchOn)
    return outwardDeadline(firstDispatchOn, Number(value), this.services.reference.calendar())
  }
}

export const guaranteeOf = (row: GuaranteeRow): GuaranteeLine => ({
  value: row.value_e5 as Money,
  dutyRate: row.duty_e9 as Rate,
  vatRate: row.vat_e9 as Rate,
})
