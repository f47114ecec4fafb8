import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { printQuantity } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import { pairItems } from '../../../shared/domain/pairing.ts'
import type { Pairing, TransferItem } from '../../../shared/domain/pairing.ts'
import { writeTransferPackage } from '../../../shared/messages/transfer-package.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ListDraftsService, ListDraftSummary } from '../list-drafts/service.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import { declaredItems, declaredLines, lineOfRow } from './declared-items.ts'
import type { DeliveriesService } from './deliveries.ts'
import { ItemMatches } from './item-matches.ts'
import type { MatchingService } from './matching.ts'
import { contentOf, listHead, listLine } from './new-transfer.ts'
import type { NewTransfer } from './new-transfer.ts'
import { transferContent, transferSheets } from './package-content.ts'
import type { PartnersService } from './partners.ts'
import { pairedOf, pairingGuards, printPairing } from './print-pairing.ts'
import { printLine } from './proposals.ts'
import type { Between, Proposals, TransferLine } from './proposals.ts'
import { TransferStore } from './transfer-store.ts'
import type { TransferRow } from './transfer-store.ts'

type Transfer = Output<'transfers.create'>
type Paired = Transfer['paired']

interface Neighbours {
  enterprise: EnterpriseService
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  listDrafts: ListDraftsService
  partners: PartnersService
  deliveries: DeliveriesService
  matching: MatchingService
  proposals: Proposals
  journal: JournalService
}

