import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { standardFor, withinStandard } from '../../../shared/domain/consumption-standard.ts'
import { frozenVersions, versionKey } from '../../../shared/domain/consumption-version.ts'
import type { Frozen } from '../../../shared/domain/consumption-version.ts'
import type { ConsumptionLine } from '../../../shared/domain/balance.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { exactPercent, noQuantity, printQuantity, printRate } from '../../../shared/domain/exact.ts'
import { unitConsumption } from '../../../shared/domain/unit-consumption.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { FilesService } from '../files/service.ts'
import type { HandbookRow, HandbooksService, ItemRow } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { VersionChallenges } from './challenges.ts'
import { VersionEvidence } from './evidence.ts'
import { ConsumptionStore } from './store.ts'

type Row = Output<'consumption.versions'>['versions'][number]
type Undeclared = Output<'consumption.undeclared'>['rows'][number]
type VersionInput = Input<'consumption.evidence'>

interface Neighbours {
  handbooks: HandbooksService
  bondedLists: BondedListsService
  writeOff: WriteOffService
  files: FilesService
  reference: ReferenceService
  operators: OperatorsService
  journal: JournalService
}

/** The versions of the declared consumption (R-32 … R-38). Nothing here writes a consumption: R-41. */
export class ConsumptionService {
  readonly evidence: VersionEvidence
  readonly challenges: VersionChallenges
  private readonly store: ConsumptionStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new ConsumptionStore(db)
    this.services = services
    this.clock = clock
    const version = (input: VersionInput) => this.requireVersion(input)
    this.evidence = new VersionEvidence(this.store, services, clock, version)
    this.challenges = new VersionChallenges(this.store, services, clock, version)
  }

  /** By `productSeq:version`: what can no longer be changed or withdrawn, and why. */
  frozenVersions(handbookId: bigint): Map<string, Frozen> {
    const uses = this.services.bondedLists.firstProductUses(handbookId)
    const table = this.services.reference.capability()
    const investigated = table && (table.underInvestigation || table.underSmugglingInvestigation)
    return frozenVersions(
      uses,
      this.store.salesOf(handbookId).map((row) => ({
        productSeq: Number(row.product_seq),
        version: row.version,
        saleNo: Number(row.sale_no),
        on: row.sold_on,
      })),
      this.challenges.fixings(handbookId),
      investigated ? { declared: this.services.handbooks.declaredVersions(handbookId), on: day(table.filledOn) } : undefined,
    )
  }

  /** from now on these versions are what a domestic sale was converted by. */
  holdForSale(
    handbookId: bigint,
    sale: { saleId: string; saleNo: number; soldOn: Day },
    versions: readonly { productSeq: number; version: string }[],
  ): void {
    for (const { productSeq, version } of versions)
      this.store.addSale({
        handbook_id: handbookId,
        product_seq: BigInt(productSeq),
        version,
        sale_id: sale.saleId,
        sale_no: BigInt(sale.saleNo),
        sold_on: sale.soldOn,
      })
  }

  /** The sale has been taken back before it was declared. */
  releaseFromSale(saleId: string): void {
    this.store.releaseSale(saleId, this.clock.now())
  }

  versions({ handbookNo }: Input<'consumption.versions'>): Output<'consumption.versions'> {
    const handbook = this.services.handbooks.require(handbookNo)
    const products = new Map(this.services.handbooks.itemsOf(handbook.id, 'E').map((item) => [Number(item.seq), item]))
    const linesOf = Map.groupBy(this.services.handbooks.consumptionOf(handbook.id), (line) =>
      versionKey(line.productSeq, line.version),
    )
    const exports = new Map(
      this.services.writeOff.compute(handbook.id).products.map((each) => [versionKey(each.seq, each.version), each.netExport]),
    )
    const evidence = new Map(
      this.store.countEvidence(handbook.id).map((each) => [versionKey(Number(each.product_seq), each.version), Number(each.n)]),
    )
    const challenged = Map.groupBy(this.challenges.open(handbook.id), (each) => versionKey(each.productSeq, each.version))
    const frozen = this.frozenVersions(handbook.id)
    const standards = this.standardsFor(handbook)
    return {
      versions: [...linesOf]
        .map(([key, lines]): Row => {
          const [{ productSeq, version }] = lines as [ConsumptionLine]
          const product = products.get(productSeq)
          return {
            productSeq,
            productName: product?.name ?? '',
            productUnit: product?.unit ?? '',
            version,
            materials: lines.length,
            frozen: frozen.has(key),
            frozenBy: frozen.get(key) ?? null,
            netExport: printQuantity(exports.get(key) ?? noQuantity),
            evidence: evidence.get(key) ?? 0,
            standards: product ? standards(product, lines) : [],
            openChallenges: challenged.get(key)?.length ?? 0,
          }
        })
        .toSorted((a, b) => a.productSeq - b.productSeq || byVersion(a.version, b.version)),
    }
  }

  /** products that no list may export yet, and versions that a list uses all the same. */
  undeclared({ handbookNo }: Input<'consumption.undeclared'>): Output<'consumption.undeclared'> {
    const handbook = this.services.handbooks.require(handbookNo)
    if (handbook.consumption_stage !== '1') return { rows: [] }
    const declared = this.services.handbooks.declaredVersions(handbook.id)
    const products = this.services.handbooks.itemsOf(handbook.id, 'E')
    const uses = this.services.bondedLists
      .firstProductUses(handbook.id)
      .filter(({ productSeq, version }) => !declared.has(versionKey(productSeq, version)))
    const used = Map.groupBy(uses, ({ productSeq }) => productSeq)
    const withSome = new Set([...declared].map((key) => Number(key.slice(0, key.indexOf(':')))))
    return {
      rows: products.flatMap((product): Undeclared[] => {
        const productSeq = Number(product.seq)
        const of = { productSeq, productName: product.name }
        const lines = used.get(productSeq) ?? []
        if (lines.length > 0) return lines.map(({ version, listNo }) => ({ ...of, version, listNo }))
        return withSome.has(productSeq) ? [] : [{ ...of, version: '', listNo: null }]
      }),
    }
  }

  /** the lines of a version outside the standard that holds on the day of declaration. Not inside a special zone. */
  private standardsFor(handbook: HandbookRow): (product: ItemRow, lines: readonly ConsumptionLine[]) => Row['standards'] {
    const on = day(handbook.established_on)
    const standards = handbook.kind === 'H' ? [] : this.services.reference.standardsOn(on)
    if (standards.length === 0) return () => []
    const materials = new Map(this.services.handbooks.itemsOf(handbook.id, 'I').map((item) => [Number(item.seq), item]))
    return (product, lines) =>
      lines.flatMap((line) => {
        const material = materials.get(line.materialSeq)
        const goods = { productHsCode: product.hs_code, materialHsCode: material?.hs_code ?? '', unit: material?.unit ?? '', on }
        const standard = standardFor(standards, goods)
        if (!material || !standard) return []
        const bonded = unitConsumption(line).times(exactPercent(line.bondedRatio))
        const { writtenOff, excess, limit } = withinStandard(bonded, standard)
        if (!limit) return []
        return {
          materialSeq: line.materialSeq,
          materialName: material.name,
          declared: printRate(bonded.toRate()),
          upper: printRate(standard.upper),
          lower: standard.lower === undefined ? null : printRate(standard.lower),
          writtenOffAt: printRate(writtenOff.toRate()),
          excess: printRate(excess.toRate()),
          source: standard.source,
        }
      })
  }

  /** @throws Refusal consumption.noVersion */
  private requireVersion({ handbookNo, productSeq, version }: VersionInput) {
    const { handbooks, bondedLists } = this.services
    const handbook = handbooks.require(handbookNo)
    const key = versionKey(productSeq, version)
    const known =
      handbooks.recordedVersions(handbook.id).has(key) ||
      bondedLists.firstProductUses(handbook.id).some((use) => versionKey(use.productSeq, use.version) === key)
    if (!known)
      refuse({
        code: 'consumption.noVersion',
        message: `手册 ${handbookNo} 的成品 ${productSeq} 没有单耗版本 ${version}`,
        at: { field: 'version' },
        next: '请在“单耗版本”中核对成品序号和版本',
      })
    return { handbook_id: handbook.id, product_seq: BigInt(productSeq), version }
  }
}

/** Numbers as numbers: 2 before 10. */
const byVersion = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })
