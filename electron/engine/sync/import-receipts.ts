import type { Input, Output } from '../../../shared/contract/contract.ts'
import type { Call } from '../call.ts'
import { readStoredFile } from '../files/service.ts'
import type { FileFolder } from '../files/service.ts'
import { isZip, readFileAsReceipt, unzip } from './receipt-file.ts'
import { takeIn } from './take-in.ts'

/** 导入回执: one XML, or many in a ZIP. Each is taken in by itself; what has no filing is listed and kept as an exception. */
export async function importReceipts(
  { fileId }: Input<'filings.importReceipts'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.importReceipts'>> {
  const file = call.read((services) => services.files.require(fileId))
  const whole = { name: file.name, origin: `导入 ${file.name}`, bytes: await readStoredFile(file), fileId }
  const contents = isZip(whole.bytes) ? await unzip(whole) : [whole]
  const files = []
  for (const [index, content] of contents.entries()) {
    await call.step('读取回执', index, contents.length)
    files.push(readFileAsReceipt(content))
  }
  await call.step('记入回执', 0, null)
  const ledger = { ...call, write: <T>(_: unknown, work: Parameters<typeof call.write<T>>[0]) => call.write(work) }
  const read = await takeIn(ledger, folder, files, null)
  return { read: read.map(({ name, filingId, result, message }) => ({ name, filingId, result, message })) }
}
