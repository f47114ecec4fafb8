import type { RecognisedSheet, RefusedRow } from '../../../shared/contract/values.ts'
import { findCurrency, findSupervisionMode, supervisionModeName } from '../../../shared/codes/tables.ts'
import { modesFor, postingRule } from '../../../shared/domain/posting-rules.ts'
import type { OpeningList, OpeningTotal } from '../bonded-lists/opening-lists.ts'
import type { Books } from '../bonded-lists/plan-import.ts'
import type { Call } from '../call.ts'
import type { Workbook } from '../workbook/read-workbook.ts'
import { RowCheck } from '../workbook/row-check.ts'
import { findTable } from '../workbook/table-reader.ts'
import type { TableSpec } from '../workbook/table-reader.ts'

export const totalTable = {
  readAs: '期初数量',
  sheetNames: ['期初数量', '期初', '期初余额', '累计数量'],
  columns: [
    { id: 'goods', heading: '料件成品标志', aliases: ['料件、成品标志', '料件/成品标志', '料件成品'], required: true },
    { id: 'itemSeq', heading: '备案序号', aliases: ['底账序号', '项号', '商品序号'], required: true },
    { id: 'version', heading: '单耗版本号', aliases: ['版本号', '单耗版本'], required: false },
    { id: 'mode', heading: '监管方式', aliases: ['监管方式代码', '贸易方式'], required: true },
    { id: 'direction', heading: '进出口标志', aliases: ['进出标志', '进出口'], required: true },
    { id: 'quantity', heading: '累计数量', aliases: ['数量', '申报数量', '期初数量'], required: true },
    { id: 'value', heading: '累计总价', aliases: ['总价', '金额', '累计金额'], required: false },
    { id: 'currency', heading: '币制', aliases: ['币种'], required: false },
  ],
} as const satisfies TableSpec
type TotalColumn = (typeof totalTable)['columns'][number]['id']

export const openingListTable = {
  readAs: '期初清单',
  sheetNames: ['期初清单', '清单', '核注清单'],
  columns: [
    { id: 'listNo', heading: '清单编号', aliases: ['保税清单编号', '核注清单编号', '保税核注清单编号'], required: true },
    { id: 'direction', heading: '进出口标志', aliases: ['进出标志', '进出口'], required: true },
  ],
} as const satisfies TableSpec

/** A workbook of an opening, checked against the books it is to begin. */
export interface ReadOpening {
  totals: OpeningTotal[]
  lists: OpeningList[]
  refused: RefusedRow[]
  recognised: RecognisedSheet[]
}

export interface OpeningBooks extends Pick<Books, 'kind' | 'consumptionStage' | 'materials' | 'products' | 'declaredVersions'> {
  /** Of lists that stand in the books. */
  listNos: ReadonlySet<string>
}

const directions = { I: 'I', E: 'E', 进口: 'I', 出口: 'E' } as const
const goodsWords = { I: 'I', E: 'E', 料件: 'I', 成品: 'E' } as const
const stepEvery = 128

