import { Refusal, refuse } from '../../../shared/contract/errors.ts'
import { UnreadableMessage } from '../../../shared/messages/received-xml.ts'
import { readReceipt } from '../../../shared/messages/receipts.ts'
import type { Receipt } from '../../../shared/messages/receipts.ts'
import { sha256 } from '../packages/build-package.ts'
import { ZipArchive } from '../workbook/zip-archive.ts'

/** A file that may be a receipt, whichever way it came. */
export interface IncomingFile {
  /** Without a path. */
  name: string
  /** The path of the file, the address, the name of the import: for the person who looks for it. */
  origin: string
  bytes: Uint8Array
  /** Where the bytes are stored already. */
  fileId?: string
  /** Why it is not what was sent, whatever it says. */
  spoiled?: string
}

/** What a file says: a receipt, or why it is none. */
export interface ReadFile extends IncomingFile {
  sha256: string
  read: Receipt | { reason: string; plainlyNot: boolean }
}

const mebibyte = 2 ** 20
/** Far more than a year's receipts; a hostile archive costs no more. */
const mostFiles = 1000
const mostBytes = 128 * mebibyte

export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

export function readFileAsReceipt(file: IncomingFile): ReadFile {
  const hash = sha256(file.bytes)
  if (file.spoiled !== undefined) return { ...file, sha256: hash, read: { reason: file.spoiled, plainlyNot: false } }
  try {
    return { ...file, sha256: hash, read: readReceipt(file.bytes) }
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error
    return { ...file, sha256: hash, read: { reason: error.message, plainlyNot: !looksLikeXml(file.bytes) } }
  }
}

/** As one that broke off does too. */
const looksLikeXml = (bytes: Uint8Array): boolean => {
  const opening = Buffer.from(bytes.subarray(0, 64)).filter((byte) => byte !== 0 && byte < 0x80)
  return Buffer.from(opening).toString('latin1').trim().startsWith('<')
}

/** The client's answer brings the number by which customs' receipts are known; those follow by their time. */
export function inOrder({ read: a }: ReadFile, { read: b }: ReadFile): number {
  const [first, second] = [a, b].map((each) => ('reason' in each ? '' : each.at))
  return (first ?? '') < (second ?? '') ? -1 : first === second ? 0 : 1
}

/** The files in an archive, without their folders. @throws Refusal receipts.* */
export async function unzip({ name: archiveName, origin, bytes }: IncomingFile): Promise<IncomingFile[]> {
  try {
    const archive = new ZipArchive(bytes)
    const names = archive.names()
    if (names.length > mostFiles)
      refuse({ code: 'receipts.tooMany', message: `压缩包有 ${names.length} 个文件，没有导入`, next: tooLarge })
    const files: IncomingFile[] = []
    let size = 0
    for (const name of names) {
      const chunks: Uint8Array[] = []
      for await (const chunk of archive.read(name)) {
        size += chunk.length
        if (size > mostBytes)
          refuse({ code: 'receipts.tooLarge', message: `压缩包解压后超过 ${mostBytes / mebibyte} MB，没有导入`, next: tooLarge })
        chunks.push(chunk)
      }
      files.push({ name: name.split('/').at(-1) ?? name, origin: `${origin} › ${archiveName}`, bytes: Buffer.concat(chunks) })
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
