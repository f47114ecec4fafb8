import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { bondedPercent, lossPercent, partLossPercent } from '../../../shared/domain/bom.ts'
import { compareUse, proposedRates } from '../../../shared/domain/bom-comparison.ts'
import { nextVersion, versionKey } from '../../../shared/domain/consumption-version.ts'
import { Exact, printRate } from '../../../shared/domain/exact.ts'
import type { RecordConsumption } from '../../../shared/domain/handbook-record.ts'
import { unitConsumption } from '../../../shared/domain/unit-consumption.ts'
import type { Services } from '../services.ts'
import { explodeBom } from './explode-bom.ts'
import type { ExplodedBom, ExplodedLine } from './explode-bom.ts'

type Row = Output<'boms.compare'>['rows'][number]
const print = (value: Exact): string => printRate(value.toRate())

export function explodeOn(
  { handbookNo, productPartNo, asOf }: Input<'boms.explode'>,
  services: Services,
): Output<'boms.explode'> {
  const { handbooks, parts } = services
  const mappings = parts.mappingsOn(handbooks.require(handbookNo).id, asOf)
  const bom = parts.bomOn(productPartNo, asOf)
  const { product, lines } = explodeBom(bom, parts.linesOf(bom), mappings)
  return {
    productSeq: product?.itemSeq ?? null,
    productName: product?.itemName ?? bom.product_part_name,
    productUnit: product?.itemUnit ?? '',
    bomVersion: bom.version,
    problem: product ? null : `成品料号 ${productPartNo} 当日没有归并到成品，以下按一个料号单位计`,
    lines: lines.map((line) => ({
      materialSeq: line.material?.itemSeq ?? null,
      materialName: line.material?.itemName ?? line.partName,
      unit: line.material?.itemUnit ?? line.partUnit,
      parts: line.parts.map((part) => ({
        partNo: part.partNo,
        path: part.path.join(' / '),
        quantity: print(part.net),
        lossRate: print(partLossPercent(part)),
        bonded: part.bonded,
      })),
      netConsumption: print(line.use.net),
      lossRate: print(lossPercent(line.use)),
      unitConsumption: print(line.use.use),
      bondedRatio: print(bondedPercent(line.use)),
      problem: line.problem,
    })),
  }
}

/** The lines of the version that a product is declared by now: the latest one that is not 停用. */
function latestVersion(declared: readonly RecordConsumption[], productSeq: number) {
  const lines = declared.filter((line) => line.productSeq === productSeq && line.executionMark === '1')
  const [version] = lines.map((line) => line.version).toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  return { version: version ?? null, lines: lines.filter((line) => line.version === version) }
}

/** Every product with a BOM in force, line by line: it reads, and proposes nothing by itself. */
export function compareBoms({ handbookNo, asOf }: Input<'boms.compare'>, services: Services): Output<'boms.compare'> {
  const { handbooks, parts, consumption } = services
  const handbook = handbooks.require(handbookNo)
  const record = handbooks.record(handbook)
  const mappings = parts.mappingsOn(handbook.id, asOf)
  const frozen = consumption.frozenVersions(handbook.id)
  const materials = new Map(record.materials.map((item) => [item.seq, item]))
  const rows: Row[] = []
  const unmappedProducts: Output<'boms.compare'>['unmappedProducts'] = []
  const withBom = new Set<number>()
  for (const bom of parts.bomsInForce(asOf)) {
    const exploded = explodeBom(bom, parts.linesOf(bom), mappings)
    const { product, lines } = exploded
    if (!product) {
      unmappedProducts.push({ productPartNo: bom.product_part_no, productPartName: bom.product_part_name })
      continue
    }
    withBom.add(product.itemSeq)
    const declared = latestVersion(record.consumptions, product.itemSeq)
    const head = {
      productSeq: product.itemSeq,
      productName: product.itemName,
      productPartNo: bom.product_part_no,
      bomVersion: bom.version,
      version: declared.version,
      frozen: declared.version !== null && frozen.has(versionKey(product.itemSeq, declared.version)),
    }
    const erp = new Map(lines.flatMap((line) => (line.material ? [[line.material.itemSeq, line] as const] : [])))
    const seqs = new Set([...declared.lines.map(({ materialSeq }) => materialSeq), ...erp.keys()])
    for (const materialSeq of [...seqs].toSorted((a, b) => a - b)) {
      const line = declared.lines.find((each) => each.materialSeq === materialSeq)
      const use = erp.get(materialSeq)?.use
      // Nothing of it is bonded, and nothing is declared: that agrees.
      if (!line && use?.bondedUse.equals(Exact.zero)) continue
      const item = materials.get(materialSeq)
      rows.push({
        ...head,
        materialSeq,
        materialName: item?.name ?? '',
        unit: item?.unit ?? '',
        declared: line ? print(unitConsumption(line)) : null,
        erp: use ? print(use.use) : null,
        declaredRatio: line ? printRate(line.bondedRatio) : null,
        erpRatio: use ? print(bondedPercent(use)) : null,
        ...compareUse(line, use),
        problem: null,
      })
    }
    for (const line of lines) if (isUnmapped(line)) rows.push({ ...head, ...unmappedRow(line) })
  }
  const declaredProducts = new Set(record.consumptions.map(({ productSeq }) => productSeq))
  return {
    rows: rows.toSorted((a, b) => a.productSeq - b.productSeq),
    withoutBom: record.products
      .filter(({ seq }) => declaredProducts.has(seq) && !withBom.has(seq))
      .map(({ seq, name }) => ({ productSeq: seq, productName: name })),
    unmappedProducts,
  }
}

