import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { cleanCode, cleanText } from '../../../shared/domain/cell.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { parseScaled, printRate } from '../../../shared/domain/exact.ts'
import type { Rate } from '../../../shared/domain/exact.ts'
import type { BomLine } from '../../../shared/domain/bom.ts'
import type { Mapping } from '../../../shared/domain/mapping.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { PageQuery } from '../database/page.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { BomBooks, PlannedBom } from './plan-boms.ts'
import { checkMapping } from './plan-mappings.ts'
import type { MappingBooks } from './plan-mappings.ts'
import { PartsStore } from './store.ts'
import type { BomLineRow, BomRow, MappingRow, NamedMappingRow } from './store.ts'

/** A mapping in force, with the name and declared unit that its item has now; both '' where a change has deleted the item. */
export type NamedMapping = Mapping & { itemName: string; itemUnit: string }
export type StoredBomLine = BomLine & { partName: string; partUnit: string }

const goodsOf = { I: 'material', E: 'product' } as const
const goodsNames = { material: '料件', product: '成品' } as const

interface Neighbours {
  handbooks: HandbooksService
  bondedLists: BondedListsService
  journal: JournalService
}

/** The factory's own parts: what they are in a handbook, and what the ERP makes of them. */
export class PartsService {
  private readonly store: PartsStore
  private readonly neighbours: Neighbours
  private readonly clock: Clock

  constructor(db: Database, neighbours: Neighbours, clock: Clock) {
    this.store = new PartsStore(db)
    this.neighbours = neighbours
    this.clock = clock
  }

  mappings({ handbookNo, asOf }: { handbookNo: string; asOf?: string | undefined }, query: PageQuery): Output<'mappings.list'> {
    const handbook = this.neighbours.handbooks.require(handbookNo)
    const { total, rows } = this.store.mappingPage(handbook.id, asOf, query)
    return { total, rows: rows.map(printMapping) }
  }

  /** What every part of the factory is on a day. */
  mappingsOn(handbookId: bigint, on: string): Map<string, NamedMapping> {
    return new Map(
      this.store
        .mappingsOn(handbookId, on)
        .map((row) => [row.part_no, { ...mappingOf(row), itemName: row.item_name, itemUnit: row.item_unit }]),
    )
  }

  mappingBooks(handbookNo: string): MappingBooks {
    const { handbooks, bondedLists } = this.neighbours
    const { id } = handbooks.require(handbookNo)
    const seqs = (kind: 'I' | 'E') => new Set(handbooks.itemsOf(id, kind).map((item) => Number(item.seq)))
    const items = { material: seqs('I'), product: seqs('E') }
    return {
      handbookId: id,
      mappingsOf: (partNo) => this.store.mappingsOf(id, partNo).map(mappingOf),
      hasItem: (goods, seq) => items[goods].has(seq),
      lastExport: bondedLists.lastProductExport(id) ?? null,
    }
  }

  /** @throws Refusal mapping.* */
  saveMapping(input: Input<'mappings.save'>): Output<'mappings.save'> {
    const factor = parseScaled('Rate', input.factor)
    if (typeof factor === 'string' || factor <= 0n) {
      const what = typeof factor !== 'string' ? '须大于零' : factor === 'tooManyDecimals' ? '最多 9 位小数' : '数值过大'
      return refuse({ code: 'mapping.factor', message: `换算系数${what}（填写了 ${input.factor}）`, at: { field: 'factor' } })
    }
    const mapping: Mapping = {
      ...input,
      partNo: cleanCode(input.partNo),
      partName: cleanText(input.partName),
      partUnit: cleanText(input.partUnit),
      factor,
      from: day(input.from),
    }
    // Blanks of any kind and characters that nobody can see are nothing.
    if (mapping.partNo === '') refuse({ code: 'mapping.blank', message: '请填写料号', at: { field: 'partNo' } })
    if (mapping.partUnit === '') refuse({ code: 'mapping.blank', message: '请填写料号的单位', at: { field: 'partUnit' } })
    const books = this.mappingBooks(input.handbookNo)
    const problem = checkMapping(mapping, books)
    if (problem && problem !== 'same') {
      return refuse({ code: problem.code, message: `料号 ${mapping.partNo}：${problem.what}`, at: { field: problem.column } })
    }
    if (problem !== 'same') {
      const earlier = books.mappingsOf(mapping.partNo).at(-1)
      this.addMapping(books.handbookId, mapping, null)
      this.neighbours.journal.record({
        subject: `手册 ${input.handbookNo}`,
        what: `登记料号 ${mapping.partNo} 的归并关系`,
        ...(earlier && { before: mappingFields(earlier) }),
        after: mappingFields(mapping),
      })
    }
    const row = this.store.mappingsOn(books.handbookId, mapping.from).find(({ part_no }) => part_no === mapping.partNo)
    if (!row) throw new Error(`mapping of ${mapping.partNo} was not kept`)
    return printMapping(row)
  }

