import type { Input, Output } from '../../../shared/contract/contract.ts'
import type { Call } from '../call.ts'
import { unlockKey } from '../packages/sm2-key.ts'

/** The slow part, opening the key with the passphrase, is done before the ledger is held. */
export async function signFiling(
  { filingId, keyId, passphrase }: Input<'filings.sign'>,
  call: Call,
): Promise<Output<'filings.sign'>> {
  const key = call.read((services) => {
    services.filings.requireSignable(filingId)
    return services.keys.require(keyId)
  })
  await call.step('解开密钥', 0, 2)
  const privateKey = await unlockKey({ publicPoint: key.public_point, sealedKey: key.sealed_key }, passphrase)
  await call.step('签名并封装', 1, 2)
  return call.write((services) => services.filings.sign(filingId, keyId, privateKey))
}
