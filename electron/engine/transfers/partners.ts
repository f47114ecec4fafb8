import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { addDays, day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { printRate, rate } from '../../../shared/domain/exact.ts'
import type { Rate } from '../../../shared/domain/exact.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { Fields, JournalService } from '../journal/service.ts'
import { PartnerStore } from './partner-store.ts'
import type { ItemPairRow, PartnerRow } from './partner-store.ts'

export type { PartnerRow } from './partner-store.ts'

type Partner = Output<'partners.save'>

/** Which of the partner's items one of ours is, from a day on until the next of the same item. */
export interface ItemPair {
  itemSeq: number
  partnerItemSeq: number
  /** Partner's units in one of ours. */
  factor: Rate
  from: Day
  /** The last day; null while nothing has come in its place. */
  to: Day | null
}

/** 往来企业: whom goods come from and go to, the key that is known as theirs, and which of their items ours are. */
export class PartnersService {
  private readonly store: PartnerStore
  private readonly services: { enterprise: EnterpriseService; handbooks: HandbooksService; journal: JournalService }
  private readonly clock: Clock

  constructor(
    db: Database,
    services: { enterprise: EnterpriseService; handbooks: HandbooksService; journal: JournalService },
    clock: Clock,
  ) {
    this.store = new PartnerStore(db)
    this.services = services
    this.clock = clock
  }

  list(): Output<'partners.list'> {
    const handbooks = this.handbooksByPartner()
    const counts = this.store.counts()
    return { partners: this.store.list().map((row) => printPartner(row, handbooks.get(row.id) ?? [], counts)) }
  }

  rows(): PartnerRow[] {
    return this.store.list()
  }

  /** @throws Refusal partner.notFound */
  require(partnerId: string): PartnerRow {
    return this.store.find(partnerId) ?? refusePartner('partnerId')
  }

  byId(id: bigint): PartnerRow {
    return this.store.byId(id) ?? refusePartner('partnerId')
  }

  withCreditCode(creditCode: string): PartnerRow | undefined {
    return this.store.withCreditCode(creditCode)
  }

  /** Whose handbook it is. */
  withHandbook(handbookNo: string): PartnerRow | undefined {
    return this.store.withHandbook(handbookNo)
  }

  handbooksByPartner(): Map<bigint, string[]> {
    const found = new Map<bigint, string[]>()
    for (const { partner, handbook_no } of this.store.handbooks())
      found.set(partner, [...(found.get(partner) ?? []), handbook_no])
    return found
  }

  /** @throws Refusal partner.* */
  save(input: Input<'partners.save'>): Partner {
    const held = input.partnerId === undefined ? undefined : this.require(input.partnerId)
    this.requireOwnCode(input, held)
    const handbooks = [...new Set(input.handbooks)].toSorted()
    this.requireFreeHandbooks(handbooks, held)
    const before = held && this.print(held)
    const partnerId = held?.partner_id ?? randomUUID()
    this.store.save({
      partner_id: partnerId,
      name: input.name,
      credit_code: input.creditCode,
      customs_code: input.customsCode,
      customs_district: input.customsDistrict,
      contact: input.contact,
      phone: input.phone,
      address: input.address,
      active: input.active ? 1n : 0n,
      saved_at: this.clock.now(),
    })
    const saved = this.require(partnerId)
    const had = before?.handbooks ?? []
    for (const no of had) if (!handbooks.includes(no)) this.store.removeHandbook(no)
    for (const no of handbooks) if (!had.includes(no)) this.store.addHandbook(saved.id, no)
    const after = this.print(saved)
    this.services.journal.record({
      subject: `往来企业 ${input.name}`,
      what: before ? '修改往来企业' : '登记往来企业',
      ...(before && { before: fieldsOf(before) }),
      after: fieldsOf(after),
    })
    return after
  }

  private requireOwnCode(input: Input<'partners.save'>, held: PartnerRow | undefined): void {
    const at = { field: 'creditCode' }
    if (input.creditCode === this.services.enterprise.get()?.creditCode)
      refuse({ code: 'partner.isOurselves', message: '这是本企业的统一社会信用代码', at, next: '请填写对方企业的代码' })
    const other = this.store.withCreditCode(input.creditCode)
    if (other && other.id !== held?.id)
      refuse({
        code: 'partner.known',
        message: `统一社会信用代码已登记为“${other.name}”`,
        at,
        next: '请修改已登记的这一家，不要重复登记',
      })
    if (
      held &&
      held.credit_code !== input.creditCode &&
      (held.fingerprint !== null || this.store.usedHandbooks(held.id).length > 0)
    )
      refuse({
        code: 'partner.codeIsUsed',
        message: '已有收发货单或已确认密钥，统一社会信用代码不能再改',
        at,
        next: '请停用这一家，用正确的代码另行登记',
      })
  }

  private requireFreeHandbooks(handbooks: readonly string[], held: PartnerRow | undefined): void {
    const at = { field: 'handbooks' }
    for (const no of handbooks) {
      const owner = this.store.withHandbook(no)
      if (owner && owner.id !== held?.id)
        refuse({
          code: 'partner.handbookTaken',
          message: `手册 ${no} 已登记在“${owner.name}”名下`,
          at,
          next: '请核对手册编号；一本手册只属于一家企业',
        })
      if (this.services.handbooks.find(no))
        refuse({ code: 'partner.ourHandbook', message: `手册 ${no} 是本企业的`, at, next: '请填写对方的手册编号' })
    }
    const gone = held ? this.store.usedHandbooks(held.id).filter((no) => !handbooks.includes(no)) : []
    if (gone.length > 0)
      refuse({
        code: 'partner.handbookUsed',
        message: `手册 ${gone.join('、')} 已有收发货、结转或商品对应关系，不能去掉`,
        at,
        next: '请保留这些手册编号',
      })
  }

  /** A handbook that the partner itself has named in a package signed with its key. @throws Refusal partner.handbookTaken … */
  learnHandbook(partner: PartnerRow, handbookNo: string): void {
    if (this.store.withHandbook(handbookNo)?.id === partner.id) return
    const held = this.handbooksByPartner().get(partner.id) ?? []
    this.requireFreeHandbooks([...held, handbookNo], partner)
    this.store.addHandbook(partner.id, handbookNo)
    this.services.journal.record({
      subject: `往来企业 ${partner.name}`,
      what: `按对方的结转包登记手册 ${handbookNo}`,
      before: { 手册: held.join('、') },
      after: { 手册: [...held, handbookNo].toSorted().join('、') },
    })
  }

  /** @throws Refusal partner.* */
  trust({ partnerId, fingerprint }: Input<'partners.trust'>): Partner {
    const partner = this.require(partnerId)
    const at = { field: 'fingerprint' }
    const read = fingerprint.toLowerCase().replace(/[^0-9a-z]/g, '')
    if (!/^[0-9a-f]{16}$/.test(read))
      refuse({
        code: 'partner.notAFingerprint',
        message: '密钥指纹应为 16 位数字和字母 a 到 f，4 位一组',
        at,
        next: '请按对方读出的指纹填写',
      })
    const grouped = (read.match(/.{4}/g) ?? []).join(' ')
    const other = this.store.withFingerprint(grouped)
    if (other && other.id !== partner.id)
      refuse({
        code: 'partner.keyIsAnothers',
        message: `这把密钥已确认为“${other.name}”的`,
        at,
        next: '请与对方重新核对指纹；两家企业不能用同一把密钥',
      })
    if (partner.fingerprint === grouped) return this.print(partner)
    this.store.trust(partner.id, grouped, this.clock.now())
    this.services.journal.record({
      subject: `往来企业 ${partner.name}`,
      what: partner.fingerprint === null ? '确认往来企业的签名密钥' : '改认往来企业的另一把签名密钥',
      before: { 指纹: partner.fingerprint ?? '' },
      after: { 指纹: grouped },
    })
    return this.print(this.require(partnerId))
  }

  items(partnerId: string): Output<'partners.items'> {
    const rows = this.store.pairs(this.require(partnerId).id)
    const handbooks = new Map(this.services.handbooks.list().map((handbook) => [handbook.id, handbook]))
    return {
      pairs: rows.map((row, index) => {
        const item = this.services.handbooks.itemOf(row.handbook_id, row.goods, Number(row.item_seq))
        return {
          handbookNo: handbooks.get(row.handbook_id)?.handbook_no ?? '',
          goods: row.goods === 'I' ? ('material' as const) : ('product' as const),
          itemSeq: Number(row.item_seq),
          partnerHandbookNo: row.partner_handbook_no,
          partnerItemSeq: Number(row.partner_item_seq),
          factor: printRate(row.factor_e9 as Rate),
          from: row.from_day,
          to: lastDayOf(row, rows[index + 1]),
          itemName: item?.name ?? '',
          unit: item?.unit ?? '',
        }
      }),
    }
  }

  /** The pairs of a handbook of ours with one of the partner's, of one side of the goods. */
  pairs(partner: bigint, handbookId: bigint, goods: 'I' | 'E', partnerHandbookNo: string): ItemPair[] {
    const rows = this.store
      .pairs(partner)
      .filter((row) => row.handbook_id === handbookId && row.goods === goods && row.partner_handbook_no === partnerHandbookNo)
    return rows.map((row, index) => ({
      itemSeq: Number(row.item_seq),
      partnerItemSeq: Number(row.partner_item_seq),
      factor: row.factor_e9 as Rate,
      from: day(row.from_day),
      to: lastDayOf(row, rows[index + 1]),
    }))
  }

  /** Adds the pair; the very same again changes nothing. @throws Refusal partner.*, item.notFound */
  saveItem(input: Input<'partners.saveItem'>): { pairs: number } {
    const partner = this.require(input.partnerId)
    const handbook = this.services.handbooks.require(input.handbookNo)
    const goods = input.goods === 'material' ? 'I' : 'E'
    const factor = rate(input.factor)
    if (factor <= 0n)
      refuse({
        code: 'partner.factorNotAboveZero',
        message: '换算系数应大于零',
        at: { field: 'factor' },
        next: '请填写每一我方单位合对方多少单位',
      })
    this.requirePartnersHandbook(partner, input.partnerHandbookNo)
    const item =
      this.services.handbooks.itemOf(handbook.id, goods, input.itemSeq) ??
      refuse({
        code: 'item.notFound',
        message: `${goods === 'I' ? '料件' : '成品'} ${input.itemSeq} 不在手册 ${input.handbookNo} 中`,
        at: { field: 'itemSeq' },
        next: '请核对备案序号',
      })
    const pairs = this.pairs(partner.id, handbook.id, goods, input.partnerHandbookNo)
    const own = pairs.filter((pair) => pair.itemSeq === input.itemSeq)
    const last = own.at(-1)
    if (last && last.from === input.from && last.partnerItemSeq === input.partnerItemSeq && last.factor === factor)
      return { pairs: this.store.pairs(partner.id).length }
    if (last && input.from <= last.from)
      refuse({
        code: 'partner.pairNotLater',
        message: `${item.name} 自 ${last.from} 起已有对应关系；已登记的不能改动`,
        at: { field: 'from' },
        next: '请从更晚的一天起登记新的对应关系',
      })
    const rival = pairs.find(
      (pair) =>
        pair.itemSeq !== input.itemSeq &&
        pair.partnerItemSeq === input.partnerItemSeq &&
        (pair.to === null || pair.to >= input.from),
    )
    if (rival)
      refuse({
        code: 'partner.pairTaken',
        message: `对方的商品 ${input.partnerItemSeq} 在 ${input.from} 已对应我方的 ${rival.itemSeq}`,
        at: { field: 'partnerItemSeq' },
        next: '请核对序号；对方的一项商品只对应我方的一项',
      })
    this.store.addPair({
      partner: partner.id,
      handbook_id: handbook.id,
      goods,
      item_seq: BigInt(input.itemSeq),
      partner_handbook_no: input.partnerHandbookNo,
      partner_item_seq: BigInt(input.partnerItemSeq),
      factor_e9: factor,
      from_day: input.from,
      recorded_at: this.clock.now(),
    })
    this.services.journal.record({
      subject: `往来企业 ${partner.name}`,
      what: `登记商品对应关系：手册 ${input.handbookNo} 的${goods === 'I' ? '料件' : '成品'} ${input.itemSeq}`,
      ...(last && { before: pairFields(last.partnerItemSeq, last.factor, last.from) }),
      after: pairFields(input.partnerItemSeq, factor, input.from),
    })
    return { pairs: this.store.pairs(partner.id).length }
  }

  /** @throws Refusal partner.handbookUnknown */
  requirePartnersHandbook(partner: PartnerRow, partnerHandbookNo: string): void {
    if (this.store.withHandbook(partnerHandbookNo)?.id === partner.id) return
    refuse({
      code: 'partner.handbookUnknown',
      message: `手册 ${partnerHandbookNo} 没有登记在“${partner.name}”名下`,
      at: { field: 'partnerHandbookNo' },
      next: '请核对手册编号，或先在往来企业里登记对方的手册',
    })
  }

  private print(row: PartnerRow): Partner {
    return printPartner(row, this.handbooksByPartner().get(row.id) ?? [], this.store.counts())
  }
}

const refusePartner = (field: string): never =>
  refuse({ code: 'partner.notFound', message: '没有这家往来企业', at: { field }, next: '请重新选择，或先登记往来企业' })

const pairFields = (partnerItemSeq: number, factor: Rate, from: string): Fields => ({
  对方序号: `${partnerItemSeq}`,
  换算系数: printRate(factor),
  生效日期: from,
})

/** Rows of one item stand together, by their day. */
function lastDayOf(row: ItemPairRow, next: ItemPairRow | undefined): Day | null {
  const replaces =
    next &&
    next.handbook_id === row.handbook_id &&
    next.goods === row.goods &&
    next.item_seq === row.item_seq &&
    next.partner_handbook_no === row.partner_handbook_no
  return replaces ? addDays(day(next.from_day), -1) : null
}

const printPartner = (
  row: PartnerRow,
  handbooks: string[],
  counts: { slips: ReadonlyMap<bigint, number>; transfers: ReadonlyMap<bigint, number> },
): Partner => ({
  partnerId: row.partner_id,
  name: row.name,
  creditCode: row.credit_code,
  customsCode: row.customs_code,
  customsDistrict: row.customs_district,
  contact: row.contact,
  phone: row.phone,
  address: row.address,
  handbooks,
  fingerprint: row.fingerprint ?? '',
  fingerprintConfirmedAt: row.fingerprint_confirmed_at,
  active: row.active === 1n,
  deliveries: counts.slips.get(row.id) ?? 0,
  transfers: counts.transfers.get(row.id) ?? 0,
})

const fieldsOf = (partner: Partner): Fields => ({
  企业名称: partner.name,
  统一社会信用代码: partner.creditCode,
  海关编码: partner.customsCode,
  主管海关: partner.customsDistrict,
  联系人: partner.contact,
  电话: partner.phone,
  地址: partner.address,
  手册: partner.handbooks.join('、'),
  状态: partner.active ? '往来中' : '停用',
})
