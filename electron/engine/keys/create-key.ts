import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import { createKey, sealKey, unlockKey } from '../packages/sm2-key.ts'

/** The slow part, sealing the key with the passphrase, is done before the ledger is held. */
export async function createSigningKey({ name, passphrase }: Input<'keys.create'>, call: Call): Promise<Output<'keys.create'>> {
  await call.step('生成密钥', 0, null)
  const pair = await createKey(passphrase)
  await call.step('保存密钥', 0, null)
  return call.write((services) => services.keys.add(name, pair))
}

/** Backups written before it are still opened by the passphrase of before. */
export async function changePassphrase(
  { keyId, passphrase, newPassphrase }: Input<'keys.changePassphrase'>,
  call: Call,
): Promise<Output<'keys.changePassphrase'>> {
  const key = call.read((services) => services.keys.require(keyId))
  if (key.holder !== 'software')
    refuse({
      code: 'key.notHere',
      message: `密钥“${key.name}”的私钥不在这台电脑上，不能在这里换口令`,
      next: key.holder === 'uKey' ? '请用 U 盾自带的工具修改口令' : '请在存有它的电脑上更换',
    })
  await call.step('核对口令', 0, 2)
  const privateKey = await unlockKey({ publicPoint: key.public_point, sealedKey: key.sealed_key }, passphrase)
  await call.step('用新口令加密', 1, 2)
  const { sealedKey } = await sealKey(privateKey, key.public_point, newPassphrase)
  return call.write((services) => {
    if (services.keys.require(keyId).sealed_key !== key.sealed_key)
      refuse({ code: 'key.changed', message: '密钥的口令刚刚更换过，没有再换', next: '请用新口令重试' })
    return services.keys.reseal(keyId, sealedKey)
  })
}
