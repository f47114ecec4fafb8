import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { kindNames, resultNames } from '../filings/service.ts'

type Filing = Output<'filings.get'>
type Receipt = Filing['receipts'][number]
export type MessageHead = Output<'messages.list'>['messages'][number]

/** How a filing went out: when it was first sent, and by which channel in words; null while it has not been. */
export interface Sending {
  at: string
  by: string
  /** The package itself, or the message inside alone, as an import client takes it. */
  isPackage: boolean
}

const receiptTitles: Readonly<Record<string, string>> = {
  CommonResponeMessage: '导入客户端的应答',
  PackageReceipt: '接收方的回执',
  manual: '登记的结果',
}

/**
 * What went out and what came back, in the order of time: the message inside the package is what an import client sends on, so it
 * stands beside the package.
 * @param sizes of the stored receipts, by the id of their file
 */
export function messagesOf(
  filing: Filing,
  sending: Sending | null,
  sizes: ReadonlyMap<string, { name: string; size: number; sha256: string }>,
): MessageHead[] {
  const frozen = { direction: 'sent', at: sending?.at ?? filing.signedAt ?? filing.createdAt } as const
  const messages = filing.files.flatMap((file, index): MessageHead[] =>
    /\.(xml|json)$/.test(file.name)
      ? [
          {
            ...frozen,
            messageId: `file-${index}`,
            title: `${kindNames[filing.kind]}${file.name.endsWith('.xml') ? '报文' : '数据'}`,
            by: sending?.by ?? '',
            name: file.name,
            size: file.size,
            sha256: file.sha256,
            fileId: file.fileId,
            said: filing.sequence === null ? '已定格' : '在申报包中',
          },
        ]
      : [],
  )
  if (filing.sequence !== null) {
    messages.push({
      ...frozen,
      messageId: 'package',
      title: '申报包',
      by: sending?.by ?? '',
      name: filing.packageName ?? '',
      size: filing.packageSize ?? 0,
      sha256: filing.packageSha256 ?? '',
      fileId: null,
      said: `第 ${filing.sequence} 包，密钥“${filing.keyName ?? ''}”${sending?.isPackage === false ? '；发出的是其中的报文' : ''}`,
    })
  }
  return [...messages, ...filing.receipts.map((receipt, index) => receiptHead(receipt, index, sizes))]
}

function receiptHead(
  receipt: Receipt,
  index: number,
  sizes: ReadonlyMap<string, { name: string; size: number; sha256: string }>,
): MessageHead {
  const file = receipt.fileId === null ? undefined : sizes.get(receipt.fileId)
  return {
    messageId: `receipt-${index}`,
    direction: 'received',
    at: receipt.at,
    title: receiptTitles[receipt.message] ?? `回执 ${receipt.message}`,
    by: receipt.message === 'manual' ? '登记' : '',
    name: file?.name ?? '',
    size: file?.size ?? 0,
    sha256: file?.sha256 ?? '',
    fileId: receipt.fileId,
    said: [resultNames[receipt.result], ...receipt.notes].join('；').slice(0, 400),
  }
}

export const noSuchMessage = (): never =>
  refuse({ code: 'message.notFound', message: '没有这份报文或回执', next: '请回到申报的往来重新选择' })

/** What the clerk has read off a web page, where there are no bytes. */
export const recordedFields = (receipt: Receipt): Output<'messages.get'>['fields'] =>
  [
    ['结果', resultNames[receipt.result]],
    ['审核日期', receipt.answeredOn],
    ['统一编号', receipt.seqNo],
    ['手册编号', receipt.handbookNo],
    ['清单编号', receipt.listNo],
    ...receipt.notes.map((note) => ['意见', note] as const),
  ].flatMap(([label = '', value = '']) => (value === '' ? [] : [{ path: '', part: '登记的结果', label, value, meaning: '' }]))