/** Reads both sheets; mistakes are collected with their place. @throws Refusal workbook.* */
export async function readOpening(workbook: Workbook, books: OpeningBooks, step: Call['step']): Promise<ReadOpening> {
  const refused: RefusedRow[] = []
  const report = (row: RefusedRow) => void refused.push(row)
  const totalSheet = await findTable(workbook, totalTable)
  const listSheet = await findTable(workbook, openingListTable)

  const totals: OpeningTotal[] = []
  const seenTotals = new Map<string, number>()
  let read = 0
  for await (const row of totalSheet.rows()) {
    if (read++ % stepEvery === 0) await step('读取期初数量', read, null)
    const check = new RowCheck(totalTable, totalSheet.sheet, row, report)
    // The template names every item: those without a figure have not moved.
    if (check.shown('quantity') === '' && check.shown('value') === '') continue
    const total = readTotal(check, books)
    if (!total) continue
    const { goods, itemSeq, version, mode, direction, currency } = total
    const key = [goods, itemSeq, version, mode, direction, currency].join('|')
    const earlier = seenTotals.get(key)
    if (earlier !== undefined)
      check.refuse('itemSeq', 'opening.totalTwice', `${itemSeq} 与第 ${earlier} 行是同一项累计，请合并成一行`)
    else {
      seenTotals.set(key, check.row)
      totals.push(total)
    }
  }

  const lists: OpeningList[] = []
  const seenLists = new Map<string, number>()
  for await (const row of listSheet.rows()) {
    if (read++ % stepEvery === 0) await step('读取期初清单', lists.length, null)
    const check = new RowCheck(openingListTable, listSheet.sheet, row, report)
    const listNo = check.code('listNo', 64, 'required')
    const direction = check.oneOf('direction', directions)
    if (listNo === undefined || direction === undefined) continue
    const earlier = seenLists.get(listNo)
    if (earlier !== undefined)
      check.refuse('listNo', 'opening.listTwice', `${listNo} 与第 ${earlier} 行重复，每份清单只列一次（R-19）`)
    else if (books.listNos.has(listNo))
      check.refuse('listNo', 'opening.listInBooks', `${listNo} 已在账内，不能又列在期初；请从期初去掉，或把截止日改早`)
    else {
      seenLists.set(listNo, check.row)
      lists.push({ listNo, direction })
    }
  }
  for (const direction of ['I', 'E'] as const) {
    if (!totals.some((total) => total.direction === direction) || lists.some((list) => list.direction === direction)) continue
    if (refused.some(({ sheet }) => sheet === listSheet.sheet)) continue
    const side = direction === 'I' ? '进口' : '出口'
    refused.push({
      sheet: listSheet.sheet,
      row: listSheet.headerRow,
      column: '清单编号',
      code: 'opening.noLists',
      message: `期初数量有${side}，期初清单却没有一份${side}清单；报核须列出每份清单（R-19）`,
    })
  }
  return { totals, lists, refused, recognised: [totalSheet.recognised(), listSheet.recognised()] }
}

function readTotal(check: RowCheck<TotalColumn>, books: OpeningBooks): OpeningTotal | undefined {
  const goods = check.oneOf('goods', goodsWords)
  const itemSeq = check.sequence('itemSeq')
  const typedVersion = check.code('version', 8, 'optional')
  const mode = check.inTable('mode', findSupervisionMode, 'required')
  const direction = check.oneOf('direction', directions)
  const quantity = check.quantity('quantity')
  const value = check.money('value')
  const currency = check.inTable('currency', findCurrency, value === null ? 'optional' : 'required')
  if (goods === undefined || itemSeq === undefined || typedVersion === undefined || mode === undefined) return undefined
  if (direction === undefined || quantity === undefined || value === undefined || currency === undefined) return undefined
  const what = goods === 'I' ? 'material' : 'product'
  const side = `${direction === 'I' ? '进口' : '出口'}${goods === 'I' ? '料件' : '成品'}`
  const named = `${mode} ${supervisionModeName(mode) ?? ''}`
  const rule = postingRule(mode, direction, what)
  if (!rule) {
    const known = modesFor(books.kind, direction, what).join('、')
    return check.refuse('mode', 'list.noPosting', `${named} 不能用于${side}（R-106），可用 ${known}`)
  }
  if (!rule.letters.includes(books.kind))
    return check.refuse('mode', 'list.modeNotAllowed', `${named} 不能用于 ${books.kind} 类手册（R-2）`)
  if (!(goods === 'I' ? books.materials : books.products).has(itemSeq))
    return check.refuse('itemSeq', 'line.unknownItem', `${itemSeq} 不在手册的${goods === 'I' ? '料件' : '成品'}中`)
  const version = goods === 'I' ? '' : typedVersion || '0'
  if (goods === 'E' && books.consumptionStage === '1' && !books.declaredVersions.has(`${itemSeq}:${version}`))
    return check.refuse('version', 'line.undeclaredVersion', `成品 ${itemSeq} 没有申报版本 ${version} 的单耗（R-33）`)
  return { goods, itemSeq, version, mode, direction, quantity, value, currency: value === null ? '' : currency }
}
