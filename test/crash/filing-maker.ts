import type { Engine } from '../engine.ts'

export const passphrase = '出口 2025'

/** Only what makes a filing: an engine in this process, or one behind another. */
export type Caller = Pick<Engine, 'call'>

/** The sample enterprise with a key of its own. */
export async function foundEnterprise({ call }: Caller): Promise<{ handbookNo: string; keyId: string }> {
  const { handbookNo } = await call('enterprise.loadSample', {})
  const { keyId } = await call('keys.create', { name: '一号', passphrase })
  return { handbookNo, keyId }
}

/** A list of one line, material 1 or another, frozen as a filing and not signed. */
export async function makeListFiling(
  { call }: Caller,
  handbookNo: string,
  quantity: string,
  declaredOn: string,
): Promise<string> {
  const { draftId } = await call('listDrafts.create', { handbookNo, business: 'import' })
  const { head, savedAt } = await call('listDrafts.get', { draftId })
  await call('listDrafts.save', {
    draftId,
    savedAt,
    head: { ...head, declaredOn, port: '2332', customsDistrict: '2332', transportMode: '2', country: '110' },
    lines: [
      {
        itemSeq: '1',
        quantity,
        unitPrice: '1.25',
        currency: '502',
        legalQuantity: quantity,
        originCountry: '116',
        destinationCountry: '142',
        levyMode: '3',
      },
    ],
  })
  const { filingId, checks } = await call('filings.createBondedList', { draftId })
  const blocks = checks.filter(({ severity }) => severity === 'blocks')
  if (blocks.length > 0) throw new Error(JSON.stringify(blocks))
  return filingId
}