/** 深加工结转: slips declared together, their list, and the partner's side of it (R-47 … R-52). */
export class TransfersService {
  private readonly store: TransferStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new TransferStore(db)
    this.services = services
    this.clock = clock
  }

  propose(input: Input<'transfers.propose'>): Output<'transfers.propose'> {
    const { proposals } = this.services
    const between = proposals.between(input)
    const { lines, slips, period, deadline, guards } = proposals.propose(between, day(input.through))
    const items = proposals.items(between)
    return {
      lines: lines.map((line) => printLine(line, items)),
      slips: slips.map(({ slipId, slipNo, deliveredOn }) => ({ slipId, slipNo, deliveredOn })),
      from: period?.from ?? null,
      to: period?.to ?? null,
      deadline: deadline?.on ?? null,
      deadlineBasis: deadline?.basis ?? '',
      guards,
    }
  }

  /** @throws Refusal transfer.nothing, transfer.blocked, handbook.closed, enterprise.missing */
  create(input: Input<'transfers.create'>): Transfer {
    const { proposals, handbookLife } = this.services
    const between = proposals.between(input)
    handbookLife.requireOpen(input.handbookNo)
    const proposal = proposals.propose(between, day(input.through))
    const { from, to } = proposals.requireDeclarable(proposal)
    const row = this.add({
      ...between,
      transferNo: this.nextNo(to),
      from,
      to,
      deadline: proposal.deadline?.on ?? to,
      lines: proposal.lines,
      slips: proposal.slips.map(({ id }) => id),
      claims: proposal.open,
      partnerListNo: '',
      fromPackage: false,
    })
    return this.print(row)
  }

  /** Of our side: 海关编码, month of the last delivery, count. */
  private nextNo(to: Day): string {
    const enterprise =
      this.services.enterprise.get() ??
      refuse({ code: 'enterprise.missing', message: '还没有登记企业资料', next: '请先在设置里登记企业资料' })
    const prefix = `${enterprise.customsCode}-${to.slice(0, 4)}${to.slice(5, 7)}-`
    // A partner's package may bring any number of any form.
    const taken = new Set(this.store.numbersFrom(prefix))
    const numbered = (count: number): string => `${prefix}${String(count).padStart(2, '0')}`
    let count = 1
    while (taken.has(numbered(count))) count += 1
    return numbered(count)
  }

  /** The transfer, its slips and the draft of its list, whole. */
  add(of: NewTransfer): TransferRow {
    const transferId = randomUUID()
    const draftId = this.services.listDrafts.create({
      handbookNo: of.handbook.handbook_no,
      business: of.way === 'out' ? 'transferOut' : 'transferIn',
      head: listHead(of),
      lines: of.lines.map(listLine),
      origin: { kind: 'transfer', id: transferId },
    })
    const id = this.store.add({
      transfer_id: transferId,
      transfer_no: of.transferNo,
      partner: of.partner.id,
      way: of.way,
      handbook_id: of.handbook.id,
      partner_handbook_no: of.partnerHandbookNo,
      from_day: of.from,
      to_day: of.to,
      deadline: of.deadline,
      draft_id: draftId,
      partner_list_no: of.partnerListNo,
      from_package: of.fromPackage ? 1n : 0n,
      created_at: this.clock.now(),
    })
    this.store.addContent(id, contentOf(of))
    this.record(of, of.fromPackage ? '按往来企业的结转包建立结转' : '建立结转')
    return this.require(transferId)
  }

  /** Other figures in the place of a transfer's, from a newer package; its draft must still be in the clerk's hands. */
  replace(row: TransferRow, of: NewTransfer): TransferRow {
    const { listDrafts } = this.services
    listDrafts.replaceLines(row.draft_id, of.lines.map(listLine))
    listDrafts.setHead(row.draft_id, listHead(of))
    this.store.setFigures({ id: row.id, from_day: of.from, to_day: of.to, deadline: of.deadline, draft_id: row.draft_id })
    this.store.addContent(row.id, contentOf(of))
    this.record(of, '按往来企业较新的结转包更新结转')
    return this.require(row.transfer_id)
  }

  private record(of: NewTransfer, what: string): void {
    this.services.journal.record({
      subject: `结转 ${of.transferNo}（${of.partner.name}）`,
      what,
      after: {
        方向: of.way === 'out' ? '转出' : '转入',
        手册: of.handbook.handbook_no,
        对方手册: of.partnerHandbookNo,
        收发货期间: `${of.from} 至 ${of.to}`,
        申报期限: of.deadline,
        收发货单: `${of.slips.length} 张`,
        商品: of.lines
          .map(({ itemSeq, version, quantity }) => `${itemSeq}${version && `(${version})`}×${printQuantity(quantity)}`)
          .join('、'),
      },
    })
  }

  list(input: Input<'transfers.list'>): Output<'transfers.list'> {
    const { handbooks, partners } = this.services
    const of = {
      handbookId: input.handbookNo === undefined ? undefined : handbooks.require(input.handbookNo).id,
      partner: input.partnerId === undefined ? undefined : partners.require(input.partnerId).id,
    }
    return { transfers: this.store.list(of).map((row) => this.print(row)) }
  }

  get(transferId: string): Output<'transfers.get'> {
    const row = this.require(transferId)
    const between = this.between(row)
    const summary = this.summaryOf(row)
    const lines = this.linesOf(row)
    const { proposals } = this.services
    const items = proposals.items(between)
    const pairs = this.pairsOf(row, between, declaredItems(lines, items))
    const slips = this.store.slipsOf(row.id)
    return {
      ...this.printWith(row, summary, pairedOf(pairs)),
      lines: lines.map((line) => printLine(line, items)),
      slipsOf: slips.map((slip) => ({ slipId: slip.slip_id, slipNo: slip.slip_no, deliveredOn: slip.delivered_on })),
      pairing: (pairs ?? []).flatMap((pair) => (pair.ours ? [printPairing(pair, pair.ours)] : [])),
      guards:
        summary.state === 'accepted' || summary.state === 'discarded'
          ? []
          : [
              ...pairingGuards(row.transfer_id, pairs ?? []),
              ...proposals.guards(between, {
                from: day(row.from_day),
                to: day(row.to_day),
                deadline: day(row.deadline),
                lines,
                partnerListNo: row.partner_list_no,
                slipsWithoutEvidence: [],
              }),
            ],
      packages: this.store
        .packages(row.id)
        .map((held) => ({ filingId: held.package_id, way: held.way, at: held.at, name: held.name })),
    }
  }

  /** Gives the slips back; the draft stays to be looked at. @throws Refusal listDraft.filed, listDraft.accepted */
  discard(transferId: string): Transfer {
    const row = this.require(transferId)
    if (this.summaryOf(row).state !== 'discarded') {
      this.services.listDrafts.discard(row.draft_id)
      const partner = this.services.partners.byId(row.partner)
      this.services.journal.record({
        subject: `结转 ${row.transfer_no}（${partner.name}）`,
        what: '撤销结转，收发货单回到未结转',
        before: {
          收发货单: this.store
            .slipsOf(row.id)
            .map(({ slip_no }) => slip_no)
            .join('、'),
        },
        after: {},
      })
    }
    return this.print(this.require(transferId))
  }

  /** What the partner is given of a transfer: the bytes of transfer.json, and the same for a person to read. @throws Refusal transfer.* */
  packageContent(transferId: string): { subject: string; handbookId: bigint; bytes: Uint8Array; sheets: SheetToWrite[] } {
    const row = this.require(transferId)
    const between = this.between(row)
    const items = this.services.proposals.items(between)
    const enterprise =
      this.services.enterprise.get() ??
      refuse({ code: 'enterprise.missing', message: '还没有登记企业资料', next: '请先在设置里登记企业资料' })
    const content = transferContent({
      row,
      between,
      enterprise,
      items,
      declared: declaredItems(this.linesOf(row), items),
      listNo: this.summaryOf(row).listNo,
      slips: this.store.slipsOf(row.id).map(({ slip_id }) => this.services.deliveries.whole(slip_id)),
    })
    return {
      subject: row.transfer_no,
      handbookId: row.handbook_id,
      bytes: writeTransferPackage(content),
      sheets: transferSheets(content),
    }
  }

  /** @throws Refusal transfer.discarded: what is given up is told to nobody */
  requireStanding(transferId: string): void {
    const row = this.require(transferId)
    if (this.summaryOf(row).state === 'discarded')
      refuse({ code: 'transfer.discarded', message: `结转 ${row.transfer_no} 已撤销`, next: '请重新建立结转' })
  }

  /** A signed package of ours; the same again is no other. */
  notePackage(transferId: string, filingId: string): void {
    const row = this.require(transferId)
    if (this.store.packageWithId(filingId)) return
    this.store.addPackage(
      {
        transfer: row.id,
        way: 'sent',
        package_id: filingId,
        sequence: null,
        sha256: null,
        file_id: null,
        name: `结转包 ${row.transfer_no}`,
        at: this.clock.now(),
      },
      [],
    )
  }

  /** @throws Refusal transfer.notFound */
  require(transferId: string): TransferRow {
    return (
      this.store.find(transferId) ??
      refuse({ code: 'transfer.notFound', message: '没有这笔结转', at: { field: 'transferId' }, next: '请刷新后重新选择' })
    )
  }

  print(row: TransferRow): Transfer {
    const known = this.store.lastReadPackage(row.id)
    const between = this.between(row)
    const pairs = known && this.pairsOf(row, between, declaredItems(this.linesOf(row), this.services.proposals.items(between)))
    return this.printWith(row, this.summaryOf(row), pairedOf(pairs))
  }

  private printWith(row: TransferRow, draft: ListDraftSummary, paired: Paired): Transfer {
    const { partner, handbook } = this.between(row)
    return {
      transferId: row.transfer_id,
      transferNo: row.transfer_no,
      partnerId: partner.partner_id,
      partnerName: partner.name,
      way: row.way,
      handbookNo: handbook.handbook_no,
      partnerHandbookNo: row.partner_handbook_no,
      from: row.from_day,
      to: row.to_day,
      deadline: row.deadline,
      slips: this.store.slipsOf(row.id).length,
      items: this.store.linesOf(row.id).length,
      state: states[draft.state],
      draftId: row.draft_id,
      listNo: draft.listNo,
      partnerListNo: row.partner_list_no,
      fromPackage: row.from_package === 1n,
      paired,
      createdAt: row.created_at,
    }
  }

  summaryOf(row: TransferRow): ListDraftSummary {
    return this.services.listDrafts.summary(row.draft_id)
  }

  between(row: TransferRow): Between {
    return {
      partner: this.services.partners.byId(row.partner),
      handbook: this.handbookOf(row.handbook_id),
      way: row.way,
      partnerHandbookNo: row.partner_handbook_no,
    }
  }

  private handbookOf(id: bigint): HandbookRow {
    const found = this.services.handbooks.list().find((handbook) => handbook.id === id)
    if (!found) throw new Error(`transfer of a handbook that is not there: ${id}`)
    return found
  }

  /** What its list declares now. */
  private linesOf(row: TransferRow): readonly TransferLine[] {
    return declaredLines(this.services.listDrafts, row.draft_id, this.store.linesOf(row.id).map(lineOfRow))
  }

  /** R-50, with what the partner said last; undefined while it has said nothing. */
  private pairsOf(row: TransferRow, between: Between, ours: readonly TransferItem[]): Pairing[] | undefined {
    const last = this.store.lastReadPackage(row.id)
    if (!last) return undefined
    const theirs = this.store.itemsOfPackage(last.id).map(theirItem)
    return this.pair(between, ours, theirs, day(row.to_day))
  }

  pair<Theirs extends TransferItem>(
    between: Between,
    ours: readonly TransferItem[],
    theirs: readonly Theirs[],
    on: Day,
  ): Pairing<Theirs>[] {
    const { partner, handbook, way, partnerHandbookNo } = between
    const matches = new ItemMatches(this.services, { partner: partner.id, handbook, way, partnerHandbookNo }, theirs)
    return pairItems(ours, theirs, ({ itemSeq }) => matches.on(itemSeq, on))
  }

  /** The items of ours as they would be declared, for a comparison. */
  itemsOf(row: TransferRow): TransferItem[] {
    return declaredItems(this.linesOf(row), this.services.proposals.items(this.between(row)))
  }

  /** Those that stand, and say other than the partner (R-50). */
  differing(): Transfer[] {
    return this.store
      .list({})
      .filter(({ id }) => this.store.lastReadPackage(id) !== undefined)
      .map((row) => this.print(row))
      .filter(({ state, paired }) => state !== 'discarded' && paired === 'differs')
  }
}

const states: Record<ListDraftSummary['state'], Transfer['state']> = {
  editing: 'draft',
  returned: 'draft',
  filed: 'filed',
  accepted: 'accepted',
  discarded: 'discarded',
}

const theirItem = (row: ReturnType<TransferStore['itemsOfPackage']>[number]): TransferItem => ({
  itemSeq: Number(row.item_seq),
  hsCode: row.hs_code,
  name: row.name,
  unit: row.unit,
  quantity: row.quantity_e5 as Quantity,
  unitPrice: row.unit_price_e5 === null ? undefined : (row.unit_price_e5 as Money),
  currency: row.currency,
})
