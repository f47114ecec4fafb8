import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import { agrees } from '../../../shared/domain/pairing.ts'
import type { Pairing, TransferItem } from '../../../shared/domain/pairing.ts'

/** Both sides of a transfer beside each other, in words. */

type Paired = Output<'transfers.create'>['paired']

const words: Record<Pairing['problems'][number], string> = {
  onlyOurs: '对方没有申报',
  onlyTheirs: '我方没有申报',
  quantity: '换算后数量不同',
  price: '单价不同',
  currency: '币制不同',
  code: '商品编码不同',
}
/** Of an item of theirs nobody has said yet which of ours it is. */
const isUnknown = ({ theirs, converted }: Pairing): boolean => theirs !== undefined && converted === undefined
export const problemWords = (pair: Pairing): string[] =>
  isUnknown(pair) ? ['没有登记商品对应关系'] : pair.problems.map((problem) => words[problem])

export const printPairing = (pair: Pairing, ours: TransferItem) => ({
  itemSeq: ours.itemSeq,
  itemName: ours.name,
  unit: ours.unit,
  hsCode: ours.hsCode,
  quantity: printQuantity(ours.quantity),
  price: ours.unitPrice === undefined ? '' : printMoney(ours.unitPrice),
  currency: ours.currency,
  partnerItemSeq: pair.theirs?.itemSeq ?? null,
  partnerHsCode: pair.theirs?.hsCode ?? '',
  partnerUnit: pair.theirs?.unit ?? '',
  partnerQuantity: pair.theirs ? printQuantity(pair.theirs.quantity) : '',
  converted: pair.converted === undefined ? '' : printQuantity(pair.converted),
  difference: pair.difference === undefined ? '' : printQuantity(pair.difference),
  problems: problemWords(pair),
})

/** Undefined while the partner has said nothing. */
export const pairedOf = (pairs: readonly Pairing[] | undefined): Paired =>
  pairs === undefined ? 'no' : pairs.every(agrees) ? 'agrees' : 'differs'

export function pairingGuards(transferId: string, pairs: readonly Pairing[]): Guard[] {
  const apart = pairs.filter(({ problems }) => problems.length > 0)
  return apart.map((pair) => {
    const { ours, theirs } = pair
    const what = ours ? `${ours.itemSeq} ${ours.name}` : `对方的 ${theirs?.itemSeq} ${theirs?.name}`
    const next = isUnknown(pair)
      ? '请在往来企业里登记商品对应关系'
      : agrees(pair)
        ? '请备好编码不同的说明'
        : '请与对方核对后，由一方改正'
    const to = isUnknown(pair) ? paths.transfers('partners') : paths.transfer(transferId)
    return {
      severity: 'warns',
      rule: 'R-50',
      message: `${what}：${problemWords(pair).join('，')}`,
      next,
      lineNo: null,
      column: '',
      to,
    }
  })
}
