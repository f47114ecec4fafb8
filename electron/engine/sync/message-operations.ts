import type { Output } from '../../../shared/contract/contract.ts'
import type { Call, Handlers } from '../call.ts'
import { readStoredFile } from '../files/service.ts'
import type { Services } from '../services.ts'
import { channelKindNames } from './channels.ts'
import { explainBytes } from './explain-bytes.ts'
import { messagesOf, noSuchMessage, recordedFields } from './messages.ts'
import type { MessageHead, Sending } from './messages.ts'

export const messageHandlers = {
  'messages.list': ({ filingId }, call) => call.read((services) => ({ messages: messagesIn(services, filingId) })),
  'messages.get': ({ filingId, messageId }, call) => getMessage(filingId, messageId, call),
  'messages.explain': async ({ fileId }, call) => {
    const file = call.read((services) => services.files.require(fileId))
    const content = await explainBytes(await readStoredFile(file))
    return { name: file.name, size: Number(file.size), sha256: file.sha256, fileId, ...content }
  },
} satisfies Partial<Handlers>

function messagesIn(services: Services, filingId: string): MessageHead[] {
  const filing = services.filings.get(filingId)
  const stored = filing.receipts.flatMap(({ fileId }) => {
    if (fileId === null) return []
    const { name, size, sha256 } = services.files.require(fileId)
    return [[fileId, { name, size: Number(size), sha256 }] as const]
  })
  return messagesOf(filing, sendingOf(services, filing), new Map(stored))
}

/** What the outbox knows of its first delivery; else that it was taken out of the program by hand, or must have been. */
function sendingOf(services: Services, filing: Output<'filings.get'>): Sending | null {
  const sent = services.outbox
    .attemptsOf(filing.filingId)
    .find(({ what, result }) => (what === 'send' && result === 'unknown') || result === 'delivered')
  if (sent) return { at: sent.at, by: channelKindNames[sent.channel], isPackage: sent.sha256 === filing.packageSha256 }
  if (filing.exportedAt !== null) return { at: filing.exportedAt, by: '导出', isPackage: true }
  return filing.receipts.length > 0 && filing.signedAt !== null ? { at: filing.signedAt, by: '自行递交', isPackage: true } : null
}

async function getMessage(filingId: string, messageId: string, call: Call): Promise<Output<'messages.get'>> {
  const found = call.read((services) => {
    const head = messagesIn(services, filingId).find((message) => message.messageId === messageId) ?? noSuchMessage()
    if (messageId === 'package') return { head, bytes: services.filings.signedPackage(filingId).bytes }
    if (head.fileId !== null) return { head, file: services.files.require(head.fileId) }
    const receipt = services.filings.get(filingId).receipts[Number(messageId.replace('receipt-', ''))] ?? noSuchMessage()
    return { head, recorded: recordedFields(receipt) }
  })
  if (found.recorded) {
    const none = { text: null, truncated: false, hex: '', unreadable: '', parts: [], verified: [] }
    return { ...found.head, ...none, fields: found.recorded, totalFields: found.recorded.length }
  }
  const bytes = found.bytes ?? (await readStoredFile(found.file))
  return { ...found.head, ...(await explainBytes(bytes)) }
}
