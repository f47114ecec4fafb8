import { createHash } from 'node:crypto'
import { sm3 } from 'sm-crypto-v2'
import { refuse } from '../../../shared/contract/errors.ts'
import { writeArchive } from './archive.ts'
import type { Entry } from './archive.ts'
import { writeManifest } from './manifest.ts'
import type { Manifest } from './manifest.ts'
import { publicKeyPem } from './public-key.ts'
import { signBytes } from './sign.ts'

export const mimetype = 'application/vnd.bonded-ledger.package+zip'
export const manifestName = 'META-INF/manifest.json'
export const signatureName = 'META-INF/signature.der'
export const signerName = 'META-INF/signer.pem'
/** Of a whole package, in bytes: what a clerk's computer holds in memory without trouble. */
export const largestPackage = 256 * 1024 * 1024

interface Signer {
  /** In hex. */
  privateKey: string
  /** Uncompressed point in hex. */
  publicPoint: string
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What the manifest says of a file of the payload. */
export const describeFile = ({ name, bytes }: Entry): Manifest['files'][number] => ({
  name,
  size: bytes.length,
  sha256: sha256(bytes),
  sm3: sm3(bytes),
})

/**
 * The signed package of DESIGN §7. The bytes differ from call to call, as SM2 signatures do: the first ones are kept and sent.
 * @throws Refusal filing.packageTooLarge
 */
export function buildPackage(
  contents: Omit<Manifest, 'format' | 'files'>,
  payload: readonly Entry[],
  signer: Signer,
): { bytes: Uint8Array; manifest: Uint8Array } {
  if (payload.reduce((size, { bytes }) => size + bytes.length, 0) > largestPackage / 2) {
    refuse({
      code: 'filing.packageTooLarge',
      message: `申报文件合计超过 ${largestPackage / 2 / 1024 / 1024} MB，不能封装`,
      next: '请减少附件',
    })
  }
  const manifest = writeManifest({ format: 'bonded-ledger-package/1', ...contents, files: payload.map(describeFile) })
  const bytes = writeArchive([
    { name: 'mimetype', bytes: Buffer.from(mimetype) },
    ...payload,
    { name: manifestName, bytes: manifest },
    { name: signatureName, bytes: signBytes(manifest, signer.privateKey) },
    { name: signerName, bytes: Buffer.from(publicKeyPem(signer.publicPoint)) },
  ])
  return { bytes, manifest }
}
