import { sm2, sm3 } from 'sm-crypto-v2'
import { readPem, writePem } from './pem.ts'

/** SubjectPublicKeyInfo of a point on the SM2 curve: id-ecPublicKey 1.2.840.10045.2.1, curve 1.2.156.10197.1.301, BIT STRING of 65 bytes. */
const prefix = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')

/** SubjectPublicKeyInfo. @param point uncompressed, 04 ‖ X ‖ Y in hex. */
export const publicKeyDer = (point: string): Buffer => Buffer.concat([prefix, Buffer.from(point, 'hex')])

/** @param point uncompressed, 04 ‖ X ‖ Y in hex. */
export const publicKeyPem = (point: string): string => writePem('PUBLIC KEY', publicKeyDer(point))

/** The point, or undefined where the bytes are not what {@link publicKeyDer} writes for a point on the curve. */
export function parsePublicKey(der: Uint8Array): string | undefined {
  const point = Buffer.from(der).subarray(prefix.length).toString('hex')
  if (point.length !== 130 || !point.startsWith('04') || !publicKeyDer(point).equals(der)) return undefined
  return isOnCurve(point) ? point : undefined
}

/** The point, or undefined where the text is not, to the letter, what {@link publicKeyPem} writes for a point on the curve. */
export function parsePublicKeyPem(pem: string): string | undefined {
  const der = readPem('PUBLIC KEY', pem)
  return der && parsePublicKey(der)
}

/** The library throws for a point off the curve, where it could answer. */
function isOnCurve(point: string): boolean {
  try {
    return sm2.verifyPublicKey(point)
  } catch {
    return false
  }
}

/** SM3 of the point's 65 bytes, its first 16 hex digits in groups of four: short enough to read out over the telephone. */
export function fingerprint(point: string): string {
  return inGroups(sm3(Buffer.from(point, 'hex')).slice(0, 16))
}

export const inGroups = (hex: string): string => (hex.match(/.{4}/g) ?? []).join(' ')
