import { sm2 } from 'sm-crypto-v2'
import { decodeSignature, encodeSignature } from './der.ts'

/** SM2 with SM3 (GB/T 32918.2), with the user id that GM/T 0009 gives to everybody. */
const options = { hash: true, der: false, userId: '1234567812345678' }
/** Order of the curve's base point: r and s lie in 1 … n − 1. */
const order = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n

/** @returns the signature in DER. */
export function signBytes(bytes: Uint8Array, privateKey: string): Uint8Array {
  return encodeSignature(Buffer.from(sm2.doSignature(bytes, privateKey, options), 'hex'))
}

/** Only the raw form reaches the library: its own DER reader takes altered signatures. */
export function verifySignature(bytes: Uint8Array, der: Uint8Array, publicPoint: string): boolean {
  const raw = decodeSignature(der)
  if (!raw) return false
  const hex = Buffer.from(raw).toString('hex')
  const inRange = [hex.slice(0, 64), hex.slice(64)].map((part) => BigInt(`0x${part}`)).every((part) => part > 0n && part < order)
  return inRange && sm2.doVerifySignature(bytes, hex, publicPoint, options)
}
