import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { formatQuantity } from '../../../shared/domain/cell.ts'
import type { ListBusiness } from '../../../shared/domain/list-business.ts'
import { negateQuantity, noQuantity, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import { saleKindNames } from '../../../shared/domain/sale-kinds.ts'
import type { ItemRow } from '../handbooks/service.ts'
import { stillOut } from './situation.ts'
import type { Situation } from './situation.ts'

type Step = Output<'cleanUp.get'>['steps'][number]
type Item = Step['items'][number]
/** Before its place in the order is known. */
type Found = Omit<Step, 'state'> & { state: 'done' | 'open' | 'notNeeded' }

/** More than a clerk goes through at a sitting are counted, and shown as the first are done. */
const mostItems = 200

/** R-123: finish returns → transfers → defects → surplus → scrap → count → report. What is open behind an open step waits for it. */
export function cleanUpSteps(of: Situation): Step[] {
  const found = [returns(of), transfers(of), defects(of), surplus(of), scrap(of), stocktake(of), report(of)]
  const first = found.findIndex(({ state }) => state === 'open')
  return found.map((step, index) => ({
    ...step,
    state: step.state === 'open' && index > first ? ('later' as const) : step.state,
    items: step.items.slice(0, mostItems),
  }))
}

const shown = (quantity: Quantity): string => formatQuantity(printQuantity(quantity)).replace('-', '−')
const noOf = ({ books }: Situation): string => books.handbook.handbook_no
const namesOf = (items: readonly ItemRow[]) => new Map(items.map((item) => [Number(item.seq), item]))

/** 料件退换 and 成品退换: what went out to be exchanged has come back, and the other way round. */
function returns(of: Situation): Found {
  const { balance, materials, products } = of.books
  const [names, productNames] = [namesOf(materials), namesOf(products)]
  const item = (what: string, row: ItemRow | undefined, seq: number, moved: { inward: Quantity; outward: Quantity }): Item[] => {
    const gap = (moved.inward - moved.outward) as Quantity
    if (gap === noQuantity) return []
    const unit = shownUnit(row?.unit ?? '')
    const missing = gap > noQuantity ? `还应退出 ${shown(gap)}` : `还应退回 ${shown(negateQuantity(gap))}`
    return [
      {
        severity: 'warns',
        title: `${what} ${seq} ${row?.name ?? ''} 退换进出不等`,
        detail: `退换进口 ${shown(moved.inward)}，退换出口 ${shown(moved.outward)}，${missing} ${unit}`,
        to:
          what === '料件'
            ? paths.figure(noOf(of), seq, 'imported')
            : paths.figure(noOf(of), seq, 'netExport', balance.products.find((each) => each.seq === seq)?.version),
      },
    ]
  }
  const exchanged = balance.materials.filter(({ exchangeIn, exchangeOut }) => exchangeIn !== 0n || exchangeOut !== 0n)
  const returned = [
    ...Map.groupBy(
      balance.products.filter(({ returnedIn, returnedOut }) => returnedIn !== 0n || returnedOut !== 0n),
      ({ seq }) => seq,
    ),
  ]
  const sum = (quantities: readonly Quantity[]) => quantities.reduce((all, each) => all + each, 0n) as Quantity
  const items = [
    ...exchanged.flatMap(({ seq, exchangeIn, exchangeOut }) =>
      item('料件', names.get(seq), seq, { inward: exchangeIn, outward: exchangeOut }),
    ),
    ...returned.flatMap(([seq, versions]) => {
      const inward = sum(versions.map(({ returnedIn }) => returnedIn))
      const outward = sum(versions.map(({ returnedOut }) => returnedOut))
      return item('成品', productNames.get(seq), seq, { inward, outward })
    }),
  ]
  const count = exchanged.length + returned.length
  return {
    step: 'returns',
    title: '退换了结',
    rule: 'R-123',
    state: count === 0 ? 'notNeeded' : items.length === 0 ? 'done' : 'open',
    detail:
      count === 0 ? '没有料件退换和成品退换' : items.length === 0 ? `${count} 项退换进出相等` : `${items.length} 项退换进出不等`,
    items,
    action: items.length === 0 ? null : { label: '起草退换清单', to: paths.listDrafts(noOf(of)) },
  }
}

/** 深加工结转 and 外发加工: slips without a list, lists on their way, goods still outside. */
function transfers(of: Situation): Found {
  const undeclared = of.matching.filter((row) => row.undeclared !== '0')
  const undelivered = of.matching.filter((row) => row.undelivered !== '0')
  const drafts = of.openDrafts.filter(({ business }) => business === 'transferIn' || business === 'transferOut')
  const out = stillOut(of.outward)
  const items: Item[] = [
    ...undeclared.map(({ way, partnerName, itemSeq, itemName, undeclared: left, unit, deadline }) => ({
      severity: 'warns' as const,
      title: `${way === 'out' ? '已发货' : '已收货'}未申报：${partnerName}`,
      detail: `${itemSeq} ${itemName} ${formatQuantity(left)} ${shownUnit(unit)}${deadline === null ? '' : `，${deadline} 前申报（R-49）`}`,
      to: paths.transfers('matching'),
    })),
    ...undelivered.map(({ way, partnerName, itemSeq, itemName, undelivered: left, unit }) => ({
      severity: 'warns' as const,
      title: `${way === 'out' ? '已结转未发货' : '已结转未收货'}：${partnerName}`,
      detail: `${itemSeq} ${itemName} ${formatQuantity(left)} ${shownUnit(unit)}`,
      to: paths.transfers('matching'),
    })),
    ...drafts.map(({ draftId, innerNo, state, lines }) => ({
      severity: 'warns' as const,
      title: `结转清单 ${innerNo} ${state === 'filed' ? '等待海关答复' : '还没有申报'}`,
      detail: `${lines.length} 行`,
      to: paths.listDraft(draftId),
    })),
    ...out.map(({ contractor, innerNo, goods, to }) => ({
      severity: 'blocks' as const,
      title: `外发货物 ${goods} 项未收回：${contractor}`,
      detail: `申报表 ${innerNo}；请收回，或办理手续后结束（R-64）`,
      to,
    })),
  ]
  const none = of.matching.length === 0 && drafts.length === 0 && of.outward.length === 0
  return {
    step: 'transfers',
    title: '结转和外发了结',
    rule: 'R-123',
    state: none ? 'notNeeded' : items.length === 0 ? 'done' : 'open',
    detail: none
      ? '没有深加工结转和外发加工'
      : items.length === 0
        ? '收发货都已申报，外发货物都已收回'
        : `${items.length} 项没有了结`,
    items,
    action: items.length === 0 ? null : { label: '收发货与清单对照', to: paths.transfers('matching') },
  }
}

/** 残次品和在制品: what was counted, and the sales of it that are not through. */
function defects(of: Situation): Found {
  const { latest } = of.stocktake
  const counted = latest?.differences.filter(({ defect }) => defect !== '0') ?? []
  const sales = of.openSales.filter(({ kind }) => kind === 'defect' || kind === 'semiFinished')
  const items: Item[] = [
    ...sales.map(({ saleNo, kind, state, to }) => ({
      severity: 'warns' as const,
      title: `${saleKindNames[kind]}内销 ${saleNo} 没有办完`,
      detail: state === 'draft' ? '还没有生成清单' : '清单还没有通过',
      to,
    })),
    ...(latest
      ? counted.map(({ seq, name, defect, unit }) => ({
          severity: 'info' as const,
          title: `盘点有残次品：料件 ${seq} ${name}`,
          detail: `折料 ${formatQuantity(defect)} ${shownUnit(unit)}（截止 ${latest.cutOff}）`,
          to: paths.stocktake(latest.stocktakeId),
        }))
      : []),
  ]
  const state = sales.length > 0 ? 'open' : counted.length > 0 ? 'done' : 'notNeeded'
  const detail = {
    open: `${sales.length} 笔残次品、半成品内销没有办完`,
    done: `盘点有 ${counted.length} 项料件折有残次品；请确认已内销或销毁`,
    notNeeded: latest ? '盘点没有残次品' : '账内没有残次品的记录；盘点以后再看',
  }[state]
  return {
    step: 'defects',
    title: '残次品折料处理',
    rule: 'R-123',
    state,
    detail,
    items,
    action: items.length === 0 ? null : { label: '残次品内销', to: paths.domesticSales('sales') },
  }
}

/** What takes surplus material out of a handbook. */
const disposing: ReadonlySet<ListBusiness> = new Set(['surplusOut', 'materialSale', 'reexport', 'destruction'])

/** 余料: what is left of each material, and what is already made out for it. */
function surplus(of: Situation): Found {
  const { balance, materials } = of.books
  const names = namesOf(materials)
  const drafted = new Map<number, bigint>()
  const add = (seq: number, quantity: Quantity) => drafted.set(seq, (drafted.get(seq) ?? 0n) + quantity)
  for (const { business, state, lines } of of.openDrafts)
    if (state !== 'filed' && disposing.has(business)) for (const line of lines) add(line.itemSeq, line.quantity)
  for (const { kind, state, lines } of of.openSales)
    if (state === 'draft' && (kind === 'material' || kind === 'surplus'))
      for (const line of lines) add(line.itemSeq, line.quantity)
  const items = balance.materials.flatMap(({ seq, balance: left, reserved }): Item[] => {
    const item = names.get(seq)
    const unit = shownUnit(item?.unit ?? '')
    const title = `料件 ${seq} ${item?.name ?? ''} 结余 ${shown(left)} ${unit}`
    const to = paths.figure(noOf(of), seq, 'balance')
    if (left < noQuantity) return [{ severity: 'blocks', title, detail: '结余为负，请核对漏导的清单、单耗和单位', to }]
    if (left === noQuantity) return []
    const filed = reserved < noQuantity ? negateQuantity(reserved) : noQuantity
    const made = (drafted.get(seq) ?? 0n) as Quantity
    const parts = [
      ...(filed > noQuantity ? [`已申报待核扣 ${shown(filed)}`] : []),
      ...(made > noQuantity ? [`已起草 ${shown(made)}`] : []),
    ]
    const all = filed + made >= left
    const rest = shown((left - filed - made) as Quantity)
    const detail = parts.length === 0 ? '还没有处理' : `${parts.join('，')}${all ? '' : `，还有 ${rest} 没有处理`}`
    return [{ severity: all ? 'info' : 'warns', title, detail, to }]
  })
  return {
    step: 'surplus',
    title: '余料结转或内销',
    rule: 'R-123',
    state: balance.materials.length === 0 ? 'notNeeded' : items.length === 0 ? 'done' : 'open',
    detail: items.length === 0 ? '料件没有结余' : `${items.length} 项料件的结余不为零`,
    items,
    action: items.length === 0 ? null : { label: '余料结转', to: paths.surplus(noOf(of)) },
  }
}

/** 边角料 (R-116) */
function scrap(of: Situation): Found {
  const names = namesOf(of.books.materials)
  const due = of.books.balance.materials.filter(({ tangible, scrapDisposed }) => tangible !== 0n || scrapDisposed !== 0n)
  const items = due.flatMap(({ seq, scrapLeft, tangible, scrapDisposed }): Item[] => {
    if (scrapLeft === noQuantity) return []
    const item = names.get(seq)
    const unit = shownUnit(item?.unit ?? '')
    const what = scrapLeft > noQuantity ? `待处置 ${shown(scrapLeft)}` : `多处置 ${shown(negateQuantity(scrapLeft))}`
    return [
      {
        severity: 'warns',
        title: `料件 ${seq} ${item?.name ?? ''} 边角料${what} ${unit}`,
        detail: `有形损耗 ${shown(tangible)}，已处置 ${shown(scrapDisposed)}`,
        to: paths.figure(noOf(of), seq, 'scrapLeft'),
      },
    ]
  })
  return {
    step: 'scrap',
    title: '边角料处置',
    rule: 'R-116',
    state: due.length === 0 ? 'notNeeded' : items.length === 0 ? 'done' : 'open',
    detail: due.length === 0 ? '没有边角料' : items.length === 0 ? '边角料均已处置' : `${items.length} 项料件的边角料没有处置完`,
    items,
    action: items.length === 0 ? null : { label: '边角料', to: paths.scrap(noOf(of)) },
  }
}

function stocktake(of: Situation): Found {
  const { latest, counting, mostDays } = of.stocktake
  const items: Item[] = counting.map(({ stocktakeId, stocktakeNo, cutOff, openDifferences }) => ({
    severity: 'warns',
    title: `盘点 ${stocktakeNo} 还没有定下`,
    detail: `截止 ${cutOff}${openDifferences > 0 ? `，${openDifferences} 项差异待写明原因和处理` : ''}`,
    to: paths.stocktake(stocktakeId),
  }))
  const fresh = latest !== undefined && latest.age <= mostDays
  if (latest) {
    const to = paths.stocktake(latest.stocktakeId)
    if (!fresh)
      items.push({
        severity: 'warns',
        title: `盘点已过 ${latest.age} 天`,
        detail: `截止 ${latest.cutOff}，超过 ${mostDays} 天`,
        to,
      })
    if (latest.openDifferences > 0)
      items.push({
        severity: 'blocks',
        title: `${latest.openDifferences} 项短少待补税`,
        detail: '还没有足额生成内销（R-118）',
        to,
      })
  }
  const state = items.length === 0 && fresh ? 'done' : 'open'
  const [going] = counting
  const owed = latest !== undefined && latest.openDifferences > 0
  const action = going
    ? { label: '继续盘点', to: paths.stocktake(going.stocktakeId) }
    : owed && fresh
      ? { label: '生成内销', to: paths.stocktake(latest.stocktakeId) }
      : { label: '开始盘点', to: paths.writeOff('stocktakes', noOf(of)) }
  return {
    step: 'stocktake',
    title: '盘点',
    rule: 'R-124',
    state,
    detail: latest ? `最近一次截止 ${latest.cutOff}，已过 ${latest.age} 天` : '还没有定下的盘点',
    items,
    action: state === 'done' ? null : action,
  }
}

const reportStates = {
  draft: '已生成，有阻断项',
  checked: '已生成，等待签名',
  signed: '已签名，等待送出',
  queued: '已签名，正在送出',
  sent: '已送出，等待回执',
  acknowledged: '已送达，等待审核',
  manualReview: '已转人工审核',
  returned: '被退单，请改正后重新生成',
  accepted: '海关已受理',
  closed: '没有报核',
} as const

function report({ reports, life, books }: Situation): Found {
  const no = books.handbook.handbook_no
  const latest = reports.find(({ state }) => state !== 'closed')
  const isDone = life.reportAccepted !== undefined || life.closed !== undefined
  const detail = life.closed
    ? `已于 ${life.closed} 结案`
    : life.reportAccepted
      ? `海关已于 ${life.reportAccepted} 受理`
      : latest
        ? reportStates[latest.state]
        : '还没有生成报核'
  return {
    step: 'report',
    title: '报核',
    rule: 'R-19',
    state: isDone ? 'done' : 'open',
    detail,
    items:
      latest && !isDone
        ? [
            {
              severity: latest.state === 'returned' || latest.state === 'draft' ? 'blocks' : 'info',
              title: latest.sequence === null ? '报核' : `报核，申报包 ${latest.sequence}`,
              detail: reportStates[latest.state],
              to: paths.filing(latest.filingId),
            },
          ]
        : [],
    action: isDone ? null : { label: '核对并生成报核', to: paths.writeOff('report', no) },
  }
}
