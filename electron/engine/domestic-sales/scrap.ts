import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import { noQuantity, printQuantity, quantity, rate } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { scrapLeft, scrapProblems } from '../../../shared/domain/scrap-control.ts'
import type { ScrapFigures, ScrapProblem } from '../../../shared/domain/scrap-control.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { ScrapStore } from './scrap-store.ts'

type Control = Output<'scrap.control'>
type Weighing = Input<'scrap.weigh'>
type WorkItem = Output<'workbench.today'>['margins'][number]

interface Neighbours {
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  writeOff: WriteOffService
  reference: ReferenceService
  operators: OperatorsService
  journal: JournalService
}

/** Scrap or by-product in a sale that stands. */
interface ScrapSale {
  itemSeq: number
  quantity: Quantity
  isByProduct: boolean
  /** Its list is booked: the balance knows of it. */
  isBooked: boolean
}

/** 边角料: due by tangible loss, weighed, disposed of, left. */
export class ScrapControl {
  private readonly store: ScrapStore
  private readonly services: Neighbours
  private readonly clock: Clock
  private readonly salesOf: (handbookId: bigint) => ScrapSale[]

  constructor(db: Database, services: Neighbours, clock: Clock, salesOf: (handbookId: bigint) => ScrapSale[]) {
    this.store = new ScrapStore(db)
    this.services = services
    this.clock = clock
    this.salesOf = salesOf
  }

  control({ handbookNo }: Input<'scrap.control'>): Control {
    const handbook = this.services.handbooks.require(handbookNo)
    const items = new Map(this.services.handbooks.itemsOf(handbook.id, 'I').map((item) => [Number(item.seq), item]))
    return {
      rows: this.rowsOf(handbook),
      weighings: this.store.ofHandbook(handbook.id).map((row) => ({
        weighingId: row.weighing_id,
        slipNo: row.slip_no,
        weighedOn: row.weighed_on,
        handbookNo,
        itemSeq: Number(row.item_seq),
        itemName: items.get(Number(row.item_seq))?.name ?? '',
        unit: items.get(Number(row.item_seq))?.unit ?? '',
        quantity: printQuantity(row.quantity_e5 as Quantity),
        buyer: row.buyer,
        voidedAt: row.voided_at,
      })),
    }
  }

  /** Of every material that has scrap, weighed or sold. */
  private figuresOf(handbook: HandbookRow): { seq: number; figures: ScrapFigures; problems: ScrapProblem[] }[] {
    const today = dayOfInstant(this.clock.now())
    const tolerance = rate(this.services.reference.parameterOn('scrapTolerance', today).value)
    const weighings = this.store.ofHandbook(handbook.id).filter(({ voided_at }) => voided_at === null)
    const sales = this.salesOf(handbook.id)
    const sum = (quantities: readonly bigint[]) => quantities.reduce((all, each) => all + each, 0n) as Quantity
    return this.services.writeOff.compute(handbook.id).materials.flatMap(({ seq, tangible, scrapDisposed }) => {
      const slips = weighings.filter(({ item_seq }) => Number(item_seq) === seq)
      const own = sales.filter(({ itemSeq }) => itemSeq === seq)
      // By-products leave by the same modes, and are no scrap.
      const byProducts = sum(own.filter((each) => each.isByProduct && each.isBooked).map((each) => each.quantity))
      const figures: ScrapFigures = {
        due: tangible,
        weighed: slips.length === 0 ? undefined : sum(slips.map(({ quantity_e5 }) => quantity_e5)),
        disposed: (scrapDisposed - byProducts) as Quantity,
        pending: sum(own.filter((each) => !each.isByProduct && !each.isBooked).map((each) => each.quantity)),
      }
      const isNone = tangible === 0n && figures.disposed === 0n && figures.pending === 0n && slips.length === 0
      return isNone ? [] : [{ seq, figures, problems: scrapProblems(figures, tolerance) }]
    })
  }

  private rowsOf(handbook: HandbookRow): Control['rows'] {
    const items = new Map(this.services.handbooks.itemsOf(handbook.id, 'I').map((item) => [Number(item.seq), item]))
    return this.figuresOf(handbook).map(({ seq, figures, problems }) => ({
      itemSeq: seq,
      name: items.get(seq)?.name ?? '',
      unit: items.get(seq)?.unit ?? '',
      due: printQuantity(figures.due),
      weighed: printQuantity(figures.weighed ?? noQuantity),
      disposed: printQuantity(figures.disposed),
      pending: printQuantity(figures.pending),
      left: printQuantity(scrapLeft(figures)),
      guards: problems.map(({ severity, message, next }): Guard => ({
        severity,
        rule: 'R-116',
        message,
        next,
        lineNo: null,
        column: '',
        to: null,
      })),
    }))
  }

