import { refuse } from '../../../shared/contract/errors.ts'
import { readArchive } from './archive.ts'
import type { Entry } from './archive.ts'
import {
  describeFile,
  describeInTurns,
  largestPackage,
  manifestName,
  mimetype,
  sha256,
  signatureName,
  signerName,
} from './build-package.ts'
import { readManifest } from './manifest.ts'
import type { Manifest } from './manifest.ts'
import { fingerprint, parsePublicKeyPem } from './public-key.ts'
import { readCertificate } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { readPem } from './pem.ts'
import { verifySignature } from './sign.ts'
import { certificateLabel } from './signer.ts'

export interface VerifiedPackage {
  manifest: Manifest
  /** In the order of the manifest. */
  payload: Entry[]
  /** Whose key signed it. That this key belongs to whom it should is for the caller to know. */
  signer: { publicPoint: string; fingerprint: string; certificate: Certificate | undefined }
}

const altered = (message: string): never =>
  refuse({ code: 'filing.packageAltered', message: `申报包未通过校验：${message}`, next: '请向发出方索取原件，不要使用这个文件' })

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/**
 * Verifies everything before it hands out anything: the archive is the one form its entries have, the entries are those of the
 * manifest and no others, sizes and both hashes agree, and the signature is that of the signer over the manifest's bytes.
 * @param describe hashes an entry; given by who knows some of it already
 * @throws Refusal filing.packageTooLarge, filing.packageAltered: the first thing that is wrong, for the person who holds the file.
 */
export function readPackage(bytes: Uint8Array, describe: typeof describeFile = describeFile): VerifiedPackage {
  const entries = entriesOf(bytes)
  return verify(entries, entries.map(describe))
}

/** The same, while others have their turn. @throws Refusal as {@link readPackage} */
export async function readPackageInTurns(bytes: Uint8Array): Promise<VerifiedPackage> {
  const entries = entriesOf(bytes)
  const described: Manifest['files'] = []
  for (const entry of entries) described.push(await describeInTurns(entry))
  return verify(entries, described)
}

function entriesOf(bytes: Uint8Array): Entry[] {
  if (bytes.length > largestPackage) {
    refuse({
      code: 'filing.packageTooLarge',
      message: `申报包超过 ${largestPackage / 1024 / 1024} MB，没有打开`,
      next: '请确认选对了文件',
    })
  }
  return readArchive(bytes) ?? altered('压缩包结构不是原样（有改动、缺损或多余的内容）')
}

function verify(entries: readonly Entry[], described: Manifest['files']): VerifiedPackage {
  const [mime, ...rest] = entries
  if (mime?.name !== 'mimetype' || text(mime.bytes) !== mimetype) altered('这不是申报包，或类型标记被改动')
  const [manifestEntry, signatureEntry, signerEntry] = rest.splice(-3)
  if (manifestEntry?.name !== manifestName || signatureEntry?.name !== signatureName || signerEntry?.name !== signerName) {
    return altered('缺少清单、签名或签名者，或它们的次序不对')
  }
  const manifest = readManifest(manifestEntry.bytes) ?? altered('包内清单的格式不对')
  if (new Set(manifest.files.map(({ name }) => name)).size !== manifest.files.length) altered('包内清单里有重名的文件')
  if (rest.length !== manifest.files.length || rest.some(({ name }, index) => name !== manifest.files[index]?.name)) {
    altered('包内文件与清单所列不一致')
  }
  for (const [index, entry] of rest.entries()) {
    const declared = manifest.files[index]
    const found = described[index + 1]
    if (found?.size !== declared?.size || found?.sha256 !== declared?.sha256 || found?.sm3 !== declared?.sm3)
      altered(`文件 ${entry.name} 的内容被改动`)
  }
  const signer = readSigner(signerEntry.bytes, manifest)
  if (!verifySignature(manifestEntry.bytes, signatureEntry.bytes, signer.publicPoint)) altered('签名与清单不符')
  return { manifest, payload: rest, signer: { ...signer, fingerprint: fingerprint(signer.publicPoint) } }
}

/** The public key, or a certificate whose every byte the manifest answers for: else its names and dates could be changed unseen. */
function readSigner(
  bytes: Uint8Array,
  { certificateSha256 }: Manifest,
): { publicPoint: string; certificate: Certificate | undefined } {
  const pem = text(bytes)
  if (certificateSha256 === undefined)
    return { publicPoint: parsePublicKeyPem(pem) ?? altered('签名者的公钥不对'), certificate: undefined }
  const der = sha256(bytes) === certificateSha256 ? readPem(certificateLabel, pem) : undefined
  const certificate = (der && readCertificate(der)) ?? altered('签名者的证书不对')
  return { publicPoint: certificate.publicPoint ?? altered('签名者的证书不是国密 SM2 证书'), certificate }
}
