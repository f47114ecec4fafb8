import { refuse } from '../../../shared/contract/errors.ts'
import { largestTransferJson, readTransferPackage } from '../../../shared/messages/transfer-package.ts'
import type { TransferContent } from '../../../shared/messages/transfer-package.ts'
import type { Call } from '../call.ts'
import { readStoredFile } from '../files/service.ts'
import { sha256 } from '../packages/build-package.ts'
import { readPackageInTurns } from '../packages/read-package.ts'

/** Where the content lies in the package: what the filing freezes under this name is what is read here. */
const transferJson = 'payload/transfer.json'

/** A package whose bytes, signature and form are sound. Whether its signer is who it says is for the books to know. */
export interface PartnerPackage {
  fileId: string
  fileName: string
  sha256: string
  packageId: string
  /** Place in the sender's chain of packages: a greater one is newer. */
  sequence: number
  fingerprint: string
  content: TransferContent
}

/** @throws Refusal file.*, filing.packageAltered, filing.packageTooLarge, transfer.notAPackage, transfer.badContent */
export async function openPartnerPackage(fileId: string, call: Call): Promise<PartnerPackage> {
  await call.step('校验结转包', 0, null)
  const file = call.read((services) => services.files.require(fileId))
  const bytes = await readStoredFile(file)
  const { manifest, payload, signer } = await readPackageInTurns(bytes)
  const entry = payload.find(({ name }) => name === transferJson)
  if (manifest.kind !== 'transferPackage' || !entry) {
    return refuse({ code: 'transfer.notAPackage', message: '这个申报包不是结转包', next: '请选择往来企业交来的结转包' })
  }
  const content = readTransferPackage(entry.bytes)
  if (!content || content.handbookNo !== manifest.handbookNo) {
    return refuse({
      code: 'transfer.badContent',
      message:
        entry.bytes.length > largestTransferJson
          ? `结转包的内容超过 ${largestTransferJson / 1024 / 1024} MB，没有读入`
          : '结转包签名完好，但内容的格式不对，没有读入',
      next: '请对方用最新版程序重新制作结转包',
    })
  }
  return {
    fileId,
    fileName: file.name,
    sha256: sha256(bytes),
    packageId: manifest.packageId,
    sequence: manifest.sequence,
    fingerprint: signer.fingerprint,
    content,
  }
}
