import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { printQuantity, quantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { returnedTooMuch } from '../../../shared/domain/outward-processing.ts'
import { bondedUse } from '../../../shared/domain/unit-consumption.ts'
import type { Clock } from '../clock.ts'
import type { HandbookRow, ItemRow } from '../handbooks/service.ts'
import type { Applications, Neighbours } from './applications.ts'
import { itemKindOf, itemNames } from './goods.ts'
import type { NamedApplicationRow } from './store.ts'
import { summaryOf } from './summary.ts'
import type { Summary } from './summary.ts'

/** Slips out to the contractor and back (R-61): recorded, voided, never changed. */
export class OutwardMovements {
  private readonly applications: Applications
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(applications: Applications, services: Neighbours, clock: Clock) {
    this.applications = applications
    this.services = services
    this.clock = clock
  }

  /** @throws Refusal outward.*, handbook.* */
  move(input: Input<'outwardProcessing.move'>): Summary {
    const application = this.applications.requireOpen(input.applicationId)
    const handbook = this.services.handbookLife.requireOpen(application.handbook_no)
    const held = this.applications.store.movementsOf(application.id)
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
    const today = this.applications.today()
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
    this.applications.store.addMovement(movement, lines)
    this.requireNoMoreBack(application, 'lines')
    this.services.journal.record({
      subject: `外发加工 ${application.inner_no}`,
      what: `登记${name}单 ${input.slipNo}（${input.movedOn}），${lines.length} 行`,
    })
    return summaryOf(this.applications.whole(this.applications.require(input.applicationId)))
  }

  /** @throws Refusal outward.* */
  void({ applicationId, movementId, reason }: Input<'outwardProcessing.voidMovement'>): Summary {
    const application = this.applications.requireOpen(applicationId)
    const found = this.applications.store.movementsOf(application.id).find(({ movement }) => movement.movement_id === movementId)
    if (!found) return refuse({ code: 'outward.noMovement', message: '没有这张收发单', at: { field: 'movementId' } })
    const { movement } = found
    if (movement.voided_at !== null)
      refuse({ code: 'outward.voided', message: `单号 ${movement.slip_no} 已经作废`, next: '作废只做一次' })
    this.applications.store.voidMovement(movement.id, this.clock.now(), reason)
    this.requireNoMoreBack(application, 'movementId')
    const name = movement.kind === 'dispatch' ? '外发' : '收回'
    this.services.journal.record({
      subject: `外发加工 ${application.inner_no}`,
      what: `作废${name}单 ${movement.slip_no}：${reason}`,
    })
    return summaryOf(this.applications.whole(this.applications.require(applicationId)))
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
    const { movements, handbook } = this.applications.whole(application)
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
