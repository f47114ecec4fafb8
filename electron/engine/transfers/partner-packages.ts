import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import { noQuantity, printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { inOurUnit, inOurUnits, priceInOurUnit } from '../../../shared/domain/pairing.ts'
import type { Pairing, TransferItem } from '../../../shared/domain/pairing.ts'
import { monthOf } from '../../../shared/domain/transfer-deadline.ts'
import { seenByOther } from '../../../shared/messages/transfer-package.ts'
import type { ContentItem, ContentLine, ContentSlip, TransferContent } from '../../../shared/messages/transfer-package.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'
import type { TransferDeadlines } from './deadlines.ts'
import type { DeliveriesService, SlipRow } from './deliveries.ts'
import { ItemMatches } from './item-matches.ts'
import type { MatchingService } from './matching.ts'
import type { PartnerPackage } from './open-partner-package.ts'
import type { PartnerRow, PartnersService } from './partners.ts'
import type { Between, TransferLine } from './proposals.ts'
import { printPairing, problemWords } from './service.ts'
import type { NewTransfer, TransfersService } from './service.ts'
import { slipProblem, withVersions } from './slip-problem.ts'
import type { Slip } from './slip-problem.ts'
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

/** Why a package cannot be taken in: what is refused on import, and shown before it. */
interface Obstacle {
  code: string
  rule: string
  message: string
  next: string
  to: string | null
}

/** A package as our books see it. */
interface Reading {
  given: PartnerPackage
  /** Whose is whose, seen from here: `way` and the handbooks are ours. */
  seen: TransferContent
  partner: PartnerRow | undefined
  handbook: HandbookRow | undefined
  /** Our transfer of the same number. */
  held: TransferRow | undefined
  /** This very package has been taken in before. */
  isRead: boolean
  slips: { theirs: ContentSlip; known: SlipRow | undefined }[]
  matches: ItemMatches | undefined
  obstacles: Obstacle[]
}

/**
 * Packages of partners: what they say is taken only with the key that a clerk has confirmed, for us, in the order in which they
 * were made, whole or not at all; the same again changes nothing.
 */
export class PartnerPackages {
  private readonly store: TransferStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new TransferStore(db)
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
      guards: [...reading.obstacles.map(asGuard), ...this.remarks(reading, pairs)],
    }
  }

  /** Takes a package in. @throws Refusal transfer.* (nothing is written), partner.*, delivery.* */
  take(given: PartnerPackage): Output<'transfers.importPackage'> {
    const reading = this.read(given)
    const { held, partner, handbook } = reading
    if (reading.isRead && held) return { ...this.services.transfers.print(held), message: '这个结转包已经读入过，没有变化' }
    const [first] = reading.obstacles
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
  private update(of: Whole, held: TransferRow): Output<'transfers.importPackage'> {
    const { transfers } = this.services
    const { content } = of.given
    const done: string[] = []
    if (held.from_package === 1n && this.saysOther(of, held)) {
      const mirrored = this.mirrored(of)
      transfers.replace(held, mirrored)
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
  private begin(of: Whole): Output<'transfers.importPackage'> {
    const { transfers } = this.services
    const missing = of.slips.filter(({ known }) => known === undefined).length
    const row = transfers.add(this.mirrored(of))
    this.keep(of.given, row)
    const after = transfers.print(row)
    const said = `补登收发货单 ${missing} 张，建立结转 ${row.transfer_no} 和清单草稿`
    this.record(of, `读入往来企业的结转包：${said}`, {}, { 对方清单: of.given.content.listNo })
    return { ...after, message: said }
  }

  private record(of: Whole, what: string, before: Record<string, string>, after: Record<string, string>): void {
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

  /** What we declare of what the partner declares, with the slips that we lack written down. */
  private mirrored(of: Whole): NewTransfer {
    const { matching, deadlines } = this.services
    const { content } = of.given
    const between: Between = {
      partner: of.partner,
      handbook: of.handbook,
      way: of.seen.way,
      partnerHandbookNo: of.seen.partnerHandbookNo,
    }
    this.addSlips(of)
    const slips = of.slips.map(({ theirs }) => this.services.deliveries.withNo(of.partner, of.seen.way, theirs.slipNo)?.id)
    const bound = new Set(slips.filter((id) => id !== undefined))
    const claims = matching
      .openLines({ ...between, partner: of.partner.id, handbookId: of.handbook.id }, content.periodTo, of.held?.id)
      .filter(({ line }) => bound.has(line.slip))
    return {
      ...between,
      transferNo: content.transferNo,
      from: content.periodFrom,
      to: content.periodTo,
      deadline: deadlines.of(monthOf(content.periodFrom), of.handbook)?.on ?? content.periodTo,
      lines: this.mirroredLines(of),
      slips: [...bound],
      claims,
      partnerListNo: content.listNo,
      fromPackage: true,
    }
  }

  private mirroredLines(of: Whole): TransferLine[] {
    const { content } = of.given
    const checks = this.services.deliveries.checks(of.partner, of.handbook, of.seen.way)
    const lines = content.items.flatMap((item): TransferLine[] => {
      const match = of.matches.on(item.itemSeq, content.periodTo)
      if (!match || item.quantity === noQuantity) return []
      const quantity = inOurUnit(item.quantity, match.factor)
      if (quantity === noQuantity) refuseTooLittle(item)
      return [
        {
          itemSeq: match.itemSeq,
          version: '',
          quantity,
          unitPrice: item.unitPrice === undefined ? undefined : priceInOurUnit(item.unitPrice, match.factor),
          currency: item.currency,
          slips: content.slips.filter((slip) => slip.lines.some(({ itemSeq }) => itemSeq === item.itemSeq)).length,
        },
      ]
    })
    const plain: Slip = { ...emptySlip(of), lines: lines.map((line) => ({ ...line, lot: '' })) }
    const versions = withVersions(plain, checks.of(plain, 'package')).lines.map(({ version }) => version)
    return lines.map((line, index) => ({ ...line, version: versions[index] ?? '' })).toSorted((a, b) => a.itemSeq - b.itemSeq)
  }

  /** Deliveries before returns: what comes back must have gone. */
  private addSlips(of: Whole): void {
    const { deliveries } = this.services
    const missing = of.slips.flatMap(({ theirs, known }) => (known ? [] : [theirs]))
    if (missing.length === 0) return
    const converted = inOurUnitsByLine(missing, of.matches)
    const checks = deliveries.checks(of.partner, of.handbook, of.seen.way)
    const isReturn = ({ kind }: ContentSlip) => Number(kind === 'return')
    for (const theirs of missing.toSorted((a, b) => isReturn(a) - isReturn(b))) {
      const written: Slip = {
        ...emptySlip(of),
        kind: theirs.kind,
        slipNo: theirs.slipNo,
        deliveredOn: theirs.deliveredOn,
        vehicle: theirs.vehicle,
        signedBy: theirs.signedBy,
        lines: theirs.lines.flatMap((line) => converted.get(line) ?? []),
      }
      const books = checks.of(written, 'package')
      const slip = withVersions(written, books)
      const problem = slipProblem(slip, books)
      if (problem !== undefined)
        refuse({
          code: 'transfer.badSlip',
          message: `对方的收发货单 ${theirs.slipNo} 不能补登：${problem === 'same' ? '账内已有' : problem.message}`,
          next: '请与对方核对这张单；需要时请对方改正后重新制作结转包',
        })
      deliveries.write(of.partner, of.handbook, slip, { kind: 'package', fileId: of.given.fileId })
      checks.note(slip)
    }
    deliveries.requireCountable()
  }

  private read(given: PartnerPackage): Reading {
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
    const reading: Omit<Reading, 'obstacles'> = {
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
    return { ...reading, obstacles: this.obstacles(reading) }
  }

  private obstacles(reading: Omit<Reading, 'obstacles'>): Obstacle[] {
    return reading.isRead ? [] : [...this.whoObstacles(reading), ...this.orderObstacles(reading), ...this.goodsObstacles(reading)]
  }

  /** From whom, and for whom. */
  private whoObstacles({ given, seen, partner, handbook }: Omit<Reading, 'obstacles'>): Obstacle[] {
    const { from, to } = given.content
    const found: Obstacle[] = []
    const add = (code: string, message: string, next: string, at: string | null) =>
      void found.push({ code, rule: 'R-50', message, next, to: at })
    const own = this.services.enterprise.get()
    const register = paths.transfers('partners')
    if (own?.creditCode !== to.creditCode)
      add(
        'transfer.notForUs',
        `这个结转包是给“${to.name}”（${to.creditCode}）的，不是给本企业的`,
        '请退还对方，索取给本企业的结转包',
        null,
      )
    if (!partner)
      add(
        'transfer.unknownPartner',
        `“${from.name}”（${from.creditCode}）还没有登记为往来企业`,
        '请先登记这家企业，并核对签名密钥的指纹',
        register,
      )
    else if (partner.fingerprint === null)
      add(
        'transfer.untrustedKey',
        `“${partner.name}”的签名密钥还没有确认`,
        `请电话或当面核对指纹 ${given.fingerprint}，确认后再读入`,
        register,
      )
    else if (partner.fingerprint !== given.fingerprint)
      add(
        'transfer.otherKey',
        `签名密钥（${given.fingerprint}）不是已确认的“${partner.name}”的密钥（${partner.fingerprint}）`,
        '请向对方核实是否换过密钥；核实以前不要使用这个文件',
        register,
      )
    if (!handbook)
      add(
        'transfer.unknownHandbook',
        `账内没有手册 ${seen.handbookNo}`,
        '请与对方核对我方的手册编号，或先导入这本手册',
        paths.handbooks,
      )
    else if (this.services.handbookLife.life(handbook.id).closed)
      add(
        'handbook.closed',
        `手册 ${seen.handbookNo} 已结案，不再变动（R-18）`,
        '请与对方核对手册编号',
        paths.handbook(seen.handbookNo),
      )
    return found
  }

  /** What we have of this transfer already, and whether this comes after it. */
  private orderObstacles(reading: Omit<Reading, 'obstacles'>): Obstacle[] {
    const { given, seen, partner, handbook, held } = reading
    const refused = (code: string, message: string, next: string): Obstacle[] => [
      { code, rule: 'R-50', message, next, to: held ? paths.transfer(held.transfer_id) : null },
    ]
    const { transferNo } = given.content
    if (this.store.packageWithId(given.packageId))
      return refused('transfer.samePackageId', '账内已有同一编号而内容不同的结转包', '请向对方索取原件，不要使用这个文件')
    if (!held) return this.bothSides(reading)
    if (
      held.partner !== partner?.id ||
      held.handbook_id !== handbook?.id ||
      held.way !== seen.way ||
      held.partner_handbook_no !== seen.partnerHandbookNo
    )
      return refused('transfer.otherTransfer', `结转编号 ${transferNo} 在账内是另一笔结转`, '请与对方核对结转编号、手册和方向')
    const { state } = this.services.transfers.summaryOf(held)
    if (state === 'discarded')
      return refused('transfer.discarded', `结转 ${transferNo} 我方已经撤销`, '请与对方商定后，由一方以新的编号重新发起')
    const last = this.store.lastReadPackage(held.id)
    if (last?.sequence && last.sequence >= BigInt(given.sequence))
      return refused(
        'transfer.olderPackage',
        `已读入过对方较新的结转包（第 ${last.sequence} 号，这一份是第 ${given.sequence} 号）`,
        '请使用对方最近一次给的文件',
      )
    if (held.from_package === 1n && (state === 'filed' || state === 'accepted') && this.saysOther(reading, held))
      return refused(
        'transfer.alreadyFiled',
        `结转 ${transferNo} 的清单我方已经申报，对方改过的数量或单价不能再更新`,
        '请与对方核对；确需改动时先办理清单的变更或删除（R-68）',
      )
    return []
  }

  /** Both sides have begun the same: one of them has to give way. */
  private bothSides({ slips }: Omit<Reading, 'obstacles'>): Obstacle[] {
    const own = slips.flatMap(({ known }) => (known ? (this.services.matching.transferOf(known.id) ?? []) : []))[0]
    return own === undefined
      ? []
      : [
          {
            code: 'transfer.bothSides',
            rule: 'R-50',
            message: `这些收发货单已列入我方的结转 ${own}`,
            next: `请商定由一方发起：撤销我方的 ${own} 后再读入，或请对方读入我方的结转包`,
            to: paths.transfers('transfers'),
          },
        ]
  }

  private goodsObstacles({ given, held, slips, matches }: Omit<Reading, 'obstacles'>): Obstacle[] {
    if (!matches || held?.from_package === 0n) return []
    const { items, periodTo } = given.content
    const needed = new Set([
      ...items.filter(({ quantity }) => quantity !== noQuantity).map(({ itemSeq }) => itemSeq),
      ...slips.flatMap(({ theirs, known }) => (known ? [] : theirs.lines.map(({ itemSeq }) => itemSeq))),
    ])
    const unknown = items.filter(({ itemSeq }) => needed.has(itemSeq) && !matches.on(itemSeq, periodTo))
    const early = slips.flatMap(({ theirs, known }) =>
      known
        ? []
        : theirs.lines.filter(({ itemSeq }) => matches.on(itemSeq, periodTo) && !matches.on(itemSeq, theirs.deliveredOn)),
    )
    const named = [...unknown, ...items.filter(({ itemSeq }) => early.some((line) => line.itemSeq === itemSeq))]
    if (named.length === 0) return []
    return [
      {
        code: 'transfer.unknownItems',
        rule: 'R-50',
        message: `不知道对方的这些商品是我方的哪一项：${named.map(({ itemSeq, name }) => `${itemSeq} ${name}`).join('、')}`,
        next: `请在往来企业里登记商品对应关系和换算系数，自 ${given.content.periodFrom} 或更早起生效`,
        to: paths.transfers('partners'),
      },
    ]
  }

  /** Whether the package says other than what the transfer rests on. */
  private saysOther({ given, slips }: Pick<Reading, 'given' | 'slips'>, held: TransferRow): boolean {
    const last = this.store.lastReadPackage(held.id)
    if (!last) return true
    const was = this.store
      .itemsOfPackage(last.id)
      .map((row) => [row.item_seq, row.quantity_e5, row.unit_price_e5, row.currency].join('|'))
    const is = given.content.items.map((item) => [item.itemSeq, item.quantity, item.unitPrice ?? null, item.currency].join('|'))
    const bound = new Set(this.store.slipsOf(held.id).map(({ id }) => id))
    const sameSlips = slips.length === bound.size && slips.every(({ known }) => known && bound.has(known.id))
    return !sameSlips || was.join('\n') !== is.toSorted(bySeq).join('\n')
  }

  private pairs({ given, held, partner, handbook, seen }: Reading): Pairing<ContentItem>[] {
    const { items, periodTo } = given.content
    if (!partner || !handbook) return items.map((theirs) => alone(theirs))
    const between: Between = { partner, handbook, way: seen.way, partnerHandbookNo: seen.partnerHandbookNo }
    const ours = held ? this.services.transfers.itemsOf(held) : this.asMirrored(between, items, periodTo)
    return this.services.transfers.pair(between, ours, items, periodTo)
  }

  /** What we would declare: so that the preview shows each item beside its own. */
  private asMirrored(between: Between, items: readonly ContentItem[], on: TransferContent['periodTo']): TransferItem[] {
    const { partner, handbook, way, partnerHandbookNo } = between
    const matches = new ItemMatches(this.services, { partner: partner.id, handbook, way, partnerHandbookNo }, items)
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

  /** What is to be seen before a package is taken, and does not stand in its way. */
  private remarks(reading: Reading, pairs: readonly Pairing<ContentItem>[]): Guard[] {
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

type Whole = Reading & { partner: PartnerRow; handbook: HandbookRow; matches: ItemMatches }

const bySeq = (a: string, b: string): number => Number(a.split('|')[0]) - Number(b.split('|')[0])
const few = (slips: readonly { theirs: ContentSlip }[]): string =>
  `${slips
    .slice(0, 5)
    .map(({ theirs }) => theirs.slipNo)
    .join('、')}${slips.length > 5 ? ' 等' : ''}`

const refuseTooLittle = ({ itemSeq, name }: { itemSeq: number; name: string }): never =>
  refuse({
    code: 'transfer.tooLittle',
    message: `对方的商品 ${itemSeq} ${name} 换算成我方单位后不足 0.00001`,
    next: '请核对商品对应关系里的换算系数',
  })

const emptySlip = ({ seen }: Pick<Reading, 'seen'>): Slip => ({
  way: seen.way,
  kind: 'delivery',
  slipNo: '',
  deliveredOn: '',
  partnerHandbookNo: seen.partnerHandbookNo,
  vehicle: '',
  signedBy: '',
  remark: '',
  lines: [],
})

/** Every line in our unit by the factor of its day, so rounded that the lines of an item add up. */
function inOurUnitsByLine(slips: readonly ContentSlip[], matches: ItemMatches): Map<ContentLine, Slip['lines']> {
  const found = new Map<ContentLine, Slip['lines']>()
  const all = slips.flatMap((slip) =>
    slip.lines.flatMap((line) => {
      const match = matches.on(line.itemSeq, slip.deliveredOn)
      return match ? [{ line, match, key: `${line.itemSeq}|${slip.kind}|${match.factor}` }] : []
    }),
  )
  for (const of of Map.groupBy(all, ({ key }) => key).values()) {
    const factor = of[0]?.match.factor
    if (factor === undefined) continue
    const quantities: Quantity[] = inOurUnits(
      of.map(({ line }) => line.quantity),
      factor,
    )
    for (const [index, { line, match }] of of.entries()) {
      const quantity = quantities[index] ?? noQuantity
      if (quantity === noQuantity) refuseTooLittle({ itemSeq: line.itemSeq, name: '' })
      const unitPrice = line.unitPrice === undefined ? undefined : priceInOurUnit(line.unitPrice, factor)
      found.set(line, [{ itemSeq: match.itemSeq, version: '', quantity, unitPrice, currency: line.currency, lot: line.lot }])
    }
  }
  return found
}

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

const asGuard = ({ rule, message, next, to }: Obstacle): Guard => ({
  severity: 'blocks',
  rule,
  message,
  next,
  lineNo: null,
  column: '',
  to,
})
