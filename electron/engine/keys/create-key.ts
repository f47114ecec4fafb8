import type { Input, Output } from '../../../shared/contract/contract.ts'
import type { Call } from '../call.ts'
import { createKey } from '../packages/sm2-key.ts'

/** The slow part, sealing the key with the passphrase, is done before the ledger is held. */
export async function createSigningKey({ name, passphrase }: Input<'keys.create'>, call: Call): Promise<Output<'keys.create'>> {
  await call.step('生成密钥', 0, null)
  const pair = await createKey(passphrase)
  await call.step('保存密钥', 0, null)
  return call.write((services) => services.keys.add(name, pair))
}
