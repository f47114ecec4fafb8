import { createHash } from 'node:crypto'
import { sm3 } from 'sm-crypto-v2'
import { refuse } from '../../../shared/contract/errors.ts'
import { writeArchive } from './archive.ts'
import type { Entry } from './archive.ts'
import { writeManifest } from './manifest.ts'
import type { Manifest } from './manifest.ts'
import { signBytes } from './sign.ts'
import { signerPem } from './signer.ts'
import type { Signer } from './signer.ts'
import { Sm3 } from './sm3.ts'

export const mimetype = 'application/vnd.bonded-ledger.package+zip'
export const manifestName = 'META-INF/manifest.json'
export const signatureName = 'META-INF/signature.der'
export const signerName = 'META-INF/signer.pem'
/** Of a whole package, in bytes: what a clerk's computer holds in memory without trouble. */
export const largestPackage = 256 * 1024 * 1024

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What the manifest says of a file of the payload. */
export const describeFile = ({ name, bytes }: Entry): Manifest['files'][number] => ({
  name,
  size: bytes.length,
  sha256: sha256(bytes),
  sm3: sm3(bytes),
})

/** Of so many bytes nobody waits for as long as a person would notice. */
const turn = 1024 * 1024

/** The same of bytes that may be many: others have their turn in between. */
export async function describeInTurns({ name, bytes }: Entry): Promise<Manifest['files'][number]> {
  const [first, second] = [createHash('sha256'), new Sm3()]
  for (let at = 0; at < bytes.length; at += turn) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve))
    first.update(bytes.subarray(at, at + turn))
    second.update(bytes.subarray(at, at + turn))
  }
  return { name, size: bytes.length, sha256: first.digest('hex'), sm3: second.digest() }
}

/**
 * The manifest of a package that `signer` is to sign: all that its signature is over.
 * @throws Refusal filing.packageTooLarge
 */
export function writeManifestOf(
  contents: Omit<Manifest, 'format' | 'files' | 'certificateSha256'>,
  files: Manifest['files'],
  { certificate }: Pick<Signer, 'certificate'>,
): Uint8Array {
  if (files.reduce((sum, { size }) => sum + size, 0) > largestPackage / 2) {
    refuse({
      code: 'filing.packageTooLarge',
      message: `申报文件合计超过 ${largestPackage / 2 / 1024 / 1024} MB，不能封装`,
      next: '请减少附件',
    })
  }
  const bound = certificate === null ? {} : { certificateSha256: sha256(Buffer.from(certificate)) }
  return writeManifest({ format: 'bonded-ledger-package/1', ...contents, ...bound, files })
}

/** The signed package of DESIGN §7. The bytes differ from signing to signing, as SM2 signatures do: the first ones are kept and sent. */
export const sealPackage = (
  manifest: Uint8Array,
  signature: Uint8Array,
  signer: Pick<Signer, 'publicPoint' | 'certificate'>,
  payload: readonly Entry[],
): Uint8Array =>
  writeArchive([
    { name: 'mimetype', bytes: Buffer.from(mimetype) },
    ...payload,
    { name: manifestName, bytes: manifest },
    { name: signatureName, bytes: signature },
    { name: signerName, bytes: Buffer.from(signerPem(signer)) },
  ])

/** Both, by a key that is at hand. */
export function buildPackage(
  contents: Omit<Manifest, 'format' | 'files' | 'certificateSha256'>,
  payload: readonly Entry[],
  key: { privateKey: string; publicPoint: string; certificate?: string },
): { bytes: Uint8Array; manifest: Uint8Array } {
  const signer = { publicPoint: key.publicPoint, certificate: key.certificate ?? null }
  const manifest = writeManifestOf(contents, payload.map(describeFile), signer)
  return { bytes: sealPackage(manifest, signBytes(manifest, key.privateKey), signer, payload), manifest }
}