  /** Of open handbooks, what does not agree. Lists from before the weighbridge was kept here say nothing of slips. */
  margins(): WorkItem[] {
    const open = this.services.handbooks.list().filter(({ id }) => !this.services.handbookLife.life(id).closed)
    return open.flatMap((handbook) =>
      this.figuresOf(handbook).flatMap(({ seq, problems }) =>
        problems
          .filter(({ what }) => what !== 'notWeighed')
          .map(({ severity, message }): WorkItem => ({
            severity,
            title: `边角料 ${seq} ${this.services.handbooks.itemOf(handbook.id, 'I', seq)?.name ?? ''}`,
            detail: `手册 ${handbook.handbook_no} · ${message}`,
            to: paths.domesticSales('scrap'),
            rule: 'R-116',
          })),
      ),
    )
  }

  /** @throws Refusal handbook.closed, scrap.noMaterial, scrap.future, scrap.slipTwice */
  weigh(input: Weighing): Output<'scrap.weigh'> {
    const handbook = this.services.handbookLife.requireOpen(input.handbookNo)
    const item = this.services.handbooks.itemOf(handbook.id, 'I', input.itemSeq)
    if (!item)
      refuse({
        code: 'scrap.noMaterial',
        message: `手册 ${input.handbookNo} 没有料件 ${input.itemSeq}`,
        at: { field: 'itemSeq' },
        next: '请填写边角料来自的料件',
      })
    const today = dayOfInstant(this.clock.now())
    if (input.weighedOn > today)
      refuse({ code: 'scrap.future', message: `过磅日期 ${input.weighedOn} 在今天（${today}）之后`, at: { field: 'weighedOn' } })
    if (this.store.standing(handbook.id, input.slipNo, input.itemSeq))
      refuse({
        code: 'scrap.slipTwice',
        message: `磅单 ${input.slipNo} 料件 ${input.itemSeq} 已经登记`,
        at: { field: 'slipNo' },
        next: '要改数量，请先作废原来那张',
      })
    const weighingId = this.add(handbook.id, input, null)
    this.services.journal.record({
      subject: `手册 ${input.handbookNo} 料件 ${input.itemSeq} 边角料`,
      what: `登记磅单 ${input.slipNo}`,
      after: { 过磅日期: input.weighedOn, 数量: input.quantity, 买方: input.buyer },
    })
    return { weighingId }
  }

  add(handbookId: bigint, input: Weighing, fileId: string | null): string {
    const weighingId = randomUUID()
    this.store.add({
      weighing_id: weighingId,
      slip_no: input.slipNo,
      weighed_on: input.weighedOn,
      handbook_id: handbookId,
      item_seq: BigInt(input.itemSeq),
      quantity_e5: quantity(input.quantity),
      buyer: input.buyer,
      file_id: fileId,
      recorded_at: this.clock.now(),
      recorded_by: this.services.operators.onDuty()?.name ?? '',
    })
    return weighingId
  }

  /** A slip of this number and material that stands. */
  standing(handbookId: bigint, slipNo: string, itemSeq: number) {
    return this.store.standing(handbookId, slipNo, itemSeq)
  }

  /** @throws Refusal scrap.noSlip, scrap.voided */
  voidWeighing({ weighingId, reason }: Input<'scrap.voidWeighing'>): Output<'scrap.voidWeighing'> {
    const slip = this.store.find(weighingId)
    if (!slip) return refuse({ code: 'scrap.noSlip', message: '没有这张磅单', at: { field: 'weighingId' } })
    if (slip.voided_at !== null)
      refuse({ code: 'scrap.voided', message: `磅单 ${slip.slip_no} 已经作废`, at: { field: 'weighingId' } })
    this.store.voidOne(weighingId, this.clock.now(), reason)
    this.services.journal.record({
      subject: `磅单 ${slip.slip_no}`,
      what: '作废磅单',
      before: { 数量: printQuantity(slip.quantity_e5 as Quantity) },
      after: { 原因: reason },
    })
    return { weighingId }
  }
}
