import { zipSync } from 'fflate'

/** Receipts as the import client puts them into its InBox (FORMATS §2.6, §8.1). */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const fields = (of: Record<string, string>) =>
  Object.entries(of)
    .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
    .join('')

export function customsReceipt(
  message: 'EML201' | 'EML211' | 'EML221' | 'INV201',
  of: { etpsPreentNo?: string; businessId?: string; manageResult: string; manageDate: string; rmk?: string },
  notes: readonly string[] = [],
  /** Of a list: what of its head comes with the answer. */
  listHead?: Record<string, string>,
): Uint8Array {
  const result = fields({ etpsPreentNo: '', businessId: '', tmsCnt: '1', typecd: '1', rmk: '', ...of })
  const head = listHead ? `<BondInvtBsc>${fields(listHead)}</BondInvtBsc>` : ''
  const checks = notes.map((note) => `<CheckInfo>${fields({ note })}</CheckInfo>`).join('')
  return enveloped(message, `<HdeApprResult>${result}</HdeApprResult>${checks}${head}`)
}

const enveloped = (message: string, content: string): Uint8Array =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><Package><EnvelopInfo><message_type>${message}</message_type></EnvelopInfo><DataInfo><BussinessData><${message}>${content}</${message}></BussinessData></DataInfo></Package>`,
  )

/** INV211: the head of the list as it stands in customs' books (FORMATS §8.2). */
export const bookingReceipt = (of: {
  bondInvtNo: string
  vrfdedMarkcd: string
  formalVrfdedTime: string
  invtPreentNo?: string
  etpsInnerInvtNo?: string
}): Uint8Array => enveloped('INV211', `<BondInvtBsc>${fields({ putrecNo: '', rmk: '', ...of })}</BondInvtBsc>`)

/** INV202: whether the declaration was made of a list. */
export const declarationReceipt = (of: {
  invPreentNo: string
  businessId?: string
  entrySeqNo?: string
  manageResult: string
  createDate: string
  reason?: string
}): Uint8Array => enveloped('INV202', `<InvApprResult>${fields({ reason: '', ...of })}</InvApprResult>`)

export const clientAnswer = (of: { SeqNo: string; EtpsPreentNo: string; DealFlag: string; CheckInfo?: string }): Uint8Array =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><CommonResponeMessage>${fields({ CheckInfo: '', ...of })}</CommonResponeMessage>`,
  )

export const zipped = (files: Record<string, Uint8Array>): Uint8Array => zipSync(files)
