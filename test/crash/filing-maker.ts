import type { Engine } from '../engine.ts'
import { enterprise, handbookNo, handbookWorkbook } from './factory.ts'

export { handbookNo } from './factory.ts'
export const passphrase = '出口 2025'

type Caller = Pick<Engine, 'call' | 'put'>

/** A small factory with a handbook that has room for everything, and a key; the id of the key. */
export async function foundEnterprise({ call, put }: Caller): Promise<string> {
  await call('enterprise.save', enterprise)
  await call('handbooks.importWorkbook', { fileId: await put('手册.xlsx', await handbookWorkbook()) })
  return (await call('keys.create', { name: '一号', passphrase })).keyId
}

/** A list of one line of material 1, frozen as a filing and not signed. */
export async function makeListFiling({ call }: Pick<Caller, 'call'>, quantity: string, declaredOn: string): Promise<string> {
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
