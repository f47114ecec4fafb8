import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import { noQuantity, printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import { inOurUnit, priceInOurUnit } from '../../../shared/domain/pairing.ts'
import type { Pairing, TransferItem } from '../../../shared/domain/pairing.ts'
import { monthOf } from '../../../shared/domain/transfer-deadline.ts'
import { seenByOther } from '../../../shared/messages/transfer-package.ts'
import type { ContentItem, ContentSlip, TransferContent } from '../../../shared/messages/transfer-package.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'
import type { TransferDeadlines } from './deadlines.ts'
import type { DeliveriesService } from './deliveries.ts'
import { ItemMatches } from './item-matches.ts'
import type { MatchingService } from './matching.ts'
import { MirroredTransfer } from './mirrored-transfer.ts'
import type { PartnerPackage } from './open-partner-package.ts'
import { asGuard, PackageObstacles } from './package-obstacles.ts'
import type { KnownPackage, PackageReading } from './package-reading.ts'
import type { PartnersService } from './partners.ts'
import type { Between } from './proposals.ts'
import { printPairing, problemWords } from './print-pairing.ts'
import type { TransfersService } from './service.ts'
import { TransferStore } from './transfer-store.ts'
import type { TransferRow } from './transfer-store.ts'

interface Neighbours {
  enterprise: EnterpriseService
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  listDrafts: ListDraftsService
  partners: PartnersService
  deliveries: DeliveriesService
  matching: MatchingService
  deadlines: TransferDeadlines
  transfers: TransfersService
  journal: JournalService
}

/**
 * Packages of partners: what they say is taken only with the key that a clerk has confirmed, for us, in the order in which they
 * were made, whole or not at all; the same again changes nothing.
 */
export class PartnerPackages {
  private readonly store: TransferStore
  private readonly obstacles: PackageObstacles
  private readonly mirrored: MirroredTransfer
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new TransferStore(db)
    this.obstacles = new PackageObstacles(this.store, services)
    this.mirrored = new MirroredTransfer(services)
    this.services = services
    this.clock = clock
  }

  inspect(given: PartnerPackage): Output<'transfers.inspectPackage'> {
    const reading = this.read(given)
    const { seen, partner, held } = reading
    const { content } = given
    const pairs = this.pairs(reading)
    return {
      fingerprint: given.fingerprint,
      trusted: partner?.fingerprint === given.fingerprint,
      partnerId: partner?.partner_id ?? null,
      partner: { name: content.from.name, creditCode: content.from.creditCode, customsCode: content.from.customsCode },
      transferNo: content.transferNo,
      way: seen.way,
      handbookNo: seen.handbookNo,
      partnerHandbookNo: seen.partnerHandbookNo,
      from: content.periodFrom,
      to: content.periodTo,
      partnerListNo: content.listNo,
      slips: reading.slips.map(({ theirs, known }) => ({
        slipNo: theirs.slipNo,
        deliveredOn: theirs.deliveredOn,
        lines: theirs.lines.length,
        known: known !== undefined,
      })),
      items: pairs.map((pair) => printPair(pair)),
      transferId: held?.transfer_id ?? null,
      guards: [...this.obstacles.of(reading).map(asGuard), ...this.remarks(reading, pairs)],
    }
  }

  /** Takes a package in. @throws Refusal transfer.* (nothing is written), partner.*, delivery.* */
  take(given: PartnerPackage): Output<'transfers.importPackage'> {
    const reading = this.read(given)
    const { held, partner, handbook } = reading
    if (reading.isRead && held) return { ...this.services.transfers.print(held), message: '这个结转包已经读入过，没有变化' }
    const [first] = this.obstacles.of(reading)
    if (first || !partner || !handbook || !reading.matches)
      return refuse({
        code: first?.code ?? 'transfer.notTaken',
        message: first?.message ?? '',
        ...(first && { next: first.next }),
      })
    this.services.partners.learnHandbook(partner, reading.seen.partnerHandbookNo)
    const of = { ...reading, partner, handbook, matches: reading.matches }
    return held ? this.update(of, held) : this.begin(of)
  }

  /** The partner's word on a transfer that we have. */
  private update(of: KnownPackage, held: TransferRow): Output<'transfers.importPackage'> {
    const { transfers } = this.services
    const { content } = of.given
    const done: string[] = []
    if (held.from_package === 1n && this.obstacles.saysOther(of, held)) {
      transfers.replace(held, this.mirrored.transfer(of))
      done.push('按对方改过的内容更新了结转和清单草稿')
    }
    this.keep(of.given, held)
    if (content.listNo !== '' && content.listNo !== held.partner_list_no) {
      this.store.setPartnerListNo(held.id, content.listNo)
      const { state } = transfers.summaryOf(held)
      const isOpen = state === 'editing' || state === 'returned'
      if (isOpen) this.services.listDrafts.setHead(held.draft_id, { relatedListNo: content.listNo })
      done.push(`记入对方清单 ${content.listNo}${isOpen ? '，并填入清单草稿的关联清单编号' : ''}`)
    }
    const after = transfers.print(transfers.require(held.transfer_id))
    done.push(after.paired === 'agrees' ? '逐项与我方一致' : '与我方有不同，请逐项核对')
    this.record(of, `读入往来企业的结转包：${done.join('；')}`, { 对方清单: held.partner_list_no }, { 对方清单: content.listNo })
    return { ...after, message: done.join('；') }
  }

  /** The mirrored transfer of one that the partner has begun. */
  private begin(of: KnownPackage): Output<'transfers.importPackage'> {
    const { transfers } = this.services
    const missing = of.slips.filter(({ known }) => known === undefined).length
    const row = transfers.add(this.mirrored.transfer(of))
    this.keep(of.given, row)
    const after = transfers.print(row)
    const said = `补登收发货单 ${missing} 张，建立结转 ${row.transfer_no} 和清单草稿`
    this.record(of, `读入往来企业的结转包：${said}`, {}, { 对方清单: of.given.content.listNo })
    return { ...after, message: said }
  }

  private record(of: KnownPackage, what: string, before: Record<string, string>, after: Record<string, string>): void {
    this.services.journal.record({
      subject: `结转 ${of.given.content.transferNo}（${of.partner.name}）`,
      what,
      before,
      after: { ...after, 文件: of.given.fileName, 签名密钥: of.given.fingerprint },
    })
  }

  private keep({ packageId, sequence, sha256, fileId, fileName, content }: PartnerPackage, row: TransferRow): void {
    this.store.addPackage(
      {
        transfer: row.id,
        way: 'read',
        package_id: packageId,
        sequence: BigInt(sequence),
        sha256,
        file_id: fileId,
        name: fileName,
        at: this.clock.now(),
      },
      content.items.map((item) => ({
        item_seq: BigInt(item.itemSeq),
        hs_code: item.hsCode,
        name: item.name,
        unit: item.unit,
        quantity_e5: item.quantity,
        unit_price_e5: item.unitPrice ?? null,
        currency: item.currency,
      })),
    )
  }

  private read(given: PartnerPackage): PackageReading {
    const { partners, handbooks, deliveries } = this.services
    const seen = seenByOther(given.content)
    const partner = partners.withCreditCode(given.content.from.creditCode)
    const handbook = handbooks.find(seen.handbookNo)
    const held = this.store.withNo(given.content.transferNo)
    const same = this.store.packageWithHash(given.sha256)
    const matches =
      partner && handbook
        ? new ItemMatches(
            this.services,
            { partner: partner.id, handbook, way: seen.way, partnerHandbookNo: seen.partnerHandbookNo },
            given.content.items,
          )
        : undefined
    return {
      given,
      seen,
      partner,
      handbook,
      held,
      isRead: same !== undefined && same.way === 'read' && same.transfer === held?.id,
      slips: given.content.slips.map((theirs) => ({
        theirs,
        known: partner && deliveries.withNo(partner, seen.way, theirs.slipNo),
      })),
      matches,
    }
  }

  private pairs({ given, held, partner, handbook, matches, seen }: PackageReading): Pairing<ContentItem>[] {
    const { items, periodTo } = given.content
    if (!partner || !handbook || !matches) return items.map((theirs) => alone(theirs))
    const between: Between = { partner, handbook, way: seen.way, partnerHandbookNo: seen.partnerHandbookNo }
    const ours = held ? this.services.transfers.itemsOf(held) : asMirrored(matches, items, periodTo)
    return this.services.transfers.pair(between, ours, items, periodTo)
  }

  /** What is to be seen before a package is taken, and does not stand in its way. */
  private remarks(reading: PackageReading, pairs: readonly Pairing<ContentItem>[]): Guard[] {
    const { isRead, held, slips, handbook, given } = reading
    const found: Guard[] = []
    const add = (severity: Guard['severity'], rule: string, message: string, next: string) =>
      void found.push({ severity, rule, message, next, lineNo: null, column: '', to: null })
    if (isRead) add('passes', 'R-50', '这个结转包已经读入过', '')
    const missing = slips.filter(({ known }) => known === undefined)
    if (missing.length > 0 && held?.from_package === 0n)
      add('warns', 'R-52', `对方列出 ${missing.length} 张我方没有的收发货单：${few(missing)}`, '请与对方核对；读入时不补登')
    else if (missing.length > 0 && !isRead) add('passes', 'R-52', `将补登 ${missing.length} 张收发货单：${few(missing)}`, '')
    for (const pair of pairs) {
      const what = pair.ours
        ? `我方的 ${pair.ours.itemSeq} ${pair.ours.name}`
        : `对方的 ${pair.theirs?.itemSeq} ${pair.theirs?.name}`
      if (pair.problems.length > 0 && handbook)
        add('warns', 'R-50', `${what}：${problemWords(pair).join('，')}`, '请与对方逐项核对')
    }
    const deadline = handbook && this.services.deadlines.of(monthOf(given.content.periodFrom), handbook)?.on
    if (deadline && !held && dayOfInstant(this.clock.now()) > deadline)
      add('warns', 'R-49', `集中申报期限是 ${deadline}，已经超过`, '请尽快申报，并准备说明')
    return found
  }
}

