import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import { printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import type { Money, Quantity } from '../../../shared/domain/exact.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import type { OpeningBooks, ReadOpening } from './read-openings.ts'
import { openingTemplate } from './template.ts'

type Opening = Output<'openings.import'>

interface Neighbours {
  operators: OperatorsService
  journal: JournalService
  handbooks: HandbooksService
  bondedLists: BondedListsService
}

const mostNamed = 5

/** 期初: where a handbook's books begin when an older system has kept them until then. */
export class OpeningsService {
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(services: Neighbours, clock: Clock) {
    this.services = services
    this.clock = clock
  }

  get(handbookNo: string): Opening | null {
    const { handbooks, bondedLists } = this.services
    const handbook = handbooks.require(handbookNo)
    const opening = bondedLists.openings.find(handbook.id)
    if (!opening) return null
    return {
      asOf: opening.as_of,
      importedAt: opening.imported_at,
      importedBy: opening.imported_by,
      fileId: opening.file_id,
      totals: bondedLists.openings.totalsOf(opening.id).map((row) => ({
        goods: row.goods === 'I' ? 'material' : 'product',
        itemSeq: Number(row.item_seq),
        name: row.name,
        unit: row.unit,
        version: row.version,
        mode: row.mode,
        direction: row.direction,
        quantity: printQuantity(row.quantity_e5 as Quantity),
        value: row.total_e5 === null ? null : printMoney(row.total_e5 as Money),
        currency: row.currency,
      })),
      lists: bondedLists.openings.listsOf(handbook.id),
    }
  }

  template(handbookNo: string): SheetToWrite[] {
    const handbook = this.services.handbooks.require(handbookNo)
    return openingTemplate(handbook, this.services.handbooks)
  }

  /** What a workbook is checked against. @throws Refusal opening.exists, opening.notOver, opening.tooEarly, opening.overlaps */
  booksFor(handbookNo: string, asOf: string): OpeningBooks {
    const { handbooks, bondedLists } = this.services
    const handbook = handbooks.require(handbookNo)
    this.requireRoom(handbook, asOf)
    const { kind, consumptionStage, materials, products, declaredVersions } = bondedLists.books(handbookNo)
    const listNos = bondedLists.openings.listNosInBooks(handbook.id)
    return { kind, consumptionStage, materials, products, declaredVersions, listNos }
  }

  private requireRoom(handbook: HandbookRow, asOf: string): void {
    const { openings } = this.services.bondedLists
    const standing = openings.find(handbook.id)
    if (standing) {
      refuse({
        code: 'opening.exists',
        message: `手册 ${handbook.handbook_no} 已有截至 ${standing.as_of} 的期初`,
        next: '一本手册只有一份期初；要换，请先撤回',
      })
    }
    const today = dayOfInstant(this.clock.now())
    if (asOf >= today) {
      refuse({
        code: 'opening.notOver',
        message: `期初截止日 ${asOf} 还没有过完（今天是 ${today}）`,
        at: { field: 'asOf' },
        next: '请选择今天以前的日期；以后的数量由清单记账',
      })
    }
    if (asOf < handbook.established_on) {
      refuse({
        code: 'opening.tooEarly',
        message: `期初截止日 ${asOf} 早于手册设立日期 ${handbook.established_on}`,
        at: { field: 'asOf' },
        next: '请核对截止日',
      })
    }
    const lists = openings.overlapping(handbook.id, asOf)
    if (lists.length > 0) {
      const named = `${lists.slice(0, mostNamed).join('、')}${lists.length > mostNamed ? ` 等 ${lists.length} 份` : ''}`
      refuse({
        code: 'opening.overlaps',
        message: `账内已有申报日期在 ${asOf} 及以前的清单：${named}；期初会把它们再算一次，没有写入任何数据`,
        at: { field: 'asOf' },
        next: '请把截止日改到这些清单以前；若期初已包含它们，账内的清单须先删除',
      })
    }
  }

  /** @throws Refusal as {@link booksFor}, opening.empty, list.tooMuch */
  enter(of: { handbookNo: string; asOf: string; fileId: string; fileName: string }, { totals, lists }: ReadOpening): Opening {
    const { handbooks, bondedLists, journal, operators } = this.services
    const handbook = handbooks.require(of.handbookNo)
    this.requireRoom(handbook, of.asOf)
    if (totals.length === 0) {
      refuse({
        code: 'opening.empty',
        message: '“期初数量”没有一行填了数量，没有写入任何数据',
        next: '请填写截止日以前的累计数量后再导入',
      })
    }
    const importedBy = operators.onDuty()?.name ?? ''
    bondedLists.openings.enter({ handbookId: handbook.id, asOf: of.asOf, fileId: of.fileId, importedBy, totals, lists })
    journal.record({
      subject: `手册 ${of.handbookNo}`,
      what: `导入期初：截至 ${of.asOf}，累计 ${totals.length} 项，清单 ${lists.length} 份`,
      after: { 文件: of.fileName, 截止日: of.asOf },
    })
    const entered = this.get(of.handbookNo)
    if (!entered) throw new Error('the opening is not in the books')
    return entered
  }

  /** @throws Refusal opening.none */
  withdraw(handbookNo: string, reason: string): { reversed: number } {
    const { handbooks, bondedLists, journal, operators } = this.services
    const handbook = handbooks.require(handbookNo)
    const opening = bondedLists.openings.find(handbook.id)
    if (!opening) return refuse({ code: 'opening.none', message: `手册 ${handbookNo} 没有期初`, next: '请核对手册编号' })
    const reversed = bondedLists.openings.withdraw(opening, operators.onDuty()?.name ?? '', reason)
    journal.record({
      subject: `手册 ${handbookNo}`,
      what: `撤回期初，冲回 ${reversed} 项：${reason}`,
      before: { 截止日: opening.as_of },
    })
    return { reversed }
  }
}
