import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { sm2 } from 'sm-crypto-v2'
import { refuse } from '../../../shared/contract/errors.ts'

export interface KeyPair {
  /** Uncompressed point, 04 ‖ X ‖ Y in hex. */
  publicPoint: string
  /** The private key, readable with the passphrase alone: {@link unlockKey}. */
  sealedKey: string
}

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)
/** Version 1 of the sealed form: 128 MiB and some 0.4 s for every guess. Other costs are another version, never another field. */
const version = '1'
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 }

/** Off the event loop: scrypt runs in the thread pool. The same passphrase typed with another input method is the same passphrase. */
const keyOf = (passphrase: string, salt: Buffer) => derive(passphrase.normalize('NFC'), salt, 32, cost)

export async function createKey(passphrase: string): Promise<KeyPair> {
  const { privateKey, publicKey: publicPoint } = sm2.generateKeyPairHex()
  return sealKey(privateKey, publicPoint, passphrase)
}

/** @param privateKey in hex */
export async function sealKey(privateKey: string, publicPoint: string, passphrase: string): Promise<KeyPair> {
  const salt = randomBytes(16)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce)
  // Bound to the public key: a sealed key put beside another public key does not open.
  cipher.setAAD(Buffer.from(publicPoint, 'hex'))
  const sealed = Buffer.concat([cipher.update(privateKey, 'hex'), cipher.final()])
  const sealedKey = [version, ...[salt, nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('hex'))].join(':')
  return { publicPoint, sealedKey }
}

/** Whether they are the two halves of one key: of a sealed key that came from outside, its seal alone does not say it. */
export function belongTogether(privateKey: string, publicPoint: string): boolean {
  try {
    return sm2.getPublicKeyFromPrivateKey(privateKey) === publicPoint
  } catch {
    // Zero, or not below the order of the curve: no private key at all.
    return false
  }
}

/** The sealed form of version 1, as written by {@link sealKey}. */
export const sealedForm = /^1:([0-9a-f]{32}):([0-9a-f]{24}):([0-9a-f]{64}):([0-9a-f]{32})$/

/** The private key in hex. @throws Refusal key.wrongPassphrase; an Error where the sealed form is damaged. */
export async function unlockKey({ publicPoint, sealedKey }: KeyPair, passphrase: string): Promise<string> {
  const match = sealedForm.exec(sealedKey)
  const [salt, nonce, sealed, tag] = (match ?? []).slice(1).map((part) => Buffer.from(part, 'hex'))
  if (!salt || !nonce || !sealed || !tag) throw new Error('sealed key of an unknown form')
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce, { authTagLength: 16 })
  decipher.setAAD(Buffer.from(publicPoint, 'hex'))
  decipher.setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('hex')
  } catch {
    return refuse({
      code: 'key.wrongPassphrase',
      message: '口令不正确，密钥没有打开',
      at: { field: 'passphrase' },
      next: '请重新输入；换过口令的，用最近一次设定的',
    })
  }
}
