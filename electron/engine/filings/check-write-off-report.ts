import type { ListStatus } from '../bonded-lists/service.ts'
import { noQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { isXmlText } from '../../../shared/messages/xml.ts'
import type { ReportedMaterial, WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { CheckRow } from './store.ts'
import type { ReportSource } from './write-off-report.ts'

export interface Circumstances {
  lists: Record<ListStatus, number>
  /** Refused rows of imports, not settled yet. */
  openRefusals: number
  /** Places in the chain of signed reports of this handbook that have no answer yet. */
  unansweredReports: readonly number[]
}

/** What and their neighbours ask before 报核, in the order in which a clerk would look. */
export function checkReport(report: WriteOffReport, source: ReportSource, circumstances: Circumstances): CheckRow[] {
  return [
    handbookKind(source),
    owner(report),
    bookedLists(report),
    otherLists(circumstances),
    openRefusals(circumstances),
    declaredConsumption(source),
    negativeBalances(report),
    rowChecks(report),
    remaining(report),
    scrap(source),
    productsWithoutColumn(source),
    deadline(source),
    earlierReports(circumstances),
    {
      severity: 'warns' as const,
      rule: 'R-124',
      message: '账本尚未记录盘点、外发加工和担保的情况，请自行确认盘点有效、外发货物已收回、担保已了结',
    },
  ].filter((check) => check !== undefined)
}

const passes = (rule: string, message: string): CheckRow => ({ severity: 'passes', rule, message })
const warns = (rule: string, message: string): CheckRow => ({ severity: 'warns', rule, message })
const blocks = (rule: string, message: string): CheckRow => ({ severity: 'blocks', rule, message })

const mostNamed = 5

/** `1 铜线、2 铝锭 等 7 项` */
function named(items: readonly { seq: number; name: string }[]): string {
  const first = items
    .slice(0, mostNamed)
    .map(({ seq, name }) => `${seq} ${name}`)
    .join('、')
  return items.length > mostNamed ? `${first} 等 ${items.length} 项` : first
}

/** an account is rolled by another message, cycle by cycle. */
function handbookKind({ handbook }: ReportSource): CheckRow | undefined {
  if (handbook.kind === 'B' || handbook.kind === 'C') return undefined
  return blocks('R-20', `${handbook.handbook_no} 不是来料或进料加工手册，不能用手册报核报文`)
}

function owner({ declarant, operator, processor }: WriteOffReport): CheckRow | undefined {
  if ([operator.customsCode, processor.customsCode].includes(declarant.customsCode)) return undefined
  return warns('R-19', `手册的经营企业和加工企业都不是本企业（${declarant.customsCode} ${declarant.name}），请核对申报单位`)
}

function bookedLists({ lists }: WriteOffReport): CheckRow {
  if (lists.length === 0) return blocks('R-19', '手册没有已核扣的清单，没有可报核的内容')
  const imports = lists.filter(({ direction }) => direction === 'I').length
  return passes('R-19', `已核扣清单 ${lists.length} 份（进口 ${imports} 份、出口 ${lists.length - imports} 份），每份列一次`)
}

function otherLists({ lists }: Circumstances): CheckRow {
  if (lists.reserved + lists.unbooked === 0) return passes('R-124', '没有预核扣或未核扣的清单')
  return warns('R-124', `还有预核扣清单 ${lists.reserved} 份、未核扣清单 ${lists.unbooked} 份，不在报核数据内`)
}

function openRefusals(circumstances: Circumstances): CheckRow | undefined {
  if (circumstances.openRefusals === 0) return undefined
  return warns('R-124', `清单导入时被拒的行还有 ${circumstances.openRefusals} 处没有处理，报核数据可能不全`)
}

/** without it the use of material is unknown. */
function declaredConsumption({ balance, products }: ReportSource): CheckRow {
  const names = new Map(products.map((item) => [Number(item.seq), item.name]))
  const undeclared = balance.products.filter((product) => product.netExport !== 0n && !product.declared)
  if (undeclared.length === 0) return passes('R-124', '已出口的成品各版本都有单耗')
  const items = undeclared.map(({ seq, version }) => ({ seq, name: `${names.get(seq) ?? ''}（版本 ${version}）` }))
  return blocks('R-124', `成品已出口但没有单耗：${named(items)}`)
}

function negativeBalances({ materials }: WriteOffReport): CheckRow {
  const negative = materials.filter((material) => material.remaining < 0n)
  return negative.length === 0 ? passes('R-124', '没有结余为负的料件') : blocks('R-124', `料件结余为负：${named(negative)}`)
}

/** 1e-5, one unit of the last digit, for the one rounding of each figure. */
function rowChecks({ materials }: WriteOffReport): CheckRow {
  const wrong = materials.filter((material) => {
    const gap = rowGap(material)
    return gap > 1n || gap < -1n
  })
  if (wrong.length > 0) return blocks('R-112', `料件各栏不平：${named(wrong)}`)
  return passes(
    'R-112',
    `${materials.length} 项料件各栏平衡：进口 + 深加工进口 − 内销 − 复出口 − 销毁 − 余料转出 − 产品总耗用 = 剩余`,
  )
}

const rowGap = (of: ReportedMaterial): bigint =>
  of.imported + of.transferIn - of.domestic - of.reexport - of.destroyed - of.surplusOut - of.consumed - of.remaining

function remaining({ materials }: WriteOffReport): CheckRow {
  const left = materials.filter((material) => material.remaining > 0n)
  if (left.length === 0) return passes('R-110', '料件没有结余')
  return warns('R-110', `${left.length} 项料件尚有结余，结案前须办理余料结转、内销、退运或销毁`)
}

function scrap({ balance, materials }: ReportSource): CheckRow {
  const names = new Map(materials.map((item) => [Number(item.seq), item.name]))
  const of = (holds: (scrapLeft: Quantity) => boolean) =>
    balance.materials.filter(({ scrapLeft }) => holds(scrapLeft)).map(({ seq }) => ({ seq, name: names.get(seq) ?? '' }))
  const tooMuch = of((left) => left < 0n)
  const open = of((left) => left > 0n)
  if (tooMuch.length > 0) return warns('R-116', `处置的边角料多于有形损耗：${named(tooMuch)}，请核对损耗率或处置清单`)
  if (open.length > 0) return warns('R-116', `${open.length} 项料件的边角料尚未处置完，结案前须内销、退运或销毁`)
  return passes('R-116', '边角料均已处置')
}

function productsWithoutColumn({ balance }: ReportSource): CheckRow | undefined {
  const seqs = new Set(balance.products.filter(({ otherwiseOut }) => otherwiseOut !== noQuantity).map(({ seq }) => seq))
  if (seqs.size === 0) return undefined
  return warns('R-106', `${seqs.size} 项成品有减免或以产顶进，报文没有对应栏目，数量写在备注里`)
}

/** R-17, raw dates (C-1). */
function deadline({ handbook, today, reportBy, movementsEnded }: ReportSource): CheckRow {
  if (today > reportBy) return warns('R-17', `报核期限 ${reportBy} 已过，请尽快申报并准备说明`)
  if (today <= handbook.valid_to && !movementsEnded)
    return warns('R-17', `手册有效期到 ${handbook.valid_to}，现在报核请确认进出口已全部结束；报核期限 ${reportBy}`)
  return passes('R-17', `在报核期限 ${reportBy} 之内`)
}

function earlierReports({ unansweredReports }: Circumstances): CheckRow | undefined {
  if (unansweredReports.length === 0) return undefined
  return warns('R-19', `本手册已有签名的报核（申报包 ${unansweredReports.join('、')}）还没有结果，请确认确需再报`)
}

/** The first text that no XML can hold, as a sentence; undefined where there is none. */
export function unwritableText(report: WriteOffReport): string | undefined {
  const parties = [report.operator, report.processor, report.declarant].flatMap((party) => Object.values(party))
  if (![report.handbookNo, report.customsDistrict, ...parties].every(isXmlText)) return '表头的企业名称或编码'
  if (!report.lists.every(({ listNo }) => isXmlText(listNo))) return '核注清单编号'
  for (const [what, items] of [
    ['料件', report.materials],
    ['成品', report.products],
  ] as const) {
    const bad = items.find((item) => ![item.partNo, item.hsCode, item.name, item.unit].every(isXmlText))
    if (bad) return `${what} ${bad.seq} 的料号、编码、名称或单位`
  }
  return undefined
}
