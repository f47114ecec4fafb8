import { readPoint } from './sm2.ts'
import type { Point } from './sm2.ts'

export interface Signer {
  point: Point
  /** Of a certificate; undefined of a bare public key. */
  certificate: { validFrom: string; validTo: string } | undefined
}

const keyHeader = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')

/** Public key or certificate in PEM, in its one form: one block, 64 characters a line, a line break at the end; else undefined. */
export function readSigner(pem: string): Signer | undefined {
  const [, label, body] = /^-----BEGIN (PUBLIC KEY|CERTIFICATE)-----\n([A-Za-z0-9+/=\n]+)\n-----END \1-----\n$/.exec(pem) ?? []
  if (label === undefined || body === undefined) return undefined
  const der = Buffer.from(body.replaceAll('\n', ''), 'base64')
  if ((der.toString('base64').match(/.{1,64}/g) ?? []).join('\n') !== body) return undefined
  return label === 'CERTIFICATE' ? readCertificate(der) : withPoint(readKey(der), undefined)
}

const withPoint = (point: Point | undefined, certificate: Signer['certificate']): Signer | undefined =>
  point && { point, certificate }

const readKey = (der: Buffer): Point | undefined =>
  der.subarray(0, keyHeader.length).equals(keyHeader) ? readPoint(der.subarray(keyHeader.length)) : undefined

interface Part {
  tag: number
  whole: Buffer
  content: Buffer
}

/** The parts of a constructed value in DER; undefined where lengths do not fit. */
function partsOf(der: Buffer): Part[] | undefined {
  const parts: Part[] = []
  for (let at = 0; at < der.length;) {
    const [tag = 0, short = 0] = der.subarray(at, at + 2)
    const octets = short < 0x80 ? 0 : short & 0x7f
    if (octets > 3 || short === 0x80) return undefined
    const length = octets === 0 ? short : der.subarray(at + 2, at + 2 + octets).reduce((sum, byte) => sum * 256 + byte, 0)
    const start = at + 2 + octets
    if (start + length > der.length) return undefined
    parts.push({ tag, whole: der.subarray(at, start + length), content: der.subarray(start, start + length) })
    at = start + length
  }
  return parts
}

/** X.509: key and dates. Who issued it is not judged here: a training authority knows no issuer. */
function readCertificate(der: Buffer): Signer | undefined {
  const [certificate, ...behind] = partsOf(der) ?? []
  if (!certificate || behind.length > 0) return undefined
  const [body] = partsOf(certificate.content) ?? []
  const fields = body && partsOf(body.content)
  // version [0] may be left out
  const from = fields?.[0]?.tag === 0xa0 ? 1 : 0
  const [validity, key] = [fields?.[from + 3], fields?.[from + 5]]
  const dates = validity && partsOf(validity.content)?.map(readTime)
  const [validFrom, validTo] = dates ?? []
  if (!key || !validFrom || !validTo) return undefined
  return withPoint(readKey(key.whole), { validFrom, validTo })
}

/** UTCTime or GeneralizedTime as `yyyy-MM-ddTHH:mm:ssZ`. */
function readTime({ tag, content }: Part): string | undefined {
  const digits = content.toString('latin1')
  const full = tag === 0x17 ? `${digits < '5' ? '20' : '19'}${digits}` : digits
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full) ?? []
  return year === undefined ? undefined : `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}
