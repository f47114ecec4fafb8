import { netExportByProduct } from './balance.ts'
import type { MaterialBalance, WriteOffBalance } from './balance.ts'
import { formatQuantity } from './cell.ts'
import { Exact, exactPercent, exactQuantity, noQuantity, printQuantity } from './exact.ts'
import type { Quantity } from './exact.ts'
import { isAccount } from './handbook-record-fields.ts'
import { listBusinessTable } from './list-business.ts'
import type { ListFacts, ListGuard } from './list-facts.ts'

const shown = (value: Quantity): string => formatQuantity(printQuantity(value))
const byLess = (a: Quantity, b: Quantity): Quantity => (a - b) as Quantity

/** What the list does to quantities: … R-116. Lists that wait for customs count as if they were booked. */
export function quantityGuards(facts: ListFacts): ListGuard[] {
  const { goods } = listBusinessTable[facts.business]
  const firstLine = new Map<number, number>()
  for (const { line, lineNo } of facts.lines) if (line && !firstLine.has(line.itemSeq)) firstLine.set(line.itemSeq, lineNo)
  return goods === 'material' ? materialGuards(facts, firstLine) : productGuards(facts, firstLine)
}

const bySeq = (balance: WriteOffBalance): Map<number, MaterialBalance> =>
  new Map(balance.materials.map((each) => [each.seq, each]))

function materialGuards(facts: ListFacts, firstLine: ReadonlyMap<number, number>): ListGuard[] {
  const [now, after] = [bySeq(facts.now), bySeq(facts.after)]
  const guards: ListGuard[] = []
  const { business, declarationType } = facts
  for (const [seq, is] of after) {
    const was = now.get(seq)
    if (!was) continue
    const lineNo = firstLine.get(seq) ?? null
    const say = (severity: ListGuard['severity'], rule: string, message: string, next: string) =>
      guards.push({ severity, rule, message, next, lineNo, column: lineNo === null ? '' : 'quantity', to: null })
    const name = `料件 ${seq} ${facts.materialName(seq)}`
    const recorded = facts.recordedOf(seq) ?? noQuantity
    const open = isAccount(facts.handbook.kind) && recorded === 0n
    if (is.imported > was.imported && is.imported > recorded && !open)
      say(
        'blocks',
        'R-114',
        `${name}累计进口 ${shown(is.imported)}，超过备案数量 ${shown(recorded)}，超出 ${shown(byLess(is.imported, recorded))}`,
        `本单最多可报 ${shown(atLeastZero(byLess(recorded, was.imported)))}；请减少数量，或先变更手册增加备案数量`,
      )
    if (is.balance < was.balance && is.balance < 0n)
      say(
        'blocks',
        'R-110',
        `${name}结余将为 ${shown(is.balance)}，账内可用 ${shown(was.balance)}`,
        '请核对数量；成品出口、内销所用的料件已先从结余中扣除',
      )
    if (business === 'surplusOut' && declarationType === '1' && lineNo !== null && is.balance > 0n)
      say(
        'warns',
        'R-55',
        `${name}结余 ${shown(was.balance)}，结转后还有 ${shown(is.balance)}`,
        '申请结转的数量应与实际余料相符，请核对',
      )
    if (is.exchangeIn > was.exchangeIn && is.exchangeIn > is.exchangeOut)
      say(
        'warns',
        'R-58',
        `${name}退换进口累计 ${shown(is.exchangeIn)}，多于退换出口 ${shown(is.exchangeOut)}`,
        '请核对是否先有退换出口',
      )
    if (is.scrapDisposed > was.scrapDisposed) guards.push(...scrapGuard(facts, name, lineNo, is))
  }
  return guards
}

const atLeastZero = (value: Quantity): Quantity => (value < 0n ? noQuantity : value)

/**
 * what is disposed of stays within the tangible loss and its tolerance. Told, not blocked: by-products leave by the same modes and are
 * no loss.
 */
