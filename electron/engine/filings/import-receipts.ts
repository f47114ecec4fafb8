import { createHash } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { Refusal, refuse } from '../../../shared/contract/errors.ts'
import { UnreadableMessage } from '../../../shared/messages/received-xml.ts'
import { readReceipt } from '../../../shared/messages/receipts.ts'
import type { Receipt } from '../../../shared/messages/receipts.ts'
import type { Call } from '../call.ts'
import { readStoredFile } from '../files/service.ts'
import type { FileFolder } from '../files/service.ts'
import { ZipArchive } from '../workbook/zip-archive.ts'

type Read = Output<'filings.importReceipts'>['read'][number]
interface ReceiptFile {
  name: string
  bytes: Uint8Array
  read: Receipt | { reason: string }
}

const mebibyte = 2 ** 20
/** Far more than a year's receipts; a hostile archive costs no more. */
const mostFiles = 1000
const mostBytes = 128 * mebibyte

/** 导入回执: one XML, or many in a ZIP. Each is taken in by itself; what has no filing, or cannot be read, is listed and changes nothing. */
export async function importReceipts(
  { fileId }: Input<'filings.importReceipts'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.importReceipts'>> {
  const file = call.read((services) => services.files.require(fileId))
  const bytes = await readStoredFile(file)
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b
  const contents = zipped ? await unzip(bytes) : [{ name: file.name, bytes }]
  const receipts: ReceiptFile[] = []
  for (const [index, content] of contents.entries()) {
    await call.step('读取回执', index, contents.length)
    receipts.push({ ...content, read: readOrReason(content.bytes) })
  }
  return call.write(async (services) => {
    const read: Read[] = []
    for (const [index, { name, bytes: content, read: receipt }] of receipts.toSorted(inOrder).entries()) {
      await call.step('记入回执', index, receipts.length)
      if ('reason' in receipt) {
        read.push({ name, filingId: null, result: null, message: `没有读取：${receipt.reason}` })
        continue
      }
      const sha256 = createHash('sha256').update(content).digest('hex')
      const taken = zipped && services.filingAnswers.isAwaited(receipt, sha256) ? await folder.take([content]) : undefined
      try {
        const keep = () => (taken ? services.files.record(name, taken).fileId : fileId)
        read.push({ name, result: receipt.result, ...services.filingAnswers.take(receipt, sha256, keep) })
      } catch (error) {
        // One that cannot be put in force does not keep the others out.
        if (!(error instanceof Refusal)) throw error
        if (taken) folder.remove(taken.fileId)
        const { message, next } = error.failure
        read.push({ name, filingId: null, result: receipt.result, message: next ? `${message}。${next}` : message })
      }
    }
    return { read }
  })
}

function readOrReason(bytes: Uint8Array): ReceiptFile['read'] {
  try {
    return readReceipt(bytes)
  } catch (error) {
    if (error instanceof UnreadableMessage) return { reason: error.message }
    throw error
  }
}

/** The client's answer brings the number by which customs' receipts are known; those follow by their time. */
function inOrder({ read: a }: ReceiptFile, { read: b }: ReceiptFile): number {
  const [first, second] = [a, b].map((each) => ('reason' in each ? '' : each.at))
  return (first ?? '') < (second ?? '') ? -1 : first === second ? 0 : 1
}

/** Folders are passed over; names are shown without them. @throws Refusal receipts.* */
async function unzip(bytes: Uint8Array): Promise<{ name: string; bytes: Uint8Array }[]> {
  try {
    const archive = new ZipArchive(bytes)
    const names = archive.names()
    if (names.length > mostFiles)
      refuse({ code: 'receipts.tooMany', message: `压缩包有 ${names.length} 个文件，没有导入`, next: tooLarge })
    const files: { name: string; bytes: Uint8Array }[] = []
    let size = 0
    for (const name of names) {
      const chunks: Uint8Array[] = []
      for await (const chunk of archive.read(name)) {
        size += chunk.length
        if (size > mostBytes)
          refuse({ code: 'receipts.tooLarge', message: `压缩包解压后超过 ${mostBytes / mebibyte} MB，没有导入`, next: tooLarge })
        chunks.push(chunk)
      }
      files.push({ name: name.split('/').at(-1) ?? name, bytes: Buffer.concat(chunks) })
    }
    return files
  } catch (error) {
    // The archive speaks of workbooks, which is where most archives come from.
    if (!(error instanceof Refusal) || error.failure.code.startsWith('receipts.')) throw error
    const kind = error.failure.code.split('.')[1] ?? 'damaged'
    return refuse({
      code: `receipts.${kind}`,
      message: kind === 'encrypted' ? '压缩包设有密码，没有导入' : '压缩包已损坏或结构异常，没有导入',
      next: '请重新取得回执文件，或解压后逐个导入',
    })
  }
}

const tooLarge = '请确认选对了文件，或分几次导入'
