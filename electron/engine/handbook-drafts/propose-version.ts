import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { nextVersion } from '../../../shared/domain/consumption-version.ts'
import type { Services } from '../services.ts'

/**
 * A new version of a product's consumption, to be changed in the draft: the lines of an old one under the next free number.
 * The old one stays as it is.
 * @throws Refusal handbook.notFound, consumption.noVersion, and as HandbookDraftsService.propose
 */
export function proposeVersion(
  services: Pick<Services, 'handbooks' | 'handbookDrafts'>,
  { handbookNo, productSeq, version }: Input<'consumption.proposeVersion'>,
): Output<'consumption.proposeVersion'> {
  const { handbooks, handbookDrafts } = services
  const ofProduct = handbooks.record(handbooks.require(handbookNo)).consumptions.filter((row) => row.productSeq === productSeq)
  const lines = ofProduct.filter((row) => row.version === version)
  if (lines.length === 0)
    refuse({
      code: 'consumption.noVersion',
      message: `手册 ${handbookNo} 的成品 ${productSeq} 没有申报单耗版本 ${version}，无从照抄`,
      at: { field: 'version' },
      next: '请在“单耗版本”中核对成品序号和版本',
    })
  // Another proposal may wait in the same draft: it keeps its number.
  const proposed = handbookDrafts
    .list({ handbookNo })
    .drafts.filter(({ kind, state }) => kind === 'change' && (state === 'editing' || state === 'returned'))
    .flatMap(({ draftId }) => handbookDrafts.contents(draftId).rows.consumptions)
    .filter(({ cells }) => cells['productSeq'] === String(productSeq))
    .map(({ cells }) => cells['version'] ?? '')
  const next = nextVersion([...ofProduct.map((row) => row.version), ...proposed])
  const draftId = handbookDrafts.propose(
    handbookNo,
    // What customs has fixed, or stopped, is the old version.
    lines.map((row) => ({ ...row, version: next, declarationState: '2', executionMark: '1' })),
  )
  return { draftId, version: next }
}
