import { findUnit, shownUnit } from '../../../shared/codes/tables.ts'
import { Refusal, refuse } from '../../../shared/contract/errors.ts'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import { cleanHeading, isTotalsRow } from '../../../shared/domain/cell.ts'
import { rate } from '../../../shared/domain/exact.ts'
import type { CountKind } from '../../../shared/domain/stocktake.ts'
import type { Call } from '../call.ts'
import type { Workbook } from '../workbook/read-workbook.ts'
import { RowCheck } from '../workbook/row-check.ts'
import { findTable } from '../workbook/table-reader.ts'
import type { FoundTable, TableSpec } from '../workbook/table-reader.ts'
import type { CountBooks } from './count-books.ts'
import { resolver } from './resolve-count.ts'
import type { CountProblem, Resolution } from './resolve-count.ts'
import type { CountRow } from './store.ts'

export const countTable = {
  readAs: '盘点表',
  sheetNames: ['盘点表', '盘点', '盘点明细', '盘点数据'],
  columns: [
    { id: 'kind', heading: '盘点类别', aliases: ['类别', '盘点分类', '库存类别'], required: false },
    { id: 'handbookNo', heading: '手册编号', aliases: ['备案编号', '手册号', '账册编号', '手(账)册编号'], required: false },
    { id: 'goods', heading: '料件成品', aliases: ['货物', '料件/成品', '料件成品标志', '料件、成品标志'], required: false },
    { id: 'itemSeq', heading: '备案序号', aliases: ['手册序号', '项号', '归并后序号'], required: false },
    { id: 'partNo', heading: '料号', aliases: ['企业料号', '物料编码', '物料号', '物料代码'], required: false },
    { id: 'name', heading: '名称', aliases: ['商品名称', '品名', '料号名称', '物料名称'], required: false },
    { id: 'version', heading: '单耗版本', aliases: ['单耗版本号', '版本号', '版本'], required: false },
    { id: 'completion', heading: '完工比例', aliases: ['完工比例(%)', '完工程度', '完工率', '完工%'], required: false },
    { id: 'quantity', heading: '数量', aliases: ['盘点数量', '实盘数量', '清点数量', '实盘数'], required: true },
    { id: 'unit', heading: '单位', aliases: ['计量单位', '申报单位', '申报计量单位', '库存单位'], required: false },
    {
      id: 'location',
      heading: '工序/库位',
      aliases: ['工序', '库位', '工序或地点', '地点', '外发单位', '存放地点'],
      required: false,
    },
    { id: 'remark', heading: '备注', aliases: ['说明'], required: false },
  ],
} as const satisfies TableSpec
export type CountColumn = (typeof countTable)['columns'][number]['id']

/** How factories call the places where goods are found; also names of sheets. */
const kindWords = {
  料件库存: 'raw',
  料件: 'raw',
  原材料: 'raw',
  原料: 'raw',
  材料: 'raw',
  料件盘点: 'raw',
  在制品: 'wip',
  在产品: 'wip',
  半成品: 'wip',
  在制品盘点: 'wip',
  成品库存: 'product',
  成品: 'product',
  产成品: 'product',
  成品盘点: 'product',
  残次品: 'defect',
  不良品: 'defect',
  残次: 'defect',
  外发在外: 'outsourced',
  外发: 'outsourced',
  外发加工: 'outsourced',
  委外: 'outsourced',
  已收未报: 'received',
  收货未报: 'received',
  已送未报: 'delivered',
  已发未报: 'delivered',
  送货未报: 'delivered',
} as const satisfies Record<string, CountKind>
const goodsWords = { 料件: 'material', 成品: 'product', 半成品: 'product', I: 'material', E: 'product' } as const

/** What goods a place holds where nothing else says so. */
const goodsOfKind: Partial<Record<CountKind, 'material' | 'product'>> = { raw: 'material', product: 'product' }

export const stepEvery = 128
/** More than any factory counts; a file of more is a wrong file. */
const mostRows = 200_000

export interface ReadCounts {
  sheets: FoundTable<CountColumn>[]
  rows: CountRow[]
  refused: RefusedRow[]
}

/**
 * All sheets of a workbook that look like a count, row by row, with their place where they are wrong. A row without a quantity was not
 * counted, and is passed over. @throws Refusal workbook.*, count.tooManyRows
 */
export async function readCounts(workbook: Workbook, books: CountBooks, step: Call['step']): Promise<ReadCounts> {
  const sheets = await countSheets(workbook)
  const read: ReadCounts = { sheets, rows: [], refused: [] }
  const resolve = resolver(books)
  let seen = 0
  for (const sheet of sheets) {
    const kindOfSheet = wordOf(sheet.sheet)
    for await (const row of sheet.rows()) {
      if (seen++ % stepEvery === 0) await step('读取盘点表', seen, null)
      const check = new RowCheck(countTable, sheet.sheet, row, (refused) => void read.refused.push(refused))
      if (check.shown('quantity') === '' && row.cells.quantity?.kind !== 'error') continue
      const texts = countTable.columns.map(({ id }) => check.shown(id))
      if (check.shown('itemSeq') === '' && check.shown('partNo') === '' && isTotalsRow(texts)) continue
      if (read.rows.length >= mostRows)
        refuse({
          code: 'count.tooManyRows',
          message: `盘点表超过 ${mostRows} 行，没有写入任何数据`,
          at: { sheet: sheet.sheet },
          next: '请按车间或仓库分成几份',
        })
      const count = readRow(check, kindOfSheet, books, resolve)
      if (count) read.rows.push({ ...count, no: BigInt(read.rows.length + 1) })
    }
  }
  return read
}

