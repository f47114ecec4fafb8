import { supervisionModeName } from '../codes/tables.ts'
import { wrongMerges } from './declaration-lines.ts'
import type { DeclarationLine, MergedLine } from './declaration-lines.ts'
import { formatQuantity } from './cell.ts'
import { Exact, exactMoney, exactPercent, exactQuantity, printMoney, printQuantity } from './exact.ts'
import type { Rate } from './exact.ts'
import { levyModeOf, listBusinessTable } from './list-business.ts'
import { headGuards } from './list-head-guards.ts'
import { linePrice, lineTotal } from './list-lines.ts'
import type { ExaminedLine, ReadLine } from './list-lines.ts'
import type { ListFacts, ListGuard } from './list-facts.ts'
import { quantityGuards } from './list-quantity-guards.ts'

export type { ListFacts, ListGuard } from './list-facts.ts'

/**
 * What is to be said of a list before it is filed, worst first: each guard names its rule, what to do, and where. Pure: whatever the
 * books know stands in the facts.
 */
export function listGuards(facts: ListFacts): ListGuard[] {
  const guards = [...headGuards(facts), ...lineGuards(facts), ...quantityGuards(facts), ...mergeGuards(facts)]
  const rank = { blocks: 0, warns: 1, passes: 2 } as const
  return guards.toSorted((a, b) => rank[a.severity] - rank[b.severity] || (a.lineNo ?? 0) - (b.lineNo ?? 0))
}

const at = (
  severity: ListGuard['severity'],
  rule: string,
  lineNo: number,
  column: string,
  message: string,
  next: string,
): ListGuard => ({ severity, rule, message, next, lineNo, column, to: null })

function lineGuards(facts: ListFacts): ListGuard[] {
  const guards: ListGuard[] = []
  for (const examined of facts.lines) {
    for (const { column, message } of examined.problems)
      guards.push(
        at(
          'blocks',
          'R-67',
          examined.lineNo,
          column,
          message,
          column === 'itemSeq' ? '请核对备案序号，或先变更手册' : '请改正这一格',
        ),
      )
    if (examined.line) {
      guards.push(...versionGuards(facts, examined, examined.line))
      guards.push(...figureGuards(facts, examined, examined.line))
    }
  }
  return guards
}

/** */
function versionGuards(facts: ListFacts, { lineNo, cells }: ExaminedLine, line: ReadLine): ListGuard[] {
  const { goods, direction } = listBusinessTable[facts.business]
  if (goods !== 'product' || facts.declarationType === '3') return []
  const guards: ListGuard[] = []
  const key = `${line.itemSeq}:${line.version}`
  const what = `成品 ${line.itemSeq} 版本 ${line.version}`
  const column = 'version'
  if ((cells['version'] ?? '') === '')
    guards.push(at('blocks', 'R-35', lineNo, column, `成品 ${line.itemSeq} 没有填写单耗版本号`, '请填写这批成品所用的单耗版本号'))
  else if (!facts.recordedVersions.has(key)) {
    const severity = facts.handbook.consumptionStage === '1' || line.version !== '0' ? 'blocks' : 'warns'
    const rule = facts.handbook.consumptionStage === '1' ? 'R-33' : 'R-35'
    guards.push(at(severity, rule, lineNo, column, `手册没有${what}的单耗`, '请核对版本号，或先变更手册申报单耗'))
  } else if (!facts.declaredVersions.has(key)) {
    const severity = facts.handbook.consumptionStage === '1' ? 'blocks' : 'warns'
    guards.push(at(severity, 'R-33', lineNo, column, `${what}的单耗尚未申报`, '请先申报单耗，再申报成品'))
  }
  const drift = direction === 'E' ? facts.drifting.get(key) : undefined
  if (drift !== undefined)
    guards.push(at('warns', 'R-40', lineNo, column, `出口前请核对：${drift}`, '如实际单耗已变，请以新版本申报以后的出口'))
  return guards
}

/** Total = price × quantity; legal units; price and legal quantity beside the item's own history. */
function figureGuards(facts: ListFacts, examined: ExaminedLine, line: ReadLine): ListGuard[] {
  const { lineNo, item } = examined
  if (!item || facts.declarationType === '3') return []
  const guards: ListGuard[] = []
  const expected = lineTotal(line.quantity, line.unitPrice)
  // A price has four decimals: it may be off by half of the last one for each unit of the goods, and the total by half a cent.
  const slack = exactQuantity(line.quantity).times(Exact.fraction(1n, 20_000n)).plus(Exact.fraction(1n, 200n))
  if (slack.isLessThan(distance(exactMoney(line.total), exactQuantity(line.quantity).times(exactMoney(line.unitPrice)))))
    guards.push(
      at(
        'blocks',
        'R-67',
        lineNo,
        'total',
        `总价 ${shown(printMoney(line.total))} 与数量 × 单价 ${shown(printMoney(expected))} 不符`,
        `请核对；按总价折算的单价为 ${printMoney(linePrice(line.total, line.quantity))}`,
      ),
    )
  if (item.legalUnit === item.unit && line.legalQuantity !== line.quantity)
    guards.push(
      at(
        'blocks',
        'R-67',
        lineNo,
        'legalQuantity',
        '法定计量单位与申报单位相同，法定数量应等于申报数量',
        `请改为 ${printQuantity(line.quantity)}`,
      ),
    )
  if (item.secondLegalUnit === '' && line.secondLegalQuantity !== undefined)
    guards.push(at('blocks', 'R-67', lineNo, 'secondLegalQuantity', '商品没有法定第二计量单位，不填第二法定数量', '请清空这一格'))
  if (line.grossWeight !== undefined && line.netWeight !== undefined && line.netWeight > line.grossWeight)
    guards.push(at('blocks', 'R-67', lineNo, 'netWeight', '净重大于毛重', '请核对毛重和净重'))
  const levyMode = levyModeOf(facts.business)
  if (line.levyMode !== levyMode)
    guards.push(
      at(
        'warns',
        'R-2',
        lineNo,
        'levyMode',
        `征免方式 ${line.levyMode} 与监管方式 ${facts.mode} ${supervisionModeName(facts.mode) ?? ''}通常的 ${levyMode} 不同`,
        '请核对征免方式',
      ),
    )
  if (listBusinessTable[facts.business].priceLike === 'history') guards.push(...priceGuards(facts, lineNo, line, item))
  guards.push(...legalRatioGuards(facts, lineNo, line, item))
  return guards
}

