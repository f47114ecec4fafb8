import { countKinds, isUndeclared } from '../../../shared/domain/stocktake.ts'
import { Exact, exactRate, rate } from '../../../shared/domain/exact.ts'
import type { CountBook, CountBooks } from './count-books.ts'
import type { CountRow } from './store.ts'

/** What a row says of its goods; how much there is of them does not matter. */
export type CountFacts = Pick<
  CountRow,
  'kind' | 'handbook_no' | 'goods' | 'item_seq' | 'part_no' | 'version' | 'completion_e9' | 'counted_in'
>

type CountColumn = 'kind' | 'handbookNo' | 'goods' | 'itemSeq' | 'partNo' | 'version' | 'completion' | 'unit'

/** An item of a handbook; `factor` declared units are in one counted unit. */
interface OwnGoods {
  what: 'own'
  book: CountBook
  seq: number
  /** '' of a material. */
  version: string
  factor: Exact
  name: string
  /** Of the counted quantity. */
  unit: string
}
/** a part that several of the handbooks have, which no row says whose it is. */
export interface SharedPart {
  what: 'shared'
  partNo: string
  claims: readonly { book: CountBook; seq: number; factor: Exact }[]
  name: string
  unit: string
}
/** Why the row cannot be converted. */
export interface CountProblem {
  what: 'problem'
  column: CountColumn
  code: string
  message: string
}
export type Resolution = OwnGoods | SharedPart | CountProblem

const complete: bigint = rate('100')
const one = Exact.fraction(1n, 1n)
const goodsNames = { material: '料件', product: '成品' } as const

const problem = (column: CountColumn, code: string, message: string): CountProblem => ({
  what: 'problem',
  column,
  code: `count.${code}`,
  message,
})

/** Which goods of which handbook a counted row is of. */
export function resolveCount(row: CountFacts, books: CountBooks): Resolution {
  const { kind, goods } = row
  const { name } = countKinds[kind]
  if (kind === 'raw' && goods === 'product') return problem('goods', 'notRaw', `${name}只数料件；成品请记入成品库存或在制品`)
  if (kind === 'product' && goods === 'material') return problem('goods', 'notAProduct', `${name}只数成品；料件请记入料件库存`)
  if (row.completion_e9 !== complete && goods === 'material')
    return problem('completion', 'materialIsWhole', '料件不按完工比例折算，请填 100 或留空')
  if (row.completion_e9 !== complete && kind === 'product')
    return problem('completion', 'productIsWhole', '成品库存的完工比例是 100%；未完工的请记入在制品')
  if (row.handbook_no !== '' && !books.has(row.handbook_no))
    return problem('handbookNo', 'otherHandbook', `手册 ${row.handbook_no} 不在这次盘点中`)
  const candidates = [...books.values()].filter(({ handbookNo }) => row.handbook_no === '' || handbookNo === row.handbook_no)
  return row.item_seq === null ? byPart(row, candidates) : byItem(row, Number(row.item_seq), candidates)
}

function byItem(row: CountFacts, seq: number, candidates: readonly CountBook[]): Resolution {
  const [book, another] = candidates
  if (!book || another) return problem('handbookNo', 'whichHandbook', '几本手册一起盘点，请写明备案序号是哪一本手册的')
  if (row.part_no !== '') {
    const part = book.part(row.part_no)
    if (part && (part.goods !== row.goods || part.itemSeq !== seq))
      return problem(
        'partNo',
        'otherItem',
        `料号 ${row.part_no} 归并到${goodsNames[part.goods]} ${part.itemSeq}，不是${goodsNames[row.goods]} ${seq}`,
      )
    if (part && row.counted_in === 'part') return own(row, book, seq, part)
  }
  if (row.counted_in === 'part') return problem('partNo', 'unknownPart', `料号 ${row.part_no} 在截止日没有归并关系`)
  return own(row, book, seq, undefined)
}

function byPart(row: CountFacts, candidates: readonly CountBook[]): Resolution {
  const { part_no: partNo, goods } = row
  const known = candidates.flatMap((book) => {
    const part = book.part(partNo)
    return part ? [{ book, part }] : []
  })
  const [first] = known
  if (!first) return problem('partNo', 'unknownPart', `料号 ${partNo} 在截止日没有归并关系`)
  if (known.some(({ part }) => part.goods !== goods)) {
    const other = goods === 'material' ? 'product' : 'material'
    return problem('goods', 'otherGoods', `料号 ${partNo} 是${goodsNames[other]}，不是${goodsNames[goods]}`)
  }
  if (known.length === 1) return own(row, first.book, first.part.itemSeq, row.counted_in === 'part' ? first.part : undefined)
  const whose = `料号 ${partNo} 在 ${known.length} 本手册都有`
  if (goods === 'product') return problem('handbookNo', 'whoseProduct', `${whose}，成品按各自的单耗折料，请写明手册编号`)
  if (isUndeclared(row.kind)) return problem('handbookNo', 'whoseSlip', `${whose}，收发货单有手册编号，请写明`)
  if (row.counted_in === 'declared' || known.some(({ part }) => part.partUnit !== first.part.partUnit))
    return problem('unit', 'whoseUnit', `${whose}，请按料号的单位清点，或写明手册编号`)
  const gone = known.find(({ book, part }) => !book.item('material', part.itemSeq))
  if (gone) return problem('partNo', 'unknownItem', `料号 ${partNo} 归并到的料件 ${gone.part.itemSeq} 已不在手册中`)
  return {
    what: 'shared',
    partNo,
    claims: known.map(({ book, part }) => ({ book, seq: part.itemSeq, factor: exactRate(part.factor) })),
    name: first.part.partName,
    unit: first.part.partUnit,
  }
}

/** @param part undefined where the quantity is in the declared unit of the item */
function own(row: CountFacts, book: CountBook, seq: number, part: ReturnType<CountBook['part']>): Resolution {
  const { goods } = row
  const item = book.item(goods, seq)
  if (!item) return problem('itemSeq', 'unknownItem', `手册 ${book.handbookNo} 没有${goodsNames[goods]} ${seq}`)
  const of = {
    what: 'own',
    book,
    seq,
    factor: part ? exactRate(part.factor) : one,
    name: item.name,
    unit: part ? part.partUnit : item.unit,
  } as const
  if (goods === 'material') return { ...of, version: '' }
  const standing = row.version === '' ? book.versionsOf(seq) : [row.version]
  const [version, another] = standing
  if (version === undefined) return problem('version', 'noVersion', `成品 ${seq} 在截止日没有有效的单耗（R-33）`)
  if (another !== undefined)
    return problem('version', 'whichVersion', `成品 ${seq} 有单耗版本 ${standing.join('、')}，请写明是哪一个`)
  if (book.linesOf(seq, version).length === 0)
    return problem('version', 'unknownVersion', `成品 ${seq} 没有版本 ${version} 的单耗（R-33）`)
  return { ...of, version }
}

/** Rows that say the same of their goods are looked up once. */
export function resolver(books: CountBooks): (row: CountFacts) => Resolution {
  const known = new Map<string, Resolution>()
  return (row) => {
    const { kind, handbook_no, goods, item_seq, part_no, version, completion_e9, counted_in } = row
    const key = [kind, handbook_no, goods, item_seq, part_no, version, completion_e9, counted_in].join('\n')
    const found = known.get(key) ?? resolveCount(row, books)
    known.set(key, found)
    return found
  }
}