const wordOf = (name: string): CountKind | undefined => {
  const word = cleanHeading(name)
  return Object.hasOwn(kindWords, word) ? kindWords[word as keyof typeof kindWords] : undefined
}

/** Every sheet that is a table of counts; a cover or a note beside them is none. @throws Refusal where there is none at all */
async function countSheets(workbook: Workbook): Promise<FoundTable<CountColumn>[]> {
  const found: FoundTable<CountColumn>[] = []
  let first: unknown
  for (const [index, { name }] of workbook.sheets.entries()) {
    const alone: Workbook = { sheets: [{ name }], rows: () => workbook.rows(index) }
    try {
      found.push(await findTable(alone, countTable))
    } catch (error) {
      if (!(error instanceof Refusal) || error.failure.code !== 'workbook.tableMissing') throw error
      first ??= error
    }
  }
  if (found.length === 0) throw first
  return found
}

function readRow(
  check: RowCheck<CountColumn>,
  kindOfSheet: CountKind | undefined,
  books: CountBooks,
  resolve: (row: CountRow) => Resolution,
): CountRow | undefined {
  const kind = check.shown('kind') === '' && kindOfSheet ? kindOfSheet : check.oneOf('kind', kindWords)
  const handbookNo = check.code('handbookNo', 64, 'optional')
  const itemSeq = check.shown('itemSeq') === '' ? null : check.sequence('itemSeq')
  const partNo = check.code('partNo', 64, 'optional')
  const said = check.shown('goods') === '' ? undefined : check.oneOf('goods', goodsWords)
  const name = check.text('name', 512, 'optional')
  const version = check.code('version', 8, 'optional')
  const completion = check.rate('completion', 'percent', rate('100'))
  const quantity = check.amount('quantity')
  const location = check.text('location', 100, 'optional')
  const remark = check.text('remark', 200, 'optional')
  if (completion !== undefined && completion > rate('100'))
    check.refuse('completion', 'cell.tooLarge', `不能超过 100%（填写了 ${check.shown('completion')}）`)
  if (itemSeq === null && partNo === '') check.refuse('itemSeq', 'count.noGoods', '和“料号”都没有填写，须填一个')
  if (
    check.failed ||
    !kind ||
    handbookNo === undefined ||
    itemSeq === undefined ||
    partNo === undefined ||
    version === undefined ||
    completion === undefined ||
    quantity === undefined
  )
    return undefined
  if (handbookNo !== '' && !books.has(handbookNo))
    return check.refuse('handbookNo', 'count.otherHandbook', ` ${handbookNo} 不在这次盘点中`)
  const candidates = [...books.values()].filter((book) => handbookNo === '' || book.handbookNo === handbookNo)
  const ofPart = candidates.map((book) => book.part(partNo)).find((part) => part !== undefined)
  const goods = said ?? goodsOfKind[kind] ?? (itemSeq === null ? ofPart?.goods : version !== '' ? 'product' : undefined)
  if (goods === undefined && itemSeq !== null)
    return check.refuse('goods', 'count.whichGoods', `没有填写；${check.shown('kind')}须写明是料件还是成品`)
  const row: CountRow = {
    no: 1n,
    kind,
    handbook_no: handbookNo,
    goods: goods ?? 'material',
    item_seq: itemSeq === null ? null : BigInt(itemSeq),
    part_no: partNo,
    name: name ?? '',
    version,
    completion_e9: completion,
    quantity_e5: quantity,
    counted_in: itemSeq === null ? 'part' : 'declared',
    location: location ?? '',
    remark: remark ?? '',
  }
  const counted = inUnit(row, check.shown('unit'), resolve)
  if ('what' in counted) return check.refuse(counted.column, counted.code, `：${counted.message}`)
  return counted
}

/** The row in the unit that it names: of the item, or of the part. */
function inUnit(row: CountRow, unit: string, resolve: (row: CountRow) => Resolution): CountRow | CountProblem {
  const found = resolve(row)
  if (found.what === 'problem') return found
  const named = found.what === 'own' && row.name === '' ? { ...row, name: found.name } : row
  if (unit === '' || isUnit(unit, found.unit)) return named
  if (row.part_no !== '') {
    const other: CountRow = { ...named, counted_in: row.counted_in === 'part' ? 'declared' : 'part' }
    const again = resolve(other)
    if (again.what === 'own' && isUnit(unit, again.unit)) return other
  }
  return {
    what: 'problem',
    column: 'unit',
    code: 'count.otherUnit',
    message: `是“${unit}”，应为“${shownUnit(found.unit)}”；请换算后再导入`,
  }
}

/** By code or name; a part may have a unit of the factory's own. */
const isUnit = (written: string, unit: string): boolean => {
  const code = findUnit(written)
  return written === unit || (code !== undefined && code === (findUnit(unit) ?? unit))
}
