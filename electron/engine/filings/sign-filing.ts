import type { Input, Output } from '../../../shared/contract/contract.ts'
import { Refusal } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import { openSigner } from '../keys/open-signer.ts'
import type { Entry } from '../packages/archive.ts'
import { sealPackage, sha256, writeManifestOf } from '../packages/build-package.ts'
import type { Manifest } from '../packages/manifest.ts'
import { readPackage } from '../packages/read-package.ts'
import type { Signer } from '../packages/signer.ts'

/** How often a package is signed anew because another took its place in the chain meanwhile. */
const attempts = 5

/**
 * Prepares the manifest, signs it and seals the package while nobody waits for the ledger, and keeps it if the end of the chain and the
 * filing are still what they were. What it has sealed it verifies as a receiver would, before it is kept.
 * @throws Refusal as FilingsService.requireSignable, and of the signer
 */
async function signWith(filingId: string, keyId: string, signer: Signer, call: Call): Promise<Output<'filings.sign'>> {
  for (let attempt = 1; ; attempt++) {
    const { contents, files } = call.read((services) => services.filings.unsigned(filingId))
    const manifest = writeManifestOf(contents, files, signer)
    const signature = await signer.sign(manifest)
    const bytes = sealPackage(
      manifest,
      signature,
      signer,
      call.read((services) => services.filings.payload(filingId)),
    )
    const verified = readPackage(bytes, frozenDescription(files))
    try {
      return await call.write((services) => services.filings.keepSigned(bytes, verified, services.keys.requireInForce(keyId)))
    } catch (error) {
      if (!(error instanceof Refusal) || error.failure.code !== 'filing.chainMoved' || attempt === attempts) throw error
    }
  }
}

/** Both hashes of the bytes were taken when they were frozen: bytes of the same SHA-256 are those bytes, and their SM3 is that one. */
const frozenDescription =
  (files: Manifest['files']) =>
  ({ name, bytes }: Entry): Manifest['files'][number] => {
    const hash = sha256(bytes)
    const frozen = files.find((file) => file.name === name && file.sha256 === hash)
    return { name, size: bytes.length, sha256: hash, sm3: frozen?.sm3 ?? '' }
  }

/** The slow part, opening the key, is done before the ledger is held. */
export async function signFiling(
  { filingId, keyId, passphrase, clockChecked }: Input<'filings.sign'>,
  call: Call,
): Promise<Output<'filings.sign'>> {
  const key = call.read((services) => {
    services.filings.requireSignable(filingId)
    if (!clockChecked) services.filings.requireClock()
    return services.keys.requireInForce(keyId)
  })
  await call.step('打开密钥', 0, 2)
  const signer = await openSigner(key, passphrase, call)
  await call.step('签名并封装', 1, 2)
  if (clockChecked) await call.write((services) => services.filings.noteClockChecked())
  return signWith(filingId, keyId, signer, call)
}

/** The key is opened once; what cannot be signed is said, and the rest goes on. What was signed when it is cancelled stays signed. */
export async function signMany(
  { filingIds, keyId, passphrase }: Input<'filings.signMany'>,
  call: Call,
): Promise<Output<'filings.signMany'>> {
  const key = call.read((services) => {
    services.filings.requireClock()
    return services.keys.requireInForce(keyId)
  })
  await call.step('打开密钥', 0, filingIds.length)
  const signer = await openSigner(key, passphrase, call)
  const signed: string[] = []
  const refused: { filingId: string; message: string }[] = []
  let stopped: string | undefined
  for (const [index, filingId] of filingIds.entries()) {
    try {
      if (stopped === undefined) {
        await call.step('签名并封装', index, filingIds.length)
        await signWith(filingId, keyId, signer, call)
        signed.push(filingId)
      } else refused.push({ filingId, message: stopped })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { code, message } = error.failure
      // Given up by the person, or a key that will sign nothing more: nothing is tried again with the same PIN.
      if (code === 'job.cancelled') stopped = '已取消，没有签名'
      else if (code.startsWith('uKey.') || code.startsWith('key.')) stopped = `${message}，没有签名`
      refused.push({ filingId, message: code === 'job.cancelled' ? '已取消，没有签名' : message })
    }
  }
  return { signed, refused }
}
