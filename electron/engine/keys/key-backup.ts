import * as z from 'zod'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { parsePublicKeyPem, publicKeyPem } from '../packages/public-key.ts'
import { belongTogether, sealedForm, unlockKey } from '../packages/sm2-key.ts'
import { readSmallFile } from './small-file.ts'

/** A backup file (.blkey): the key as it is sealed in the ledger, of no use without its passphrase. */
const backupSchema = z.strictObject({
  format: z.literal('bonded-ledger-key/1'),
  name: z.string().trim().min(1).max(64),
  publicKey: z.string().max(400),
  sealedKey: z.string().regex(sealedForm),
})

/** Where the passphrase does not open the key, there is no backup: it would be worth nothing on the day it is needed. */
export async function backUpKey(
  { keyId, passphrase }: Input<'keys.backUp'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'keys.backUp'>> {
  const key = call.read((services) => services.keys.require(keyId))
  if (key.holder !== 'software')
    refuse({
      code: 'key.notHere',
      message: `密钥“${key.name}”的私钥不在这台电脑上，无从备份`,
      next: key.holder === 'uKey' ? 'U 盾里的私钥取不出来；遗失时请向发证机构补办' : '请在存有它的电脑上备份',
    })
  await call.step('核对口令', 0, null)
  await unlockKey({ publicPoint: key.public_point, sealedKey: key.sealed_key }, passphrase)
  const backup: z.infer<typeof backupSchema> = {
    format: 'bonded-ledger-key/1',
    name: key.name,
    publicKey: publicKeyPem(key.public_point),
    sealedKey: key.sealed_key,
  }
  const name = `密钥备份_${key.name}.blkey`
  const taken = await folder.take([Buffer.from(`${JSON.stringify(backup, null, 2)}\n`)])
  return call.write((services) => {
    // Another passphrase in the meantime is another file.
    if (services.keys.require(keyId).sealed_key !== key.sealed_key)
      refuse({ code: 'key.changed', message: '密钥的口令刚刚更换过，备份没有生成', next: '请用新口令再备份一次' })
    services.keys.recordBackup(keyId)
    return { fileId: services.files.record(name, taken).fileId, name }
  })
}

/** Proves that passphrase, private key and public key belong together before anything is written. */
export async function restoreKey({ fileId, passphrase }: Input<'keys.restore'>, call: Call): Promise<Output<'keys.restore'>> {
  const backup = readBackup(Buffer.from(await readSmallFile(fileId, call)).toString('utf8'))
  const publicPoint = backup && parsePublicKeyPem(backup.publicKey)
  if (!backup || publicPoint === undefined) return refuseBackup('不是密钥备份，或已缺损')
  await call.step('核对口令', 0, null)
  const pair = { publicPoint, sealedKey: backup.sealedKey }
  if (!belongTogether(await unlockKey(pair, passphrase), publicPoint)) return refuseBackup('私钥与公钥不相配')
  return call.write((services) => services.keys.restore(backup.name, pair))
}

function readBackup(text: string): z.infer<typeof backupSchema> | undefined {
  try {
    return backupSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

const refuseBackup = (what: string): never =>
  refuse({ code: 'key.backupUnreadable', message: `这个文件${what}，没有恢复`, next: '请选择由“备份”生成的 .blkey 文件' })
