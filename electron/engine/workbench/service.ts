import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { netExportByProduct } from '../../../shared/domain/balance.ts'
import { day, dayOfInstant, daysBetween } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { closingDeadline } from '../../../shared/domain/deadlines.ts'
import { urgency } from '../../../shared/domain/handbook-life.ts'
import { noQuantity, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { ConsumptionService } from '../consumption/service.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { FilingsService } from '../filings/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { HandbookRow, ItemRow } from '../handbooks/service.ts'
import type { KeysService } from '../keys/service.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'
import type { SelfVerificationService } from '../self-verification/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { filingWork, receiptRows } from './filing-work.ts'
import { listDraftWork } from './list-draft-work.ts'

type Today = Output<'workbench.today'>
type WorkItem = Today['todo'][number]

/** How far ahead a date is shown. */
const horizon = 60
/** A recorded quantity is near its end when this many hundredths of it are used. */
const nearlyUsed = 95n
/** An account may leave the quantity of an item open. */
const isLimited = (item: { quantity_e5: bigint }): boolean => item.quantity_e5 > 0n
/** A panel is read, not searched. */
const mostRows = 50

/** A feature that knows by itself what of it is due, to be done, or at its margin. */
interface WorkSource {
  work: (today: Day) => Pick<Today, 'due' | 'todo'> & Partial<Pick<Today, 'margins'>>
}

/** The clerk's day (WINDOW, 工作台): what is due, what is left to do, what runs out. */
export class WorkbenchService {
  private readonly enterprise: EnterpriseService
  private readonly handbooks: HandbooksService
  private readonly handbookLife: HandbookLifeService
  private readonly bondedLists: BondedListsService
  private readonly writeOff: WriteOffService
  private readonly selfVerification: SelfVerificationService
  private readonly consumption: ConsumptionService
  private readonly listDrafts: ListDraftsService
  private readonly filings: FilingsService
  private readonly keys: KeysService
  private readonly sources: readonly WorkSource[]
  private readonly clock: Clock

  constructor(
    services: {
      enterprise: EnterpriseService
      handbooks: HandbooksService
      handbookLife: HandbookLifeService
      bondedLists: BondedListsService
      writeOff: WriteOffService
      selfVerification: SelfVerificationService
      consumption: ConsumptionService
      listDrafts: ListDraftsService
      filings: FilingsService
      keys: KeysService
      sources: readonly WorkSource[]
    },
    clock: Clock,
  ) {
    this.enterprise = services.enterprise
    this.handbooks = services.handbooks
    this.handbookLife = services.handbookLife
    this.bondedLists = services.bondedLists
    this.writeOff = services.writeOff
    this.selfVerification = services.selfVerification
    this.consumption = services.consumption
    this.listDrafts = services.listDrafts
    this.filings = services.filings
    this.keys = services.keys
    this.sources = services.sources
    this.clock = clock
  }

  today(): Today {
    const today = dayOfInstant(this.clock.now())
    // Of a closed handbook nothing is to be done any more.
    const all = this.handbooks.list()
    const handbooks = all.filter(({ id }) => !this.handbookLife.life(id).closed)
    const work = this.sources.map((source) => source.work(today))
    return {
      businessDate: today,
      due: [
        ...handbooks.flatMap((handbook) => this.dates(handbook, today)),
        ...this.challenges(),
        ...work.flatMap(({ due }) => due),
      ]
        .filter((item) => item.daysLeft <= horizon)
        .toSorted((a, b) => a.daysLeft - b.daysLeft)
        .slice(0, mostRows),
      todo: [
        ...this.todo(handbooks, all.length === 0),
        ...bySeverity([...listDraftWork(this.listDrafts), ...work.flatMap(({ todo }) => todo)]),
      ].slice(0, mostRows),
      margins: bySeverity([
        ...handbooks.flatMap((handbook) => this.margins(handbook)),
        ...work.flatMap(({ margins = [] }) => margins),
      ]).slice(0, mostRows),
      receipts: receiptRows(this.filings, mostRows),
    }
  }

  /** what is still to come of a handbook's way. */
  private dates(handbook: HandbookRow, today: Day): Today['due'] {
    const item = (title: string, date: Day, rule: string) => {
      const daysLeft = daysBetween(today, date)
      const to = paths.handbook(handbook.handbook_no)
      return { severity: urgency(daysLeft), title, detail: `手册 ${handbook.handbook_no}`, to, rule, date, daysLeft }
    }
    const { reported, reportAccepted, closingExtended } = this.handbookLife.life(handbook.id)
    if (reportAccepted) return [item('海关应办结核销', closingDeadline(reportAccepted, closingExtended !== undefined), 'R-18')]
    if (reported) return []
    const rule = handbook.kind === 'E' ? 'R-22' : 'R-17'
    return [
      item('手册有效期届满', day(handbook.valid_to), 'R-15'),
      item('报核截止', this.handbookLife.reportDeadline(handbook), rule),
    ]
  }

  /** what customs waits for. */
  private challenges(): Today['due'] {
    return this.consumption.challenges.open().map(({ handbookNo, noticeNo, productSeq, version, answerBy, daysLeft }) => ({
      severity: urgency(daysLeft),
      title: '书面答复单耗质疑',
      detail: `手册 ${handbookNo} · 通知书 ${noticeNo}，成品 ${productSeq} 版本 ${version}`,
      to: paths.consumption('challenges', handbookNo),
      rule: 'R-37',
      date: answerBy,
      daysLeft,
    }))
  }

  private todo(handbooks: readonly HandbookRow[], isFirstDay: boolean): WorkItem[] {
    const items: WorkItem[] = []
    const add = (severity: WorkItem['severity'], title: string, detail: string, to: string, rule = '') =>
      items.push({ severity, title, detail, to, rule })
    if (!this.enterprise.get()) add('warns', '填写企业资料', '名称、统一社会信用代码、海关编码', paths.welcome)
    if (isFirstDay) add('info', '导入第一本手册', '从工作簿导入表头、料件、成品和单耗', paths.importHandbook)
    const open = new Set(handbooks.map(({ handbook_no }) => handbook_no))
    for (const each of this.bondedLists.imports(undefined).imports) {
      if (each.open > 0 && open.has(each.handbookNo))
        add(
          'warns',
          `清单导入有 ${each.open} 处被拒待处理`,
          `${each.handbookNo} · ${each.fileName}`,
          paths.imports(each.handbookNo),
        )
    }
    items.push(...filingWork(this.filings.list(undefined).filings))
    for (const handbook of handbooks) {
      const counts = this.bondedLists.countByStatus(handbook.id)
      if (counts.reserved > 0) {
        add(
          'info',
          `${counts.reserved} 份清单还在预核扣`,
          `手册 ${handbook.handbook_no}，核扣后请重新导入`,
          paths.handbook(handbook.handbook_no, 'lists'),
          'R-113',
        )
      }
      if (counts.booked + counts.reserved + counts.unbooked + counts.deleted === 0) {
        add('info', '手册还没有清单', `手册 ${handbook.handbook_no}，请导入核注清单`, paths.importLists(handbook.handbook_no))
      }
    }
    if (handbooks.length > 0 && this.keys.list().keys.length === 0)
      add('info', '还没有签名密钥', '签名申报前须先生成密钥', paths.settings('keys'))
    return bySeverity(items)
  }

  private margins(handbook: HandbookRow): WorkItem[] {
    const items: WorkItem[] = []
    const { materials, products } = this.writeOff.compute(handbook.id)
    const recorded = new Map(this.handbooks.itemsOf(handbook.id, 'I').map((item) => [Number(item.seq), item]))
    const add = (severity: WorkItem['severity'], title: string, detail: string, to: string, rule: string) =>
      items.push({ severity, title, detail: `手册 ${handbook.handbook_no} · ${detail}`, to, rule })
    for (const material of materials) {
      const item = recorded.get(material.seq)
      if (!item) continue
      const name = `料件 ${material.seq} ${item.name}`
      const at = (column: string) => paths.figure(handbook.handbook_no, material.seq, column)
      if (material.balance < 0n) add('blocks', `${name} 结余为负`, amount(material.balance, item), at('balance'), 'R-110')
      if (isLimited(item) && material.imported > item.quantity_e5)
        add('blocks', `${name} 进口超过备案数量`, used(material.imported, item), at('imported'), 'R-114')
      else if (isLimited(item) && material.imported * 100n >= item.quantity_e5 * nearlyUsed)
        add('warns', `${name} 进口接近备案数量`, used(material.imported, item), at('imported'), 'R-114')
      if (material.scrapLeft < 0n)
        add('warns', `${name} 边角料处置超过应有数量`, amount(material.scrapLeft, item), at('scrapLeft'), 'R-116')
    }
    const exported = netExportByProduct(products)
    for (const item of this.handbooks.itemsOf(handbook.id, 'E')) {
      const quantity = exported.get(Number(item.seq)) ?? noQuantity
      const name = `成品 ${item.seq} ${item.name}`
      const to = paths.handbook(handbook.handbook_no, 'write-off')
      if (!isLimited(item)) continue
      if (quantity > item.quantity_e5) add('blocks', `${name} 出口超过备案数量`, used(quantity, item), to, 'R-115')
      else if (quantity * 100n >= item.quantity_e5 * nearlyUsed && quantity > 0n)
        add('warns', `${name} 出口接近备案数量`, used(quantity, item), to, 'R-115')
    }
    for (const row of this.selfVerification.comparisons.driftingVersions(handbook.handbook_no)) {
      const to = paths.consumption('self-verification', handbook.handbook_no)
      add('warns', `成品 ${row.productSeq} ${row.productName} 实际单耗超出容许范围`, row.message, to, 'R-40')
    }
    return items
  }
}

const amount = (quantity: Quantity, item: ItemRow) => `${printQuantity(quantity)} ${shownUnit(item.unit)}`
const used = (quantity: Quantity, item: ItemRow) =>
  `${printQuantity(quantity)} / 备案 ${amount(item.quantity_e5 as Quantity, item)}`

const rank = { blocks: 0, warns: 1, info: 2 }
const bySeverity = (items: WorkItem[]): WorkItem[] => items.toSorted((a, b) => rank[a.severity] - rank[b.severity])