  addMapping(handbookId: bigint, mapping: Mapping, sourceFileId: string | null): void {
    this.store.addMapping({
      handbook_id: handbookId,
      part_no: mapping.partNo,
      part_name: mapping.partName,
      part_unit: mapping.partUnit,
      goods: mapping.goods === 'material' ? 'I' : 'E',
      item_seq: BigInt(mapping.itemSeq),
      factor_e9: mapping.factor,
      valid_from: mapping.from,
      recorded_at: this.clock.now(),
      source_file_id: sourceFileId,
    })
  }

  bomBooks(): BomBooks {
    const latest = new Map(
      this.store
        .boms()
        .map((row): [string, string] => [row.product_part_no, row.valid_from])
        .toReversed(),
    )
    return {
      find: (productPartNo, version) => {
        const bom = this.store.bom(productPartNo, version)
        return bom && { from: bom.valid_from, lines: this.linesOf(bom) }
      },
      latestFrom: (productPartNo) => latest.get(productPartNo),
    }
  }

  addBom(bom: PlannedBom, sourceFileId: string): void {
    const bomId = this.store.addBom({
      product_part_no: bom.productPartNo,
      product_part_name: bom.productPartName,
      version: bom.bomVersion,
      valid_from: bom.from,
      levels: BigInt(bom.levels),
      imported_at: this.clock.now(),
      source_file_id: sourceFileId,
    })
    for (const [at, line] of bom.lines.entries()) {
      this.store.addLine(bomId, {
        line_no: BigInt(at + 1),
        parent_part_no: line.parentPartNo,
        part_no: line.partNo,
        part_name: line.partName,
        part_unit: line.partUnit,
        quantity_e9: line.quantity,
        base_e9: line.base,
        loss_e9: line.lossRate,
        alternate_group: line.alternateGroup,
        share_e9: line.share,
        bonded: line.bonded ? 1n : 0n,
      })
    }
  }

  boms(): Output<'boms.list'> {
    return {
      boms: this.store.boms().map((row) => ({
        productPartNo: row.product_part_no,
        productPartName: row.product_part_name,
        bomVersion: row.version,
        from: row.valid_from,
        to: row.valid_to,
        lines: Number(row.lines),
        levels: Number(row.levels),
        importedAt: row.imported_at,
      })),
    }
  }

  /** @throws Refusal bom.notFound */
  bomLines({ productPartNo, bomVersion }: Input<'boms.lines'>): Output<'boms.lines'> {
    const bom =
      this.store.bom(productPartNo, bomVersion) ??
      refuse({ code: 'bom.notFound', message: `没有 ${productPartNo} 的物料清单版本 ${bomVersion}`, next: '请先导入物料清单' })
    return {
      lines: this.linesOf(bom).map(({ quantity, base, lossRate, share, ...line }) => ({
        ...line,
        quantity: printRate(quantity),
        base: printRate(base),
        lossRate: printRate(lossRate),
        share: printRate(share),
      })),
    }
  }

  bomsInForce(on: string): BomRow[] {
    return this.store.bomsInForce(on)
  }

  linesOf(bom: BomRow): StoredBomLine[] {
    return this.store.lines(bom.id).map(lineOf)
  }

  /** @throws Refusal bom.notInForce */
  bomOn(productPartNo: string, on: string): BomRow {
    return (
      this.store.bomsInForce(on).find((bom) => bom.product_part_no === productPartNo) ??
      refuse({
        code: 'bom.notInForce',
        message: `${productPartNo} 在 ${on} 没有有效的物料清单`,
        at: { field: 'asOf' },
        next: '请换一个日期，或导入这一天有效的物料清单',
      })
    )
  }
}

const mappingOf = (row: MappingRow): Mapping => ({
  partNo: row.part_no,
  partName: row.part_name,
  partUnit: row.part_unit,
  goods: goodsOf[row.goods],
  itemSeq: Number(row.item_seq),
  factor: row.factor_e9 as Rate,
  from: row.valid_from as Day,
})

const printMapping = (row: NamedMappingRow): Output<'mappings.save'> => {
  const { factor, ...mapping } = mappingOf(row)
  return {
    ...mapping,
    itemName: row.item_name,
    itemUnit: row.item_unit,
    factor: printRate(factor),
    to: row.valid_to,
    recordedAt: row.recorded_at,
  }
}

const mappingFields = (mapping: Mapping): Record<string, string> => ({
  [goodsNames[mapping.goods]]: String(mapping.itemSeq),
  换算系数: `1 ${mapping.partUnit} = ${printRate(mapping.factor)}`,
  生效日期: mapping.from,
})

const lineOf = (row: BomLineRow): StoredBomLine => ({
  parentPartNo: row.parent_part_no,
  partNo: row.part_no,
  partName: row.part_name,
  partUnit: row.part_unit,
  quantity: row.quantity_e9 as Rate,
  base: row.base_e9 as Rate,
  lossRate: row.loss_e9 as Rate,
  alternateGroup: row.alternate_group,
  share: row.share_e9 as Rate,
  bonded: row.bonded === 1n,
})
