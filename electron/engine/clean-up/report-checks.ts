import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { noQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import type { WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import { rowHolds } from '../write-off/report.ts'
import { isUnanswered, stillOut } from './situation.ts'
import type { Situation } from './situation.ts'

/** What and their neighbours ask before 报核, in the order in which a clerk would look; each with where it is mended. */
export function reportChecks(report: WriteOffReport, of: Situation): Guard[] {
  return [
    handbookKind(of),
    owner(report),
    bookedLists(report, of),
    otherLists(of),
    futureLists(report, of),
    openDrafts(of),
    unpaidSales(of),
    openRefusals(of),
    declaredConsumption(of),
    negativeBalances(report),
    rowChecks(report),
    remaining(report),
    scrap(of),
    productsWithoutColumn(of),
    ...stocktake(of),
    ...outsourced(of),
    deliveries(of),
    guarantee(of),
    deadline(of),
    earlierReports(of),
  ].filter((check) => check !== undefined)
}

const passes = (rule: string, message: string): Guard => said('passes', rule, message, '', null)
const said = (severity: Guard['severity'], rule: string, message: string, next: string, to: string | null): Guard => ({
  severity,
  rule,
  message,
  next,
  lineNo: null,
  column: '',
  to,
})

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
function handbookKind({ books: { handbook } }: Situation): Guard | undefined {
  if (handbook.kind === 'B' || handbook.kind === 'C') return undefined
  const message = `${handbook.handbook_no} 不是来料或进料加工手册，不能用手册报核报文`
  return said('blocks', 'R-20', message, '账册请按周期核销', paths.handbook(handbook.handbook_no))
}

function owner({ declarant, operator, processor }: WriteOffReport): Guard | undefined {
  if ([operator.customsCode, processor.customsCode].includes(declarant.customsCode)) return undefined
  const message = `手册的经营企业和加工企业都不是本企业（${declarant.customsCode} ${declarant.name}），请核对申报单位`
  return said('warns', 'R-19', message, '请核对企业资料', paths.settings('enterprise'))
}

function bookedLists({ lists, handbookNo }: WriteOffReport, { books }: Situation): Guard {
  if (lists.length === 0)
    return said('blocks', 'R-19', '手册没有已核扣的清单，没有可报核的内容', '请先导入清单', paths.importLists(handbookNo))
  const imports = lists.filter(({ direction }) => direction === 'I').length
  const opening = books.lists.filter(({ declaredOn }) => declaredOn === null).length
  const older = opening === 0 ? '' : `，其中期初 ${opening} 份`
  return passes(
    'R-19',
    `已核扣清单 ${lists.length} 份（进口 ${imports} 份、出口 ${lists.length - imports} 份${older}），每份列一次`,
  )
}

function otherLists({ lists, books: { handbook } }: Situation): Guard {
  if (lists.reserved + lists.unbooked === 0) return passes('R-124', '没有预核扣或未核扣的清单')
  const message = `还有预核扣清单 ${lists.reserved} 份、未核扣清单 ${lists.unbooked} 份，不在报核数据内；报核前清单须全部核扣或删除`
  return said('blocks', 'R-124', message, '请等海关核扣，导入回执或最新的清单', paths.handbook(handbook.handbook_no, 'lists'))
}

/** nothing is declared after today, unless the clock of the computer is wrong. */
function futureLists({ handbookNo }: WriteOffReport, { books: { lists, today } }: Situation): Guard | undefined {
  const [first, ...more] = lists.filter(({ declaredOn }) => declaredOn !== null && declaredOn > today)
  if (!first) return undefined
  const message = `${more.length + 1} 份清单的申报日期晚于今天（${today}），如 ${first.listNo}`
  return said('warns', 'R-113', message, '请核对电脑日期和清单的申报日期', paths.handbook(handbookNo, 'lists'))
}

function openDrafts({ openDrafts: drafts, openSales, books: { handbook } }: Situation): Guard | undefined {
  const editing = drafts.filter(({ state }) => state !== 'filed').length
  const sales = openSales.filter(({ state }) => state === 'draft')
  if (editing > 0) {
    const message = `还有 ${editing} 份清单草稿没有申报，不在报核数据内`
    return said('warns', 'R-124', message, '请申报，或作废不要的草稿', paths.listDrafts(handbook.handbook_no))
  }
  const [sale] = sales
  if (!sale) return undefined
  return said('warns', 'R-124', `还有 ${sales.length} 笔内销没有生成清单，不在报核数据内`, '请生成清单并申报，或作废', sale.to)
}

/** customs closes no handbook whose taxes are owed. */
function unpaidSales({ unpaidSales: unpaid }: Situation): Guard | undefined {
  const [first, ...others] = unpaid
  if (!first) return undefined
  const message = `还有 ${unpaid.length} 笔内销没有登记缴税，结案前税款须缴清`
  return said('warns', 'R-71', message, '请缴税，再登记税单', others.length === 0 ? first.to : paths.domesticSales('sales'))
}

function openRefusals({ openRefusals: open, books: { handbook } }: Situation): Guard | undefined {
  if (open === 0) return undefined
  const message = `清单导入时被拒的行还有 ${open} 处没有处理，报核数据可能不全`
  return said('warns', 'R-124', message, '请改正后重新导入，或标为已处理', paths.imports(handbook.handbook_no))
}

/** without it the use of material is unknown. */
function declaredConsumption({ books: { balance, products, handbook } }: Situation): Guard {
  const names = new Map(products.map((item) => [Number(item.seq), item.name]))
  const undeclared = balance.products.filter((product) => product.netExport !== 0n && !product.declared)
  if (undeclared.length === 0) return passes('R-124', '已出口的成品各版本都有单耗')
  const items = undeclared.map(({ seq, version }) => ({ seq, name: `${names.get(seq) ?? ''}（版本 ${version}）` }))
  const message = `成品已出口但没有单耗：${named(items)}`
  return said('blocks', 'R-124', message, '请申报这些版本的单耗', paths.consumption('versions', handbook.handbook_no))
}

function negativeBalances({ materials, handbookNo }: WriteOffReport): Guard {
  const negative = materials.filter((material) => material.remaining < 0n)
  const [first] = negative
  if (!first) return passes('R-124', '没有结余为负的料件')
  const to = paths.figure(handbookNo, first.seq, 'balance')
  return said('blocks', 'R-124', `料件结余为负：${named(negative)}`, '请核对漏导的进口清单、单耗和单位', to)
}

function rowChecks({ materials, handbookNo }: WriteOffReport): Guard {
  const wrong = materials.filter((material) => !rowHolds(material))
  if (wrong.length > 0)
    return said('blocks', 'R-112', `料件各栏不平：${named(wrong)}`, '请核对这些料件的各栏', paths.writeOff('report', handbookNo))
  return passes(
    'R-112',
    `${materials.length} 项料件各栏平衡：进口 + 深加工进口 − 内销 − 复出口 − 销毁 − 余料转出 − 产品总耗用 = 剩余`,
  )
}

function remaining({ materials, handbookNo }: WriteOffReport): Guard {
  const left = materials.filter((material) => material.remaining > 0n)
  if (left.length === 0) return passes('R-110', '料件没有结余')
  const message = `${left.length} 项料件尚有结余，结案前须办理余料结转、内销、退运或销毁`
  return said('warns', 'R-110', message, '请逐项处理余料', paths.surplus(handbookNo))
}

function scrap({ books: { balance, materials, handbook } }: Situation): Guard {
  const names = new Map(materials.map((item) => [Number(item.seq), item.name]))
  const of = (holds: (scrapLeft: Quantity) => boolean) =>
    balance.materials.filter(({ scrapLeft }) => holds(scrapLeft)).map(({ seq }) => ({ seq, name: names.get(seq) ?? '' }))
  const tooMuch = of((left) => left < 0n)
  const open = of((left) => left > 0n)
  const to = paths.scrap(handbook.handbook_no)
  if (tooMuch.length > 0) {
    const message = `处置的边角料多于有形损耗：${named(tooMuch)}，请核对损耗率或处置清单`
    return said('warns', 'R-116', message, '请核对过磅单与清单', to)
  }
  if (open.length === 0) return passes('R-116', '边角料均已处置')
  const message = `${open.length} 项料件的边角料尚未处置完，结案前须内销、退运或销毁`
  return said('warns', 'R-116', message, '请处置边角料，或证明没有价值', to)
}

function productsWithoutColumn({ books: { balance, handbook } }: Situation): Guard | undefined {
  const seqs = new Set(balance.products.filter(({ otherwiseOut }) => otherwiseOut !== noQuantity).map(({ seq }) => seq))
  if (seqs.size === 0) return undefined
  const message = `${seqs.size} 项成品有减免或以产顶进，报文没有对应栏目，数量写在备注里`
  return said('warns', 'R-106', message, '请核对备注', paths.writeOff('report', handbook.handbook_no))
}

/** R-117 …: a settled count no older than so many days, and no difference that it left open. */
function stocktake({ stocktake: { latest, counting, mostDays }, books: { handbook } }: Situation): Guard[] {
  const to = paths.writeOff('stocktakes', handbook.handbook_no)
  const [open] = counting
  const going = open
    ? [
        said(
          latest ? 'warns' : 'blocks',
          'R-124',
          `盘点 ${open.stocktakeNo} 还没有定下`,
          '请录完盘点表并定下结果',
          paths.stocktake(open.stocktakeId),
        ),
      ]
    : []
  if (!latest) {
    if (going.length > 0) return going
    return [said('blocks', 'R-124', '没有定下的盘点，报核前须以盘点核对结余', '请盘点并定下结果', to)]
  }
  const here = paths.stocktake(latest.stocktakeId)
  const which = `盘点 ${latest.stocktakeNo}（截止 ${latest.cutOff}）`
  const age =
    latest.age > mostDays
      ? said('blocks', 'R-124', `${which}已过 ${latest.age} 天，超过 ${mostDays} 天`, '请重新盘点', to)
      : passes('R-124', `${which}在 ${mostDays} 天之内`)
  const owed =
    latest.openDifferences > 0
      ? [
          said(
            'blocks',
            'R-118',
            `${which}有 ${latest.openDifferences} 项短少待补税，还没有足额生成内销`,
            '请在盘点中生成补税的内销',
            here,
          ),
        ]
      : []
  const moved =
    latest.moved > 0
      ? [
          said(
            'warns',
            'R-117',
            `${which}定下以后，截止日的账面有 ${latest.moved} 项料件变了，差异不再是定下时的`,
            '请核对截止日以前补记的清单，差异不符的重新盘点',
            here,
          ),
        ]
      : []
  return [age, ...owed, ...moved, ...going]
}

/** */
function outsourced({ outward }: Situation): Guard[] {
  const out = stillOut(outward)
  if (out.length === 0) return [passes('R-124', outward.length === 0 ? '没有外发加工' : '外发加工的货物都已收回或了结')]
  return out.map(({ contractor, innerNo, goods, to }) =>
    said(
      'blocks',
      'R-124',
      `外发加工 ${innerNo}（${contractor}）还有 ${goods} 项货物在外`,
      '请收回，或办理手续后结束申报表（R-64）',
      to,
    ),
  )
}

/** what has changed hands and is on no list. */
function deliveries({ matching }: Situation): Guard | undefined {
  const open = matching.filter(({ undeclared }) => undeclared !== '0').length
  if (open === 0) return undefined
  const message = `深加工结转还有 ${open} 项收发货没有申报，不在报核数据内`
  return said('warns', 'R-52', message, '请集中申报', paths.transfers('matching'))
}

/** a guarantee itself is not kept in the books, only what may have asked for one. */
function guarantee({ life, outward, books: { handbook } }: Situation): Guard {
  const reasons = [
    ...(life.extensions >= 2 ? [`手册延期 ${life.extensions} 次`] : []),
    ...(outward.some(({ allProcesses }) => allProcesses) ? ['全部工序外发'] : []),
  ]
  if (reasons.length === 0) return passes('R-8', '账内没有须提供担保的情形；账本不记担保本身')
  const message = `${reasons.join('、')}，可能提供过担保；账本不记担保本身`
  return said('warns', 'R-8', message, '请确认担保已了结', paths.handbook(handbook.handbook_no))
}

/** R-17, raw dates (C-1). */
function deadline({ books: { handbook, today }, reportBy, life }: Situation): Guard {
  const to = paths.handbook(handbook.handbook_no)
  if (today > reportBy) return said('warns', 'R-17', `报核期限 ${reportBy} 已过，请尽快申报并准备说明`, '请尽快申报', to)
  const ended = life.lastExport !== undefined || life.terminated !== undefined
  if (today <= handbook.valid_to && !ended) {
    const message = `手册有效期到 ${handbook.valid_to}，现在报核请确认进出口已全部结束；报核期限 ${reportBy}`
    return said('warns', 'R-17', message, '请在手册概况标明最后一批成品已出口', to)
  }
  return passes('R-17', `在报核期限 ${reportBy} 之内`)
}

function earlierReports({ reports, life, books: { handbook } }: Situation): Guard | undefined {
  if (life.reportAccepted) {
    const message = `海关已于 ${life.reportAccepted} 受理本手册的报核，不再另报`
    return said('blocks', 'R-18', message, '请等核销结案通知书', paths.handbook(handbook.handbook_no))
  }
  const open = reports.filter(isUnanswered)
  const [first] = open
  if (!first) return undefined
  const packages = open.map(({ sequence }) => sequence).join('、')
  const message = `本手册已有签名的报核（申报包 ${packages}）还没有结果，请确认确需再报`
  return said('warns', 'R-19', message, '请先登记结果', paths.filing(first.filingId))
}
