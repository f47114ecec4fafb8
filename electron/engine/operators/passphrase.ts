import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)
const cost = { N: 2 ** 15, r: 8, p: 1 }
const length = 32

const hashOf = (passphrase: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> =>
  // What another input method types for the same characters is the same passphrase.
  derive(passphrase.normalize('NFKC'), salt, length, { N, r, p, maxmem: 256 * N * r })

/** `scrypt$N$r$p$salt$hash`, hexadecimal: what is kept of a passphrase. Off the event loop. */
export async function sealPassphrase(passphrase: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await hashOf(passphrase, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('hex'), hash.toString('hex')].join('$')
}

/** Whether it is the passphrase that was sealed. @throws Error where `sealed` is not of this product */
export async function opensSeal(passphrase: string, sealed: string): Promise<boolean> {
  const [kind, n, r, p, salt, hash] = sealed.split('$')
  if (kind !== 'scrypt' || !salt || !hash) throw new Error('unknown passphrase seal')
  const found = await hashOf(passphrase, Buffer.from(salt, 'hex'), { N: Number(n), r: Number(r), p: Number(p) })
  const kept = Buffer.from(hash, 'hex')
  return kept.length === found.length && timingSafeEqual(found, kept)
}
