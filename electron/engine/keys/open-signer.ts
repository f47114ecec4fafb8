import { refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import { decodeSignature, encodeSignature } from '../packages/der.ts'
import { verifySignature } from '../packages/sign.ts'
import { softwareSigner } from '../packages/signer.ts'
import type { Signer } from '../packages/signer.ts'
import { unlockKey } from '../packages/sm2-key.ts'
import type { KeyRow } from './service.ts'
import { readSigningCertificate } from './signing-certificate.ts'
import { UKeyRefusal, uKeyCertificate, uKeySign } from './u-key-client.ts'

/**
 * Opens a key with its passphrase, or with the U-key's PIN, before the ledger is held. Neither is kept: they live as long as the signer.
 * @throws Refusal key.*, uKey.*
 */
export async function openSigner(key: KeyRow, passphrase: string, call: Call): Promise<Signer> {
  const { public_point: publicPoint, certificate } = key
  if (key.holder === 'elsewhere')
    return refuse({
      code: 'key.elsewhere',
      message: `密钥“${key.name}”在别的电脑上，不能在这里签名`,
      at: { field: 'keyId' },
      next: '请在“申报箱 › 代签”导出代签文件，到存有它的电脑上签名',
    })
  if (key.holder === 'software') {
    const privateKey = await unlockKey({ publicPoint, sealedKey: key.sealed_key }, passphrase)
    return softwareSigner(privateKey, { publicPoint, certificate })
  }
  await noted(call, () => requireSameKey(key, call))
  return {
    publicPoint,
    certificate,
    sign: (bytes) =>
      noted(call, async () => {
        const { signature, verified } = await uKeySignature(bytes, passphrase, publicPoint, call)
        await call.write((services) => services.uKey.noteSignature(bytes, signature, verified))
        return verified ? signature : refuseSignature(signature)
      }),
  }
}

/** Before the PIN is sent: another key's tries are not for us to use up. */
async function requireSameKey(key: KeyRow, call: Call): Promise<void> {
  const present = await certificateInUKey(call)
  if (present.publicPoint !== key.public_point)
    refuse({
      code: 'uKey.otherKey',
      message: `插着的 U 盾（${present.certificate.subject}）不是密钥“${key.name}”`,
      next: '请插入登记的那把 U 盾，或把这把登记为签名密钥',
    })
}

/** @throws Refusal uKey.answer, key.certificateAlgorithm where it is no SM2 key, key.certificateUsage */
export async function certificateInUKey(call: Call): Promise<NonNullable<ReturnType<typeof readSigningCertificate>>> {
  const { pem } = await uKeyCertificate(call.read((services) => services.uKey.address()))
  const read = readSigningCertificate(Buffer.from(pem))
  if (read) return read
  throw new UKeyRefusal({ code: 'uKey.answer', message: 'U 盾里的证书读不出来', next: '请到发证机构检查 U 盾' }, pem)
}

/** In DER where it can be brought into it; held against the bytes by ourselves, whatever the service says. */
export async function uKeySignature(
  bytes: Uint8Array,
  pin: string,
  publicPoint: string,
  call: Call,
): Promise<{ signature: Uint8Array; verified: boolean }> {
  const given = await uKeySign(
    call.read((services) => services.uKey.address()),
    bytes,
    pin,
  )
  const signature = given.length === 64 && !decodeSignature(given) ? encodeSignature(given) : given
  return { signature, verified: verifySignature(bytes, signature, publicPoint) }
}

export function refuseSignature(signature: Uint8Array): never {
  throw new UKeyRefusal(
    {
      code: 'uKey.signature',
      message: 'U 盾返回的签名不能用它的公钥验证，没有采用',
      next: '请在“设置 › U 盾”运行诊断，导出被签名的内容交给发证机构',
    },
    Buffer.from(signature).toString('hex'),
  )
}

/** What the service did wrong is kept for the diagnostics page, in a write of its own: what was wanted of it is not done. */
export async function noted<T>(call: Call, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UKeyRefusal) await call.write((services) => services.uKey.noteFailure(error.failure.message, error.raw))
    throw error
  }
}
