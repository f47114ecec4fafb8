import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import { addQuantities, money, noQuantity, printMoney, printQuantity, quantity } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { Fields, JournalService } from '../journal/service.ts'
import { DeliveryStore } from './delivery-store.ts'
import type { ListedSlipRow, SlipLineRow, SlipRow } from './delivery-store.ts'
import type { MatchingService } from './matching.ts'
import type { PartnerRow, PartnersService } from './partners.ts'
import { itemKey, slipProblem, withVersions } from './slip-problem.ts'
import type { Slip, SlipChecks, SlipLine, SlipOrigin } from './slip-problem.ts'

export type { SlipRow } from './delivery-store.ts'

interface Neighbours {
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  partners: PartnersService
  matching: MatchingService
  journal: JournalService
}
/** Where a slip came from. */
type SlipSource = { kind: 'typed' } | { kind: Exclude<SlipOrigin, 'typed'>; fileId: string }

/** 收发货单: typed, imported, or read from a partner's package; never changed, only voided (R-48, R-52). */
export class DeliveriesService {
  private readonly store: DeliveryStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new DeliveryStore(db)
    this.services = services
    this.clock = clock
  }

  /** What slips between a handbook of ours and a partner are checked against; ask once for many slips. */
  checks(partner: PartnerRow, handbook: HandbookRow, way: 'out' | 'in'): SlipChecks {
    const { handbooks, partners } = this.services
    const versions = new Map<number, string[]>()
    if (way === 'out') {
      for (const key of [...handbooks.recordedVersions(handbook.id)].toSorted()) {
        const [seq = '', version = ''] = key.split(':')
        versions.set(Number(seq), [...(versions.get(Number(seq)) ?? []), version])
      }
    }
    const standing = {
      partner,
      partnerHandbooks: new Set(partners.handbooksByPartner().get(partner.id)),
      handbook,
      items: new Map(handbooks.itemsOf(handbook.id, way === 'out' ? 'E' : 'I').map((item) => [Number(item.seq), item])),
      versions,
      today: dayOfInstant(this.clock.now()),
    }
    const net = this.netOf(partner, handbook.id, way)
    return {
      of: (slip, from) => {
        const held = this.store.withNo(partner.id, way, slip.slipNo)
        return {
          ...standing,
          // The same number under another handbook of ours is another slip's.
          held: held && (held.handbook_id === handbook.id ? slipOf(held, this.store.linesOf(held.id)) : elsewhere(held)),
          net: (key) => net.get(`${slip.partnerHandbookNo}|${key}`) ?? noQuantity,
          versionMayBeOpen: from === 'package',
        }
      },
      note: (slip) => {
        for (const line of slip.lines) addTo(net, `${slip.partnerHandbookNo}|${itemKey(line)}`, slip.kind, line.quantity)
      },
    }
  }

  /** Delivered less returned, by `partnerHandbookNo|seq:version`. */
  private netOf(partner: PartnerRow, handbookId: bigint, way: 'out' | 'in'): Map<string, Quantity> {
    const net = new Map<string, Quantity>()
    for (const row of this.store.standingLines({ handbookId, partner: partner.id })) {
      if (row.way !== way) continue
      const key = itemKey({ itemSeq: Number(row.item_seq), version: row.version })
      addTo(net, `${row.partner_handbook_no}|${key}`, row.kind, row.quantity_e5 as Quantity)
    }
    return net
  }

  /** @throws Refusal delivery.*, partner.*, handbook.* */
  save(input: Input<'deliveries.save'>): Output<'deliveries.save'> {
    const partner = this.services.partners.require(input.partnerId)
    const handbook = this.services.handbookLife.requireOpen(input.handbookNo)
    const checks = this.checks(partner, handbook, input.way)
    const written: Slip = {
      ...input,
      lines: input.lines.map((line) => ({
        itemSeq: line.itemSeq,
        version: line.version,
        quantity: quantity(line.quantity),
        unitPrice: line.unitPrice === '' ? undefined : money(line.unitPrice),
        currency: line.currency,
        lot: line.lot,
      })),
    }
    const books = checks.of(written, 'typed')
    const slip = withVersions(written, books)
    const problem = slipProblem(slip, books)
    if (problem === 'same') return { slipId: this.withNo(partner, slip.way, slip.slipNo)?.slip_id ?? '' }
    if (problem) {
      refuse({
        code: problem.code,
        message: `收发货单 ${slip.slipNo}${problem.line === undefined ? '：' : ` 第 ${problem.line + 1} 行：`}${problem.message}`,
        at: { field: problem.line === undefined ? problem.column : `lines.${problem.line}.${problem.column}` },
        next: '请改正后再保存',
      })
    }
    const { slipId } = this.write(partner, handbook, slip, { kind: 'typed' })
    this.requireCountable()
    this.services.journal.record({
      subject: `收发货单 ${slip.slipNo}（${partner.name}）`,
      what: `登记${slip.way === 'out' ? '发货' : '收货'}${slip.kind === 'return' ? '的退货' : ''}单`,
      after: fieldsOf(slip, handbook.handbook_no),
    })
    return { slipId }
  }

  /** Adds a slip that has been checked. */
  write(partner: PartnerRow, handbook: HandbookRow, slip: Slip, source: SlipSource): { id: bigint; slipId: string } {
    const slipId = randomUUID()
    const id = this.store.add(
      {
        slip_id: slipId,
        partner: partner.id,
        way: slip.way,
        kind: slip.kind,
        slip_no: slip.slipNo,
        delivered_on: slip.deliveredOn,
        handbook_id: handbook.id,
        partner_handbook_no: slip.partnerHandbookNo,
        vehicle: slip.vehicle,
        signed_by: slip.signedBy,
        remark: slip.remark,
        source: source.kind,
        source_file_id: source.kind === 'typed' ? null : source.fileId,
        recorded_at: this.clock.now(),
      },
      slip.lines.map((line, index) => ({
        line_no: BigInt(index + 1),
        item_seq: BigInt(line.itemSeq),
        version: line.version,
        quantity_e5: line.quantity,
        unit_price_e5: line.unitPrice ?? null,
        currency: line.currency,
        lot: line.lot,
      })),
    )
    return { id, slipId }
  }

  /** After slips are written: their figures can still be added up. @throws Refusal delivery.tooMuch */
  requireCountable(): void {
    if (!this.store.isTooMuch()) return
    refuse({
      code: 'delivery.tooMuch',
      message: '收发货数量合计过大，没有写入任何数据',
      next: '请核对数量与单位，是否把编号或条码填成了数量',
    })
  }

  /** Takes a slip out of the count, with the reason; what it said stays. @throws Refusal delivery.* */
  void({ slipId, reason }: Input<'deliveries.void'>): Output<'deliveries.void'> {
    const slip = this.require(slipId)
    const { matching, partners, journal } = this.services
    const partner = partners.byId(slip.partner)
    if (slip.voided_at !== null)
      refuse({ code: 'delivery.voided', message: `收发货单 ${slip.slip_no} 已经作废`, next: '请刷新后查看' })
    const transferNo = matching.transferOf(slip.id)
    if (transferNo !== undefined)
      refuse({
        code: 'delivery.inTransfer',
        message: `收发货单 ${slip.slip_no} 已列入结转 ${transferNo}，不能作废`,
        next: '请先撤销这笔结转；已申报的，请登记退货单冲减',
      })
    const handbook = this.handbookOf(slip)
    if (slip.kind === 'delivery') {
      const net = this.netOf(partner, slip.handbook_id, slip.way)
      for (const row of this.store.linesOf(slip.id)) {
        const key = `${slip.partner_handbook_no}|${itemKey({ itemSeq: Number(row.item_seq), version: row.version })}`
        addTo(net, key, 'return', row.quantity_e5 as Quantity)
        if ((net.get(key) ?? noQuantity) < 0n)
          refuse({
            code: 'delivery.returnedSince',
            message: `收发货单 ${slip.slip_no} 的货物已有退货单，作废后退货多于收发货`,
            next: '请先作废退货单',
          })
      }
    }
    this.store.void(slip.id, reason, this.clock.now())
    journal.record({
      subject: `收发货单 ${slip.slip_no}（${partner.name}）`,
      what: `作废：${reason}`,
      before: fieldsOf(slipOf(slip, this.store.linesOf(slip.id)), handbook.handbook_no),
      after: {},
    })
    return { slipId }
  }

  list(input: Input<'deliveries.list'>): Output<'deliveries.list'> {
    const { handbooks, partners, matching } = this.services
    const of = {
      handbookId: input.handbookNo === undefined ? undefined : handbooks.require(input.handbookNo).id,
      partner: input.partnerId === undefined ? undefined : partners.require(input.partnerId).id,
    }
    const { total, rows } = this.store.page(of, Object.fromEntries(matching.slipStates(of)), input)
    return { total, rows: rows.map(printSlip) }
  }

  get(slipId: string): Output<'deliveries.get'> {
    const slip = this.require(slipId)
    const { matching, partners, handbooks } = this.services
    const partner = partners.byId(slip.partner)
    const declared = matching.declaredOf(slip)
    const lines = this.store.linesOf(slip.id)
    const goods = slip.way === 'out' ? ('product' as const) : ('material' as const)
    return {
      ...printSlip({
        ...slip,
        partner_id: partner.partner_id,
        partner_name: partner.name,
        handbook_no: this.handbookOf(slip).handbook_no,
        lines: BigInt(lines.length),
        declared: matching.slipStates({ handbookId: slip.handbook_id, partner: slip.partner }).get(slipId) ?? 'none',
      }),
      body: lines.map((row) => {
        const item = handbooks.itemOf(slip.handbook_id, slip.way === 'out' ? 'E' : 'I', Number(row.item_seq))
        return {
          lineNo: Number(row.line_no),
          goods,
          itemSeq: Number(row.item_seq),
          itemName: item?.name ?? '',
          unit: item?.unit ?? '',
          version: row.version,
          quantity: printQuantity(row.quantity_e5 as Quantity),
          unitPrice: row.unit_price_e5 === null ? '' : printMoney(row.unit_price_e5 as Money),
          currency: row.currency,
          lot: row.lot,
          declared: printQuantity(declared.get(row.line_no) ?? noQuantity),
        }
      }),
    }
  }

  /** @throws Refusal delivery.notFound */
  private require(slipId: string): SlipRow {
    return (
      this.store.find(slipId) ??
      refuse({ code: 'delivery.notFound', message: '没有这张收发货单', at: { field: 'slipId' }, next: '请刷新后重新选择' })
    )
  }

  /** The slip of this number that is not voided. */
  withNo(partner: PartnerRow, way: 'out' | 'in', slipNo: string): SlipRow | undefined {
    return this.store.withNo(partner.id, way, slipNo)
  }

  /** All that a slip says. */
  whole(slipId: string): Slip {
    const row = this.require(slipId)
    return slipOf(row, this.store.linesOf(row.id))
  }

  private handbookOf({ handbook_id }: SlipRow): HandbookRow {
    const found = this.services.handbooks.list().find(({ id }) => id === handbook_id)
    if (!found) throw new Error(`slip of a handbook that is not there: ${handbook_id}`)
    return found
  }
}

