import { refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import { readStoredFile } from '../files/service.ts'
import { largestCertificate } from '../packages/certificate.ts'

/** A key or certificate as a person brings it. @throws Refusal file.*, key.fileTooLarge */
export async function readSmallFile(fileId: string, call: Call): Promise<Uint8Array> {
  const file = call.read((services) => services.files.require(fileId))
  if (file.size > BigInt(largestCertificate))
    refuse({ code: 'key.fileTooLarge', message: `文件“${file.name}”太大，不是密钥或证书`, next: '请确认选对了文件' })
  return readStoredFile(file)
}
