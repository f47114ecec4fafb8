import type { Request } from '../../../shared/contract/contract.ts'
import { readDecimal, readPercent } from '../../../shared/domain/cell.ts'
import { parseEntered } from '../../../shared/domain/exact.ts'
import type { CountKind } from '../../../shared/domain/stocktake.ts'
import { kindChoices, kindNames } from './stocktake-words.ts'
import type { CountRow } from './stocktake-words.ts'

type Goods = CountRow['goods']
type Entry = Request<'stocktakes.saveSheet'>['rows'][number]

/** A row of counts as it is being typed, each cell as its words; `key` lasts as long as the page. */
export interface TypedCount {
  key: string
  kind: string
  handbookNo: string
  goods: string
  itemSeq: string
  partNo: string
  version: string
  completion: string
  quantity: string
  location: string
  remark: string
}
export const typedCells = [
  'kind',
  'handbookNo',
  'goods',
  'itemSeq',
  'partNo',
  'version',
  'completion',
  'quantity',
  'location',
  'remark',
] as const
export type TypedCell = (typeof typedCells)[number]
const goodsWords: Readonly<Record<Goods, string>> = { material: '料件', product: '成品' }
export const goodsCodes = [
  { code: '1', name: goodsWords.material },
  { code: '2', name: goodsWords.product },
]

let made = 0
export const blankCount = (): TypedCount => ({
  key: String(++made),
  kind: '',
  handbookNo: '',
  goods: '',
  itemSeq: '',
  partNo: '',
  version: '',
  completion: '',
  quantity: '',
  location: '',
  remark: '',
})
export const isBlank = (row: TypedCount): boolean => typedCells.every((cell) => row[cell] === '')

/** There is always an empty row to go on in. */
export function withBlank(rows: readonly TypedCount[]): readonly TypedCount[] {
  const last = rows.at(-1)
  return last === undefined || !isBlank(last) ? [...rows, blankCount()] : rows
}

/** What the kind says of the goods, where nothing else is said. */
const goodsOfKind = (kind: CountKind | undefined): Goods => (kind === 'product' ? 'product' : 'material')
export function goodsOf(row: TypedCount): Goods {
  if (row.goods === goodsWords.product) return 'product'
  return row.goods === goodsWords.material ? 'material' : goodsOfKind(kindChoices.valueOf(row.kind))
}

/** What was typed or pasted, as the cell keeps it. */
export function cleanCount(cell: string, typed: string): string {
  const text = typed.normalize('NFKC').trim()
  if (cell === 'kind') return kindChoices.clean(typed)
  if (cell === 'goods') return goodsCodes.find(({ code, name }) => text === code || text === name)?.name ?? text
  if (cell === 'handbookNo') return text.toUpperCase()
  if (cell === 'quantity') return readDecimal(typed) ?? typed.trim()
  if (cell === 'completion') return readPercent(typed) ?? typed.trim()
  return typed.trim()
}

/** Items of the counted handbooks, by `handbook goods seq`; and whether a part number is known. */
export interface KnownGoods {
  handbookNos: readonly string[]
  itemOf: (handbookNo: string, goods: Goods, seq: string) => { name: string; unit: string } | undefined
  partOf: (partNo: string) => { name: string; unit: string } | undefined
}

/** Why this text may not stand in this cell. */
export function checkCount(row: TypedCount, cell: string, text: string, known: KnownGoods): string | undefined {
  if (text === '') return undefined
  switch (cell) {
    case 'kind':
      return kindChoices.valueOf(text) === undefined ? `须为${Object.values(kindNames).join('、')}之一` : undefined
    case 'goods':
      return goodsCodes.some(({ name }) => name === text) ? undefined : '须为料件或成品'
    case 'handbookNo':
      return known.handbookNos.includes(text) ? undefined : '不是这次盘点的手册'
    case 'itemSeq':
      if (!/^[1-9]\d{0,8}$/.test(text)) return '备案序号为正整数'
      return row.handbookNo === '' || known.itemOf(row.handbookNo, goodsOf(row), text)
        ? undefined
        : `手册的${goodsWords[goodsOf(row)]}中没有序号 ${text}`
    case 'quantity': {
      const figure = parseEntered('Quantity', text)
      if (typeof figure !== 'bigint') return '请填写数字，最多 5 位小数'
      return figure < 0n ? '清点的数量不能为负' : undefined
    }
    case 'completion': {
      const figure = parseEntered('Rate', text)
      const whole = parseEntered('Rate', '100')
      return typeof figure === 'bigint' && typeof whole === 'bigint' && figure > 0n && figure <= whole
        ? undefined
        : '完工比例大于 0，不超过 100'
    }
    case 'partNo':
      return text.length > 64 ? '超过 64 个字符' : undefined
    case 'version':
      return text.length > 8 ? '超过 8 个字符' : undefined
    case 'location':
      return text.length > 100 ? '超过 100 个字符' : undefined
    default:
      return text.length > 200 ? '超过 200 个字符' : undefined
  }
}

/** What a row that has been begun still lacks, or says wrongly. */
export function markOf(row: TypedCount, cell: string, known: KnownGoods): string | undefined {
  if (isBlank(row)) return undefined
  if (cell === 'kind' && row.kind === '') return '填写类别'
  if (cell === 'quantity' && row.quantity === '') return '填写数量'
  if (cell === 'itemSeq' && row.itemSeq === '' && row.partNo === '') return '填写备案序号或料号'
  if (cell === 'handbookNo' && row.handbookNo === '' && row.itemSeq !== '') return '备案序号属于哪一本手册'
  if (cell === 'partNo' && row.itemSeq === '' && row.partNo !== '' && !known.partOf(row.partNo)) return '归并关系中没有这个料号'
  const text = isTyped(cell) ? row[cell] : ''
  return checkCount(row, cell, text, known)
}
const isTyped = (cell: string): cell is TypedCell => typedCells.some((each) => each === cell)
export const isWrong = (row: TypedCount, known: KnownGoods): boolean =>
  typedCells.some((cell) => markOf(row, cell, known) !== undefined)

/** For the engine; of rows without anything wrong. */
export function entryOf(row: TypedCount): Entry {
  return {
    kind: kindChoices.valueOf(row.kind) ?? 'raw',
    handbookNo: row.handbookNo,
    goods: goodsOf(row),
    itemSeq: row.itemSeq === '' ? null : Number(row.itemSeq),
    partNo: row.partNo,
    version: row.version,
    completion: row.completion === '' ? '100' : row.completion,
    quantity: row.quantity,
    location: row.location,
    remark: row.remark,
  }
}

/** A saved row, to be typed on. */
export const typedOf = (row: CountRow): TypedCount => ({
  ...blankCount(),
  kind: kindNames[row.kind],
  handbookNo: row.handbookNo,
  goods: goodsWords[row.goods],
  itemSeq: row.itemSeq === null ? '' : String(row.itemSeq),
  partNo: row.partNo,
  version: row.version,
  completion: row.completion === '100' ? '' : row.completion,
  quantity: row.quantity,
  location: row.location,
  remark: row.remark,
})
