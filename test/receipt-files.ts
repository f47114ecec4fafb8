import { zipSync } from 'fflate'

/** Receipts as the import client puts them into its InBox (FORMATS §2.6, §8.1). */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const fields = (of: Record<string, string>) =>
  Object.entries(of)
    .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
    .join('')

export function customsReceipt(
  message: 'EML201' | 'EML211' | 'EML221',
  of: { etpsPreentNo?: string; businessId?: string; manageResult: string; manageDate: string; rmk?: string },
  notes: readonly string[] = [],
): Uint8Array {
  const result = fields({ etpsPreentNo: '', businessId: '', tmsCnt: '1', typecd: '1', rmk: '', ...of })
  const checks = notes.map((note) => `<CheckInfo>${fields({ note })}</CheckInfo>`).join('')
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><Package><EnvelopInfo><message_type>${message}</message_type></EnvelopInfo><DataInfo><BussinessData><${message}><HdeApprResult>${result}</HdeApprResult>${checks}</${message}></BussinessData></DataInfo></Package>`,
  )
}

export const clientAnswer = (of: { SeqNo: string; EtpsPreentNo: string; DealFlag: string; CheckInfo?: string }): Uint8Array =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><CommonResponeMessage>${fields({ CheckInfo: '', ...of })}</CommonResponeMessage>`,
  )

export const zipped = (files: Record<string, Uint8Array>): Uint8Array => zipSync(files)
