/**
 * What a booked line does to the books: one row per supervision mode, direction and goods. The balance, the labels, the
 * guards and the report read this table; a mode is added here and nowhere else.
 */
export type Direction = 'I' | 'E'
type Goods = 'material' | 'product'

/** Where a line stands: the first group in the balance of its material, the second in the net export of its product. */
export const materialColumns = [
  'direct',
  'transferIn',
  'surplusIn',
  'exchangeIn',
  'exchangeOut',
  'domestic',
  'reexport',
  'surplusOut',
  'destroyed',
  'scrapDisposed',
] as const
export const productColumns = ['exported', 'transferredOut', 'returnedIn', 'returnedOut', 'otherwiseOut'] as const
export type MaterialColumn = (typeof materialColumns)[number]
export type ProductColumn = (typeof productColumns)[number]

interface PostingRuleBase {
  mode: string
  direction: Direction
  /** First letters of the record numbers under which the mode may stand. */
  letters: string
  /** Effect on the balance of the material, or on the net export of the product; 0 stands beside the balance (scrap, R-116). */
  sign: 1 | -1 | 0
}
type PostingRule = PostingRuleBase & ({ goods: 'material'; column: MaterialColumn } | { goods: 'product'; column: ProductColumn })

const material = (modes: string, direction: Direction, column: MaterialColumn, sign: 1 | -1 | 0): PostingRule[] =>
  modes.split(' ').map((entry) => {
    const [mode = '', letters = ''] = entry.split(':')
    return { mode, direction, goods: 'material', column, sign, letters }
  })
const product = (modes: string, direction: Direction, column: ProductColumn, sign: 1 | -1): PostingRule[] =>
  modes.split(' ').map((entry) => {
    const [mode = '', letters = ''] = entry.split(':')
    return { mode, direction, goods: 'product', column, sign, letters }
  })

/** Each mode with the letters it may stand under: `0214:BE`. 0200 and 0400 are entered in either direction (FORMATS §5.7). */
export const postingRules: readonly PostingRule[] = [
  ...material('0214:BE 0615:CE 0715:CE', 'I', 'direct', 1),
  ...material('0255:BE 0654:CE', 'I', 'transferIn', 1),
  ...material('0258:BE 0657:CE', 'I', 'surplusIn', 1),
  ...material('0300:BEH 0700:CEH', 'I', 'exchangeIn', 1),
  ...material('0300:BEH 0700:CEH', 'E', 'exchangeOut', -1),
  ...material('0245:BE 0644:CE', 'I', 'domestic', -1),
  ...material('0265:BEH 0664:CEH', 'E', 'reexport', -1),
  ...material('0258:BE 0657:CE', 'E', 'surplusOut', -1),
  ...material('0200:BCE', 'I', 'destroyed', -1),
  ...material('0200:BCE', 'E', 'destroyed', -1),
  ...material('0845:BE 0844:CE', 'I', 'scrapDisposed', 0),
  ...material('0865:BE 0864:CE', 'E', 'scrapDisposed', 0),
  ...material('0400:BCE', 'I', 'scrapDisposed', 0),
  ...material('0400:BCE', 'E', 'scrapDisposed', 0),
  ...product('0214:BE 0615:CE 0715:CE', 'E', 'exported', 1),
  ...product('0255:BE 0654:CE', 'E', 'transferredOut', 1),
  ...product('4400:BEH 4600:CEH', 'I', 'returnedIn', -1),
  ...product('4400:BEH 4600:CEH', 'E', 'returnedOut', 1),
  ...product('0345:BE 0744:CE 0642:CE', 'I', 'otherwiseOut', 1),
]

const byKey = new Map(postingRules.map((rule) => [`${rule.mode} ${rule.direction} ${rule.goods}`, rule]))

/** Undefined where R-106 knows no such entry: such a line must not be booked. */
export const postingRule = (mode: string, direction: Direction, goods: Goods): PostingRule | undefined =>
  byKey.get(`${mode} ${direction} ${goods}`)

/** The modes under which goods of this direction and kind may be booked in a record with this letter: for telling a clerk what would be right. */
export const modesFor = (letter: string, direction: Direction, goods: Goods): string[] =>
  postingRules
    .filter((rule) => rule.direction === direction && rule.goods === goods && rule.letters.includes(letter))
    .map((rule) => rule.mode)