function addTo(net: Map<string, Quantity>, key: string, kind: 'delivery' | 'return', amount: Quantity): void {
  net.set(key, addQuantities(net.get(key) ?? noQuantity, (kind === 'delivery' ? amount : -amount) as Quantity))
}

/** A slip of the same number that stands under another handbook differs from any slip under this one. */
const elsewhere = (row: SlipRow): Slip => ({ ...slipOf(row, []), partnerHandbookNo: '' })

const slipOf = (row: SlipRow, lines: readonly SlipLineRow[]): Slip => ({
  way: row.way,
  kind: row.kind,
  slipNo: row.slip_no,
  deliveredOn: row.delivered_on,
  partnerHandbookNo: row.partner_handbook_no,
  vehicle: row.vehicle,
  signedBy: row.signed_by,
  remark: row.remark,
  lines: lines.map(lineOf),
})
const lineOf = (row: SlipLineRow): SlipLine => ({
  itemSeq: Number(row.item_seq),
  version: row.version,
  quantity: row.quantity_e5 as Quantity,
  unitPrice: row.unit_price_e5 === null ? undefined : (row.unit_price_e5 as Money),
  currency: row.currency,
  lot: row.lot,
})

const printSlip = (row: ListedSlipRow): Output<'deliveries.list'>['rows'][number] => ({
  slipId: row.slip_id,
  partnerId: row.partner_id,
  partnerName: row.partner_name,
  way: row.way,
  kind: row.kind,
  slipNo: row.slip_no,
  deliveredOn: row.delivered_on,
  handbookNo: row.handbook_no,
  partnerHandbookNo: row.partner_handbook_no,
  vehicle: row.vehicle,
  signedBy: row.signed_by,
  remark: row.remark,
  lines: Number(row.lines),
  recordedAt: row.recorded_at,
  source: row.source,
  voidedAt: row.voided_at,
  voidReason: row.void_reason,
  declared: row.declared as 'none' | 'part' | 'all',
})

/** A slip as the journal shows it. */
function fieldsOf(slip: Slip, handbookNo: string): Fields {
  const fields: Record<string, string> = {
    手册: handbookNo,
    对方手册: slip.partnerHandbookNo,
    日期: slip.deliveredOn,
    运输工具: slip.vehicle,
    签收人: slip.signedBy,
  }
  for (const [index, line] of slip.lines.entries()) {
    const price = line.unitPrice === undefined ? '' : `，单价 ${printMoney(line.unitPrice)} ${line.currency}`
    const version = line.version === '' ? '' : ` 版本 ${line.version}`
    fields[`第 ${index + 1} 行`] = `序号 ${line.itemSeq}${version}，数量 ${printQuantity(line.quantity)}${price}`
  }
  return fields
}