function scrapGuard({ parameters }: ListFacts, name: string, lineNo: number | null, is: MaterialBalance): ListGuard[] {
  const most = exactQuantity(is.tangible)
    .times(exactPercent(parameters.scrapTolerance).plus(Exact.fraction(1n, 1n)))
    .toQuantity()
  if (is.scrapDisposed <= most) return []
  return [
    {
      severity: 'warns',
      rule: 'R-116',
      message: `${name}的边角料累计处置 ${shown(is.scrapDisposed)}，超过有形损耗 ${shown(is.tangible)} 及允差，最多 ${shown(most)}`,
      next: '请核对过磅数量；多出的应查明来源，按料件或残次品处置。副产品不受此限',
      lineNo,
      column: 'quantity',
      to: null,
    },
  ]
}

function productGuards(facts: ListFacts, firstLine: ReadonlyMap<number, number>): ListGuard[] {
  const guards: ListGuard[] = []
  const [was, is] = [netExportByProduct(facts.now.products), netExportByProduct(facts.after.products)]
  for (const [seq, exported] of is) {
    const earlier = was.get(seq) ?? noQuantity
    const recorded = facts.recordedOf(seq) ?? noQuantity
    if (exported <= earlier || exported <= recorded || (isAccount(facts.handbook.kind) && recorded === 0n)) continue
    guards.push({
      severity: 'blocks',
      rule: 'R-115',
      message: `成品 ${seq} 累计净出口 ${shown(exported)}，超过备案数量 ${shown(recorded)}，超出 ${shown(byLess(exported, recorded))}`,
      next: `本单最多可报 ${shown(atLeastZero(byLess(recorded, earlier)))}；请减少数量，或先变更手册增加备案数量`,
      lineNo: firstLine.get(seq) ?? null,
      column: firstLine.has(seq) ? 'quantity' : '',
      to: null,
    })
  }
  guards.push(...returnGuards(facts, firstLine))
  const now = bySeq(facts.now)
  for (const material of facts.after.materials) {
    const before = now.get(material.seq)
    if (!before || material.balance >= before.balance || material.balance >= 0n) continue
    guards.push({
      severity: 'warns',
      rule: 'R-115',
      message: `料件 ${material.seq} ${facts.materialName(material.seq)}可用 ${shown(before.balance)}，本单耗用 ${shown(byLess(before.balance, material.balance))}，缺 ${shown(-material.balance as Quantity)}`,
      next: '请核对单耗版本和数量，或先补报进口、结转转入的清单',
      lineNo: null,
      column: 'quantity',
      to: null,
    })
  }
  return guards
}

/** no more comes back than has gone out, and no more goes out again than has come back. */
function returnGuards({ after, now, business }: ListFacts, firstLine: ReadonlyMap<number, number>): ListGuard[] {
  if (business !== 'returnedIn' && business !== 'returnedOut') return []
  const held = new Map(now.products.map((each) => [`${each.seq}:${each.version}`, each]))
  return after.products.flatMap((each): ListGuard[] => {
    const earlier = held.get(`${each.seq}:${each.version}`)
    const more = (column: 'returnedIn' | 'returnedOut') => each[column] > (earlier?.[column] ?? noQuantity)
    const place = {
      severity: 'blocks' as const,
      rule: 'R-59',
      lineNo: firstLine.get(each.seq) ?? null,
      column: 'quantity',
      to: null,
    }
    const what = `成品 ${each.seq} 版本 ${each.version}`
    if (business === 'returnedIn' && more('returnedIn') && each.netExport < 0n) {
      const message = `${what}退换进口后净出口为 ${shown(each.netExport)}，退回的多于出口的`
      return [{ ...place, message, next: '请核对数量和单耗版本号' }]
    }
    if (business === 'returnedOut' && more('returnedOut') && each.returnedOut > each.returnedIn) {
      const message = `${what}退换出口累计 ${shown(each.returnedOut)}，多于退换进口 ${shown(each.returnedIn)}`
      return [{ ...place, message, next: '请核对；不是退换的成品按出口申报' }]
    }
    return []
  })
}
