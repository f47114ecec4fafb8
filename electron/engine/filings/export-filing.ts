import { existsSync } from 'node:fs'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { sha256 } from '../packages/build-package.ts'

/** The very bytes that were signed, as a file. Asked for again it is the same file, unless somebody has taken it out of the folder. */
export function exportFiling(
  { filingId }: Input<'filings.export'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.export'>> {
  return call.write(async (services) => {
    const { name, bytes, exportedAs } = services.filings.signedPackage(filingId)
    const exported = { name, size: bytes.length, sha256: sha256(bytes) }
    if (exportedAs && existsSync(folder.path(exportedAs))) return { fileId: exportedAs, ...exported }
    const { fileId } = services.files.record(name, await folder.take([bytes]))
    services.filings.recordExport(filingId, fileId)
    return { fileId, ...exported }
  })
}
