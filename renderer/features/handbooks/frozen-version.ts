import type { Output } from '../../../shared/contract/contract.ts'

/** A version of a product's declared consumption. */
export type Version = Output<'consumption.versions'>['versions'][number]

/** Why a version cannot be changed, in one sentence (R-34), and what can be done (R-35). */
export function whyFrozen({ version, frozenBy }: Version): string {
  if (!frozenBy) return ''
  const by = [frozenBy.listNo && `清单 ${frozenBy.listNo}`, frozenBy.on].filter(Boolean).join('，')
  return `版本 ${version} ${frozenBy.reason}${by && `（${by}）`}，不能再变更或撤销（R-34）；尚未出口的部分可以提出新版本`
}

export const productLabel = ({ productSeq, productName }: { productSeq: number; productName: string }): string =>
  `成品 ${productSeq} ${productName}`
