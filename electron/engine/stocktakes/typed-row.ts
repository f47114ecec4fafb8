import type { Input } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { cleanCode } from '../../../shared/domain/cell.ts'
import { quantity, rate } from '../../../shared/domain/exact.ts'
import type { CountBooks } from './count-books.ts'
import { resolveCount } from './resolve-count.ts'
import type { CountRow } from './store.ts'

type Entry = Input<'stocktakes.saveSheet'>['rows'][number]

/** A typed row; what cannot be converted is kept and said, what is no count at all is refused. @throws Refusal count.* */
export function typedRow(entry: Entry, index: number, books: CountBooks): CountRow {
  const wrong = (field: keyof Entry, code: string, message: string, next: string) =>
    refuse({
      code: `count.${code}`,
      message: `第 ${index + 1} 行：${message}`,
      at: { row: index + 1, field: `rows.${index}.${field}` },
      next,
    })
  const partNo = cleanCode(entry.partNo)
  if (entry.itemSeq === null && partNo === '') wrong('itemSeq', 'noGoods', '没有备案序号，也没有料号', '请填写其中一个')
  if (entry.quantity.startsWith('-')) wrong('quantity', 'negative', '清点的数量不能为负', '请填写零或正数')
  const completion = rate(entry.completion)
  if (completion < 0n || completion > rate('100'))
    wrong('completion', 'completion', '完工比例应在 0 到 100 之间', '请填写完工的百分数')
  if (entry.handbookNo !== '' && !books.has(entry.handbookNo))
    wrong('handbookNo', 'otherHandbook', `手册 ${entry.handbookNo} 不在这次盘点中`, '请改正手册编号')
  const row: CountRow = {
    no: BigInt(index + 1),
    kind: entry.kind,
    handbook_no: entry.handbookNo,
    goods: entry.goods,
    item_seq: entry.itemSeq === null ? null : BigInt(entry.itemSeq),
    part_no: partNo,
    name: '',
    version: entry.version,
    completion_e9: completion,
    quantity_e5: quantity(entry.quantity),
    counted_in: entry.itemSeq === null ? 'part' : 'declared',
    location: entry.location,
    remark: entry.remark,
  }
  const found = resolveCount(row, books)
  return found.what === 'problem' ? row : { ...row, name: found.name }
}