/** What we would declare: so that the preview shows each item beside its own. */
function asMirrored(matches: ItemMatches, items: readonly ContentItem[], on: TransferContent['periodTo']): TransferItem[] {
  return items.flatMap((theirs) => {
    const match = matches.on(theirs.itemSeq, on)
    const item = match && matches.items.get(match.itemSeq)
    if (!match || !item || theirs.quantity === noQuantity) return []
    return [
      {
        itemSeq: match.itemSeq,
        hsCode: item.hs_code,
        name: item.name,
        unit: item.unit,
        quantity: inOurUnit(theirs.quantity, match.factor),
        unitPrice: theirs.unitPrice === undefined ? undefined : priceInOurUnit(theirs.unitPrice, match.factor),
        currency: theirs.currency,
      },
    ]
  })
}

const few = (slips: readonly { theirs: ContentSlip }[]): string =>
  `${slips
    .slice(0, 5)
    .map(({ theirs }) => theirs.slipNo)
    .join('、')}${slips.length > 5 ? ' 等' : ''}`

const alone = (theirs: ContentItem): Pairing<ContentItem> => ({
  ours: undefined,
  theirs,
  converted: undefined,
  difference: undefined,
  problems: ['onlyTheirs'],
})

function printPair(pair: Pairing<ContentItem>): Output<'transfers.inspectPackage'>['items'][number] {
  const { ours, theirs } = pair
  const empty = { itemSeq: 0, hsCode: '', name: '', unit: '', quantity: noQuantity, unitPrice: undefined, currency: '' }
  return {
    ...printPairing(pair, ours ?? empty),
    itemSeq: ours?.itemSeq ?? null,
    quantity: ours ? printQuantity(ours.quantity) : '0',
    price: ours?.unitPrice === undefined ? '' : printMoney(ours.unitPrice),
    partnerItemName: theirs?.name ?? '',
  }
}