/** Beside the weighted average of the item's booked lists in the same currency; before there are any, beside the recorded price. */
function priceGuards(facts: ListFacts, lineNo: number, line: ReadLine, item: NonNullable<ExaminedLine['item']>): ListGuard[] {
  const history = facts.history.find(
    ({ seq, currency, quantity }) => seq === line.itemSeq && currency === line.currency && quantity > 0n,
  )
  const recorded = item.unitPrice > 0n && item.currency === line.currency ? exactMoney(item.unitPrice) : undefined
  const usual = history ? exactMoney(history.value).dividedBy(exactQuantity(history.quantity)) : recorded
  if (!usual || !Exact.zero.isLessThan(usual)) return []
  const off = distance(exactMoney(line.unitPrice), usual)
  if (!usual.times(exactPercent(facts.parameters.priceTolerance)).isLessThan(off)) return []
  const what = history ? '已记账清单的加权平均单价' : '备案单价'
  return [
    at(
      'warns',
      'R-67',
      lineNo,
      'unitPrice',
      `单价 ${printMoney(line.unitPrice)} 与本项${what} ${usual.toText(4)} 相差 ${percentOf(off, usual)}%，超过 ${shownPercent(facts.parameters.priceTolerance)}%`,
      '请核对单价、数量和币制；价格确有变化的，备好合同发票说明',
    ),
  ]
}

function legalRatioGuards(
  facts: ListFacts,
  lineNo: number,
  line: ReadLine,
  item: NonNullable<ExaminedLine['item']>,
): ListGuard[] {
  if (item.legalUnit === item.unit) return []
  const same = facts.history.filter(({ seq, legalBase }) => seq === line.itemSeq && legalBase > 0n)
  const base = same.reduce((sum, { legalBase }) => sum + legalBase, 0n)
  const legal = same.reduce((sum, { legalQuantity }) => sum + legalQuantity, 0n)
  if (base <= 0n || legal <= 0n) return []
  const usual = Exact.fraction(legal, base)
  const off = distance(Exact.fraction(line.legalQuantity, line.quantity), usual)
  if (!usual.times(exactPercent(facts.parameters.priceTolerance)).isLessThan(off)) return []
  return [
    at(
      'warns',
      'R-67',
      lineNo,
      'legalQuantity',
      `每申报单位折合法定数量 ${Exact.fraction(line.legalQuantity, line.quantity).toText(5)}，历来为 ${usual.toText(5)}，相差 ${percentOf(off, usual)}%`,
      '请核对法定数量和法定计量单位',
    ),
  ]
}

function mergeGuards(facts: ListFacts): ListGuard[] {
  const guards = wrongMerges(facts.merged).map(({ lineNo, no, differs }) =>
    at(
      'blocks',
      'R-67',
      lineNo,
      'declarationLineNo',
      `不能并入报关单第 ${no} 项：${differs}`,
      '请另给一个报关单商品序号，或清空由系统编号',
    ),
  )
  const most = facts.parameters.declarationLines
  if (facts.declaredToCustoms && facts.declaration.length > most)
    guards.push({
      severity: 'warns',
      rule: 'R-67',
      message: `将合并成报关单商品 ${facts.declaration.length} 项，超过一份报关单的 ${most} 项，海关会拆成多份报关单`,
      next: '可以照报，或把表体分成几份清单',
      lineNo: null,
      column: 'declarationLineNo',
      to: null,
    })
  return guards
}

/** What the lines look like to the merging; lines that are not right yet stand in none. */
export function mergedLines(facts: Pick<ListFacts, 'lines' | 'business' | 'hasStandard'>): MergedLine[] {
  const { goods } = listBusinessTable[facts.business]
  return facts.lines.flatMap(({ lineNo, line, item, cells }): MergedLine[] => {
    if (!line || !item) return []
    const wanted = cells['declarationLineNo'] ?? ''
    return [
      {
        lineNo,
        hsCode: item.hsCode,
        unit: item.unit,
        name: item.name,
        currency: line.currency,
        country: goods === 'material' ? line.originCountry : line.destinationCountry,
        quantity: line.quantity,
        total: line.total,
        consumable: goods === 'material' && item.attribute === '1',
        hasStandard: goods === 'product' && facts.hasStandard(item.hsCode),
        apart: line.apart,
        wantedNo: wanted === '' ? undefined : Number(wanted),
      },
    ]
  })
}

/** Of each line the number of its line in the declaration. */
export const declarationNoOf = (declaration: readonly DeclarationLine[]): ReadonlyMap<number, number> =>
  new Map(declaration.flatMap(({ no, lineNos }) => lineNos.map((lineNo) => [lineNo, no] as const)))

const distance = (a: Exact, b: Exact): Exact => (a.isLessThan(b) ? b.minus(a) : a.minus(b))
const percentOf = (part: Exact, of: Exact): string => part.dividedBy(of).times(Exact.fraction(100n, 1n)).toText(1)
const shownPercent = (value: Rate): string => exactPercent(value).times(Exact.fraction(100n, 1n)).toText(2)
const shown = formatQuantity
