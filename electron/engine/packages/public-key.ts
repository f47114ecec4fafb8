import { sm2, sm3 } from 'sm-crypto-v2'

/** SubjectPublicKeyInfo of a point on the SM2 curve: id-ecPublicKey 1.2.840.10045.2.1, curve 1.2.156.10197.1.301, BIT STRING of 65 bytes. */
const prefix = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')

/** @param point uncompressed, 04 ‖ X ‖ Y in hex. */
export function publicKeyPem(point: string): string {
  const base64 = Buffer.concat([prefix, Buffer.from(point, 'hex')]).toString('base64')
  return `-----BEGIN PUBLIC KEY-----\n${(base64.match(/.{1,64}/g) ?? []).join('\n')}\n-----END PUBLIC KEY-----\n`
}

/** The point, or undefined where the text is not, to the letter, what {@link publicKeyPem} writes for a point on the curve. */
export function parsePublicKeyPem(pem: string): string | undefined {
  const base64 = pem.split('\n').slice(1, -2).join('')
  const point = Buffer.from(base64, 'base64').subarray(prefix.length).toString('hex')
  if (point.length !== 130 || !point.startsWith('04') || publicKeyPem(point) !== pem) return undefined
  return isOnCurve(point) ? point : undefined
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
  return (sm3(Buffer.from(point, 'hex')).slice(0, 16).match(/.{4}/g) ?? []).join(' ')
}
