import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import type { MaterialBalance } from '../../../shared/domain/balance.ts'
import { day, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { Exact, exactMoney, exactPercent, exactQuantity, printQuantity, quantity, rate } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import {
  isSameMaterial,
  surplusGuarantee,
  surplusProblems,
  tradeOf,
  transferShare,
} from '../../../shared/domain/surplus-transfer.ts'
import type { SurplusBook, SurplusProblem } from '../../../shared/domain/surplus-transfer.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService, ItemRow } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { TransferStore } from './transfer-store.ts'

interface Neighbours {
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  reference: ReferenceService
  writeOff: WriteOffService
  listDrafts: ListDraftsService
  journal: JournalService
}

const problemWords: Record<SurplusProblem, { rule: string; message: string; next: string }> = {
  sameBook: { rule: 'R-54', message: '转入的是同一本手册', next: '请选择另一本手册' },
  otherOperator: { rule: 'R-55', message: '经营企业不同', next: '余料只能结转到同一经营企业的手册' },
  otherProcessor: { rule: 'R-54', message: '加工企业不同', next: '余料只能结转到同一加工企业的手册' },
  otherTrade: { rule: 'R-55', message: '贸易方式不同', next: '来料结转到来料，进料结转到进料' },
  reported: { rule: 'R-57', message: '转出手册已报核', next: '余料结转应在报核以前申报' },
  closed: { rule: 'R-18', message: '转出手册已结案', next: '请核对手册编号' },
  targetClosed: { rule: 'R-57', message: '转入手册已报核或结案', next: '请选择正在执行的手册' },
  targetNotValid: { rule: 'R-57', message: '转入手册不在有效期内', next: '请选择有效的手册' },
}
const guaranteeWords = {
  otherProcessor: '结转到另一加工企业',
  share: '结转价值达到实际进口价值的规定份额',
  extendedTwice: '合同已延期两次以上',
}

/** 余料结转: what is left in one handbook goes to another of the same enterprise (R-54 … R-57). */
export class SurplusService {
  private readonly store: TransferStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new TransferStore(db)
    this.services = services
    this.clock = clock
  }

  propose(input: Input<'transfers.surplus'>): Output<'transfers.surplus'> {
    const { handbooks } = this.services
    const from = handbooks.require(input.handbookNo)
    const on = input.on === undefined ? dayOfInstant(this.clock.now()) : day(input.on)
    const target = input.targetHandbookNo === undefined ? undefined : handbooks.require(input.targetHandbookNo)
    const book = this.bookOf(from)
    const targets = handbooks
      .list()
      .filter(({ id }) => id !== from.id)
      .map((row) => ({ handbookNo: row.handbook_no, problems: surplusProblems(book, this.bookOf(row), on) }))
      .map(({ handbookNo, problems }) => ({
        handbookNo,
        fits: problems.length === 0,
        why: problems.map((problem) => problemWords[problem].message).join('；'),
      }))
      .toSorted((a, b) => Number(b.fits) - Number(a.fits) || (a.handbookNo < b.handbookNo ? -1 : 1))
    const left = this.surplusOf(from)
    const into = target && this.targetItems(target)
    return {
      targets,
      materials: left.map(({ item, balance }) => ({
        itemSeq: Number(item.seq),
        name: item.name,
        unit: item.unit,
        balance: printQuantity(balance),
        target: printTarget(into?.find((each) => isSameMaterial(materialOf(item), materialOf(each.item)))),
      })),
      guards: target && into ? this.guards(from, target, { on, left, into }) : [],
      underWay: this.underWay(from),
    }
  }

  /** Transfers of which a list is still to be filed or answered. */
  private underWay(from: HandbookRow): Output<'transfers.surplus'>['underWay'] {
    const { listDrafts } = this.services
    return this.store.surplusFrom(from.id).flatMap((row) => {
      const [incoming, outgoing] = [listDrafts.summary(row.in_draft_id), listDrafts.summary(row.out_draft_id)]
      const isOpen = ({ state }: typeof incoming) => state !== 'accepted' && state !== 'discarded'
      if (!isOpen(incoming) && !isOpen(outgoing)) return []
      return [{ targetHandbookNo: incoming.handbookNo, incoming: surplusList(incoming), outgoing: surplusList(outgoing) }]
    })
  }

  /** Materials of which something is left, and not yet reserved or made out for something else. */
  private surplusOf(handbook: HandbookRow): { item: ItemRow; balance: Quantity; figures: MaterialBalance }[] {
    const { materials } = this.services.writeOff.compute(handbook.id)
    const items = new Map(this.services.handbooks.itemsOf(handbook.id, 'I').map((item) => [Number(item.seq), item]))
    const made = new Map<number, bigint>()
    for (const { business, state, lines } of this.services.listDrafts.openOf(handbook.id))
      if (business === 'surplusOut' && state !== 'filed')
        for (const { itemSeq, quantity: amount } of lines) made.set(itemSeq, (made.get(itemSeq) ?? 0n) + amount)
    return materials.flatMap((figures) => {
      const item = items.get(figures.seq)
      const reserved = figures.reserved < 0n ? figures.reserved : 0n
      const balance = (figures.balance + reserved - (made.get(figures.seq) ?? 0n)) as Quantity
      return item && balance > 0n ? [{ item, balance, figures }] : []
    })
  }

  /** Materials of a handbook with what of their recorded quantity may still come in (R-114). */
  private targetItems(handbook: HandbookRow): { item: ItemRow; left: Quantity }[] {
    const { materials } = this.services.writeOff.compute(handbook.id)
    const figures = new Map(materials.map((material) => [material.seq, material]))
    return this.services.handbooks.itemsOf(handbook.id, 'I').map((item) => {
      const of = figures.get(Number(item.seq))
      const reserved = of && of.reserved > 0n ? of.reserved : 0n
      return { item, left: (item.quantity_e5 - (of?.imported ?? 0n) - reserved) as Quantity }
    })
  }

  private guards(
    from: HandbookRow,
    target: HandbookRow,
    of: { on: Day; left: ReturnType<SurplusService['surplusOf']>; into: ReturnType<SurplusService['targetItems']> },
  ): Guard[] {
    const said = surplusProblems(this.bookOf(from), this.bookOf(target), of.on).map((problem) =>
      guard('blocks', problemWords[problem], paths.handbook(target.handbook_no)),
    )
    const short = of.left.flatMap(({ item, balance }): Guard[] => {
      const name = `料件 ${item.seq} ${item.name}`
      const found = of.into.find((each) => isSameMaterial(materialOf(item), materialOf(each.item)))
      const to = paths.handbook(target.handbook_no, 'materials')
      if (!found)
        return [guard('warns', { rule: 'R-55', message: `${name} 没有在转入手册备案`, next: '请先变更转入手册，再结转' }, to)]
      if (found.left >= balance) return []
      const message = `${name} 转入手册只剩备案数量 ${printQuantity(found.left)}，少于结余 ${printQuantity(balance)}`
      return [guard('warns', { rule: 'R-114', message, next: '请少结转一些，或先变更转入手册' }, to)]
    })
    const stock = {
      rule: 'R-55',
      message: '结转数量应与实际库存一致；这里的结余按账面计算',
      next: '申报以前请盘点核对',
    }
    return [...said, ...this.guaranteeGuards(from, target, of.on, of.left), guard('warns', stock, null), ...short]
  }

  private guaranteeGuards(
    from: HandbookRow,
    target: HandbookRow,
    on: Day,
    left: ReturnType<SurplusService['surplusOf']>,
  ): Guard[] {
    const { reference, handbookLife, writeOff, handbooks } = this.services
    const row = reference.parameterOn('surplusGuaranteeShare', on)
    const value = (amounts: readonly { item: ItemRow; amount: Quantity }[]): Money =>
      amounts
        .reduce(
          (sum, { item, amount }) => sum.plus(exactQuantity(amount).times(exactMoney(item.unit_price_e5 as Money))),
          Exact.zero,
        )
        .toMoney()
    const items = new Map(handbooks.itemsOf(from.id, 'I').map((item) => [Number(item.seq), item]))
    const imports = writeOff.compute(from.id).materials.flatMap(({ seq, imported }) => {
      const item = items.get(seq)
      return item ? [{ item, amount: imported }] : []
    })
    const values = { transferred: value(left.map(({ item, balance }) => ({ item, amount: balance }))), imported: value(imports) }
    const reasons = surplusGuarantee(
      {
        ...values,
        otherProcessor: from.processor_credit_code !== target.processor_credit_code,
        extensions: handbookLife.extensions(from.id),
      },
      row.value === 'none' ? undefined : rate(row.value),
    )
    if (reasons.length === 0) return []
    const share = transferShare(values.transferred, values.imported)
      ?.dividedBy(exactPercent(rate('1')))
      .toText(2)
    const message = `须提供担保：${reasons.map((reason) => guaranteeWords[reason]).join('；')}${share === undefined ? '' : `（结转占进口 ${share}%）`}`
    return [guard('warns', { rule: 'R-56', message, next: '请先与主管海关办理担保' }, null)]
  }

  /** The import list first, then the export list that refers to it. @throws Refusal surplus.*, handbook.closed */
  create(input: Input<'transfers.createSurplus'>): Output<'transfers.createSurplus'> {
    const { handbookLife, listDrafts, journal } = this.services
    const from = handbookLife.requireOpen(input.handbookNo)
    const target = handbookLife.requireOpen(input.targetHandbookNo)
    const on = dayOfInstant(this.clock.now())
    const [problem] = surplusProblems(this.bookOf(from), this.bookOf(target), on)
    if (problem) {
      const { rule, message, next } = problemWords[problem]
      refuse({ code: `surplus.${problem}`, message: `${message}（${rule}）`, at: { field: 'targetHandbookNo' }, next })
    }
    const lines = this.checkedLines(input, from, target)
    const surplusId = randomUUID()
    const origin = { kind: 'surplus' as const, id: surplusId }
    const inDraftId = listDrafts.create({
      handbookNo: target.handbook_no,
      business: 'surplusIn',
      head: { relatedHandbookNo: from.handbook_no },
      lines: lines.map(({ target: item, price, amount }) => cells(item, amount, price)),
      origin,
    })
    const outDraftId = listDrafts.create({
      handbookNo: from.handbook_no,
      business: 'surplusOut',
      head: { relatedHandbookNo: target.handbook_no },
      lines: lines.map(({ item, price, amount }) => cells(item, amount, price)),
      origin,
    })
    this.store.addSurplus({
      surplus_id: surplusId,
      from_handbook_id: from.id,
      to_handbook_id: target.id,
      out_draft_id: outDraftId,
      in_draft_id: inDraftId,
      created_at: this.clock.now(),
    })
    journal.record({
      subject: `余料结转 ${from.handbook_no} → ${target.handbook_no}`,
      what: `建立余料结转，料件 ${lines.length} 项`,
      after: { 料件: lines.map(({ item, amount }) => `${item.seq}×${printQuantity(amount)}`).join('、') },
    })
    return { outDraftId, inDraftId }
  }

  /**
   * Customs has numbered a list: of an import list of surplus the export list takes it as 关联清单编号, while it can (R-54).
   * Every other list passes by.
   */
  noteAccepted(draftId: string): void {
    const { listDrafts } = this.services
    const accepted = listDrafts.summary(draftId)
    const surplus = this.store.surplusWithInDraft(draftId)
    if (!surplus || accepted.state !== 'accepted' || accepted.listNo === '') return
    const { state } = listDrafts.summary(surplus.out_draft_id)
    if (state === 'editing' || state === 'returned') listDrafts.setHead(surplus.out_draft_id, { relatedListNo: accepted.listNo })
  }

  private checkedLines(input: Input<'transfers.createSurplus'>, from: HandbookRow, target: HandbookRow) {
    const left = new Map(this.surplusOf(from).map((each) => [Number(each.item.seq), each]))
    const into = new Map(this.targetItems(target).map((each) => [Number(each.item.seq), each]))
    const taken = new Set<number>()
    return input.lines.map((line, index) => {
      const wrong = (column: string, code: string, message: string, next: string): never =>
        refuse({
          code: `surplus.${code}`,
          message: `第 ${index + 1} 行：${message}`,
          at: { field: `lines.${index}.${column}` },
          next,
        })
      const amount = quantity(line.quantity)
      const surplus =
        left.get(line.itemSeq) ?? wrong('itemSeq', 'nothingLeft', `料件 ${line.itemSeq} 没有结余`, '请刷新后重新选择')
      const found =
        into.get(line.targetItemSeq) ??
        wrong('targetItemSeq', 'notRecorded', `料件 ${line.targetItemSeq} 没有在转入手册备案（R-55）`, '请先变更转入手册')
      if (taken.has(line.itemSeq)) wrong('itemSeq', 'twice', `料件 ${line.itemSeq} 重复`, '请合并成一行')
      taken.add(line.itemSeq)
      if (amount <= 0n) wrong('quantity', 'notAboveZero', '数量应大于零', '请填写结转数量')
      if (amount > surplus.balance)
        wrong(
          'quantity',
          'moreThanLeft',
          `结转 ${line.quantity}，多于结余 ${printQuantity(surplus.balance)}（R-55）`,
          '请按实际库存填写',
        )
      if (!isSameMaterial(materialOf(surplus.item), materialOf(found.item)))
        wrong(
          'targetItemSeq',
          'otherMaterial',
          `与转入手册的料件 ${line.targetItemSeq} 不是同一料件（R-54）`,
          '请选择商品编码、名称、规格和单位都相同的料件',
        )
      return { item: surplus.item, target: found.item, price: surplus.item.unit_price_e5 as Money, amount }
    })
  }

  private bookOf(handbook: HandbookRow): SurplusBook {
    const life = this.services.handbookLife.life(handbook.id)
    return {
      handbookNo: handbook.handbook_no,
      trade: tradeOf(handbook.kind, handbook.supervision_mode),
      operatorCreditCode: handbook.operator_credit_code,
      processorCreditCode: handbook.processor_credit_code,
      establishedOn: day(handbook.established_on),
      validTo: day(handbook.valid_to),
      rolls: handbook.kind === 'E',
      reported: life.reported !== undefined || life.reportAccepted !== undefined,
      closed: life.closed !== undefined,
    }
  }
}

type SurplusList = Output<'transfers.surplus'>['underWay'][number]['incoming']
const surplusList = ({ draftId, innerNo, state, lines }: SurplusList): SurplusList => ({ draftId, innerNo, state, lines })

const materialOf = (item: ItemRow) => ({ hsCode: item.hs_code, name: item.name, spec: item.spec, unit: item.unit })

const printTarget = (of: { item: ItemRow; left: Quantity } | undefined) =>
  of ? { itemSeq: Number(of.item.seq), name: of.item.name, unit: of.item.unit, left: printQuantity(of.left) } : null

const cells = (item: ItemRow, amount: Quantity, price: Money): Record<string, string> => ({
  itemSeq: `${item.seq}`,
  quantity: printQuantity(amount),
  ...(price > 0n && { unitPrice: exactMoney(price).toText(4), currency: item.currency }),
})

const guard = (
  severity: Guard['severity'],
  { rule, message, next }: { rule: string; message: string; next: string },
  to: string | null,
): Guard => ({ severity, rule, message, next, lineNo: null, column: '', to })