const isUnmapped = (line: ExplodedLine): boolean => line.material === undefined && !line.outside

const unmappedRow = (line: ExplodedLine) => ({
  materialSeq: null,
  materialName: `${line.parts[0]?.partNo ?? ''} ${line.partName}`.trim(),
  unit: line.partUnit,
  declared: null,
  erp: print(line.use.use),
  declaredRatio: null,
  erpRatio: null,
  deviation: null,
  difference: 'unmapped' as const,
  problem: line.problem,
})

/**
 * The lines of a new version as the ERP has them, for a change draft: the versions in use stay as they are.
 * @throws Refusal bom.notInForce, bom.unmappedProduct, bom.unmapped, bom.nothingBonded
 */
export function proposedVersion(
  { handbookNo, productPartNo, asOf }: Input<'boms.proposeVersion'>,
  services: Services,
): RecordConsumption[] {
  const { handbooks, parts } = services
  const handbook = handbooks.require(handbookNo)
  const { consumptions } = handbooks.record(handbook)
  const bom = parts.bomOn(productPartNo, asOf)
  const exploded = explodeBom(bom, parts.linesOf(bom), parts.mappingsOn(handbook.id, asOf))
  const productSeq = requireWhole(exploded, asOf)
  const declared = latestVersion(consumptions, productSeq)
  const version = nextVersion(consumptions.filter((line) => line.productSeq === productSeq).map((line) => line.version))
  const proposed = exploded.lines.flatMap(({ material, use }): RecordConsumption[] => {
    if (!material || use.bondedUse.equals(Exact.zero)) return []
    const line = declared.lines.find(({ materialSeq }) => materialSeq === material.itemSeq)
    return [
      {
        productSeq,
        materialSeq: material.itemSeq,
        version,
        ...proposedRates(use, line),
        declarationState: '2',
        executionMark: '1',
        validTo: '',
        remark: `按物料清单 ${bom.product_part_no} 版本 ${bom.version}`,
      },
    ]
  })
  if (proposed.length > 0) return proposed
  return refuse({
    code: 'bom.nothingBonded',
    message: `${productPartNo} 的物料清单里没有保税料件`,
    next: '请核对物料清单的保税标志',
  })
}

/** A version that lacks a material would be declared too low. */
function requireWhole({ bom, product, lines }: ExplodedBom, asOf: string): number {
  if (!product) {
    return refuse({
      code: 'bom.unmappedProduct',
      message: `成品料号 ${bom.product_part_no} 在 ${asOf} 没有归并到手册的成品`,
      next: '请先在归并关系里登记',
    })
  }
  const missing = lines.filter(isUnmapped)
  if (missing.length > 0) {
    const named = missing.slice(0, 5).map((line) => `${line.parts[0]?.partNo ?? ''}（${line.problem ?? ''}）`)
    return refuse({
      code: 'bom.unmapped',
      message: `有 ${missing.length} 个料号不能换算到手册料件：${named.join('、')}`,
      next: '请先在归并关系里登记，再提出新版本',
    })
  }
  return product.itemSeq
}
