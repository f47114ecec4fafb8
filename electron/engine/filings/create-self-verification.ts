import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { printQuantity, printRate } from '../../../shared/domain/exact.ts'
import { methods, periodConsumption } from '../../../shared/domain/self-verification.ts'
import { isImbalanced } from '../../../shared/domain/work-order.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import type { Services } from '../services.ts'
import { checkSelfVerification } from './check-self-verification.ts'
import { keepFiles } from './keep-files.ts'
import { headOfRecord, selfVerificationWorkbook } from './self-verification-workbook.ts'
import type { CheckRow } from './store.ts'

/** What the record of a period says, as its two files say it: the figures as they are shown, exact sums behind them. */
export interface SelfVerificationRecord {
  format: 'bonded-ledger-self-verification/1'
  /** the head must say that it is self-verified. */
  remark: '企业自核单耗'
  handbookNo: string
  enterprise: string
  from: string
  to: string
  method: string
  tolerance: string
  points: Output<'selfVerification.compare'>['points']
  /** Bonded material used over the period by the method of the cycle. */
  consumption: { materialSeq: number; materialName: string; unit: string; quantity: string }[]
  orders: {
    orderNo: string
    postedOn: string
    productSeq: number
    productName: string
    version: string
    finished: string
    rejected: string
    slips: {
      materialSeq: number
      bonded: boolean
      lot: string
      issued: string
      returned: string
      scrap: string
      defects: string
      wip: string
    }[]
  }[]
  /** `of` is a product version, or the work orders themselves. */
  evidence: { of: string; name: string; note: string; sha256: string; addedAt: string; addedBy: string }[]
  checks: readonly CheckRow[]
}

/** 企业自核单耗 of a period, checked, and frozen with its files in one transaction. @throws Refusal selfVerification.* */
export function createSelfVerification(
  input: Input<'filings.createSelfVerification'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.createSelfVerification'>> {
  const { handbookNo, from, to } = input
  return call.write(async (services) => {
    await call.step('核对工单与偏差', 0, 3)
    const { id: handbookId } = services.handbooks.require(handbookNo)
    const comparison = services.selfVerification.comparisons.compare(handbookId, input)
    const record = recordOf(services, input)
    await call.step('写记录与工作簿', 1, 3)
    const name = `自核记录_${handbookNo}_${from}_${to}`
    const contents = [
      { name: 'self-verification.json', savedAs: `${name}.json`, bytes: Buffer.from(`${JSON.stringify(record, null, 2)}\n`) },
      { name: 'self-verification.xlsx', savedAs: `${name}.xlsx`, bytes: await selfVerificationWorkbook(record) },
    ]
    await call.step('保存', 2, 3)
    const filing = services.filings.freeze({
      kind: 'selfVerification',
      handbookId,
      draft: null,
      subject: `${from} 至 ${to}`,
      checks: record.checks,
      figures: headOfRecord(record),
      files: await keepFiles(services, folder, contents),
    })
    services.selfVerification.addRecord(handbookId, input, filing.filingId, comparison)
    return filing
  })
}

function recordOf(services: Services, { handbookNo, from, to }: Input<'filings.createSelfVerification'>): SelfVerificationRecord {
  const handbook = services.handbooks.require(handbookNo)
  const { selfVerification, workOrders } = services
  const enterprise = services.enterprise.get()
  if (from > to)
    refuse({
      code: 'selfVerification.period',
      message: `期间的起日 ${from} 晚于止日 ${to}`,
      at: { field: 'to' },
      next: '请改正期间',
    })
  const orders = workOrders.ordersOf(handbook.id, from, to)
  if (orders.length === 0)
    refuse({ code: 'selfVerification.noOrders', message: `${from} 至 ${to} 没有工单`, next: '请先导入或登记工单，或改选期间' })
  const { tolerance, method } = selfVerification.settings(handbook.id)
  const points = selfVerification.deviations.pointsOf(handbook.id, { from, to })
  const materials = new Map(services.handbooks.itemsOf(handbook.id, 'I').map((item) => [Number(item.seq), item]))
  const balanceOf = workOrders.balances(handbook.id)
  const used = periodConsumption(
    method,
    selfVerification.comparisons.compare(handbook.id, { from, to }),
    selfVerification.comparisons.exportedIn(handbook.id, { from, to }),
  )
  const declared = services.handbooks.recordedVersions(handbook.id)
  const versions = new Map(points.map(({ productSeq, version }) => [`${productSeq}:${version}`, { productSeq, version }]))
  const versionEvidence = [...versions].flatMap(([key, of]) =>
    declared.has(key)
      ? services.consumption.evidence
          .list({ handbookNo, ...of })
          .evidence.filter(({ withdrawn }) => withdrawn === null)
          .map(({ name, note, sha256, addedAt, addedBy }) => ({
            of: `成品 ${of.productSeq} 版本 ${of.version}`,
            name,
            note,
            sha256,
            addedAt,
            addedBy,
          }))
      : [],
  )
  const sourceFiles = workOrders.sourceFilesOf(handbook.id, from, to).map((fileId) => {
    const { name, sha256, created_at } = services.files.require(fileId)
    return { of: '工单', name, note: '导入的工单原件', sha256, addedAt: created_at, addedBy: '' }
  })
  return {
    format: 'bonded-ledger-self-verification/1',
    remark: '企业自核单耗',
    handbookNo,
    enterprise: enterprise?.name ?? handbook.operator_name,
    from,
    to,
    method: methods[method].name,
    tolerance: printRate(tolerance),
    points,
    consumption: [...used]
      .toSorted(([a], [b]) => a - b)
      .map(([materialSeq, quantity]) => ({
        materialSeq,
        materialName: materials.get(materialSeq)?.name ?? '',
        unit: materials.get(materialSeq)?.unit ?? '',
        quantity: printQuantity(quantity.toQuantity()),
      })),
    orders: orders.map((order) => ({
      orderNo: order.orderNo,
      postedOn: order.postedOn,
      productSeq: order.productSeq,
      productName: order.productName,
      version: order.version,
      finished: printQuantity(order.finished),
      rejected: printQuantity(order.rejected),
      slips: order.slips.map((slip) => ({
        materialSeq: slip.materialSeq,
        bonded: slip.bonded,
        lot: slip.lot,
        issued: printQuantity(slip.issued),
        returned: printQuantity(slip.returned),
        scrap: printQuantity(slip.scrap),
        defects: printQuantity(slip.defects),
        wip: printQuantity(slip.wip),
      })),
    })),
    evidence: [...versionEvidence, ...sourceFiles],
    checks: checkSelfVerification({
      from,
      to,
      today: services.filings.today(),
      eligibility: selfVerification.eligibility({ handbookNo, asOf: to }),
      points,
      unfinished: orders.flatMap(({ orderNo, finished }) => (finished === 0n ? [orderNo] : [])),
      imbalanced: orders.flatMap((order) => (balanceOf(order).some(isImbalanced) ? [order.orderNo] : [])),
      signed: selfVerification.recordsWithin(handbook.id, { from, to }).filter(({ signed }) => signed === 1n),
    }),
  }
}
