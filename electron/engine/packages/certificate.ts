import {
  BaseBlock,
  BitString,
  Constructed,
  GeneralizedTime,
  Integer,
  ObjectIdentifier,
  OctetString,
  UTCTime,
  fromBER,
} from 'asn1js'
import { visibleText } from '../../../shared/messages/visible-text.ts'
import { parsePublicKey } from './public-key.ts'

/** An X.509 certificate (RFC 5280, GM/T 0015) as far as this program looks at it. Who issued it is shown, not judged. */
export interface Certificate {
  subject: string
  issuer: string
  /** Hex. */
  serial: string
  /** Instants, ISO 8601. */
  notBefore: string
  notAfter: string
  /** By which the issuer has signed it: SM2-SM3, RSA-SHA256 … */
  signedWith: string
  keyAlgorithm: 'SM2' | 'RSA' | 'other'
  /** Of an SM2 key: uncompressed, in hex. */
  publicPoint: string | undefined
  /** Empty where the certificate does not say it. */
  keyUsage: readonly string[]
}

/** Far more than a certificate has. */
export const largestCertificate = 64 * 1024

const attributes: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '1.2.840.113549.1.9.1': 'E',
}
const signatureAlgorithms: Readonly<Record<string, string>> = {
  '1.2.156.10197.1.501': 'SM2-SM3',
  '1.2.840.113549.1.1.4': 'RSA-MD5',
  '1.2.840.113549.1.1.5': 'RSA-SHA1',
  '1.2.840.113549.1.1.11': 'RSA-SHA256',
  '1.2.840.113549.1.1.12': 'RSA-SHA384',
  '1.2.840.113549.1.1.13': 'RSA-SHA512',
  '1.2.840.10045.4.3.2': 'ECDSA-SHA256',
}
const rsaKey = '1.2.840.113549.1.1.1'
const keyUsageExtension = '2.5.29.15'
/** RFC 5280 4.2.1.3, in the order of its bits. */
const keyUsages = [
  '数字签名',
  '抗抵赖',
  '密钥加密',
  '数据加密',
  '密钥协商',
  '签发证书',
  '签发吊销列表',
  '仅加密',
  '仅解密',
] as const
/** Chinese authorities issue two certificates for a person: one that signs, and one that others encrypt for. */
export const maySign = ({ keyUsage }: Certificate): boolean =>
  keyUsage.length === 0 || keyUsage.includes('数字签名') || keyUsage.includes('抗抵赖')

/** The certificate, or undefined unless `der` is one, in DER, and nothing else. */
export function readCertificate(der: Uint8Array): Certificate | undefined {
  if (der.length > largestCertificate || !isDer(der)) return undefined
  try {
    return certificateOf(Uint8Array.from(der))
  } catch {
    // The reader below stops at whatever is not as the standard has it.
    return undefined
  }
}

const notAsItShould = (): never => {
  throw new RangeError('not a certificate')
}

function certificateOf(der: Uint8Array<ArrayBuffer>): Certificate {
  const { result, offset } = fromBER(der)
  if (offset !== der.length) notAsItShould()
  const [body, algorithm, signature, ...more] = partsOf(result)
  if (!(signature instanceof BitString) || more.length > 0) notAsItShould()
  const fields = partsOf(body)
  const version = tagOf(fields[0]) === 0 ? partsOf(fields.shift())[0] : undefined
  if (version !== undefined && (!(version instanceof Integer) || version.valueBlock.valueDec > 2)) notAsItShould()
  const [serial, innerAlgorithm, issuer, validity, subject, publicKey, ...optional] = fields
  if (!(serial instanceof Integer) || !bytesOf(innerAlgorithm).equals(bytesOf(algorithm))) return notAsItShould()
  const [notBefore, notAfter] = partsOf(validity)
  const keyAlgorithm = oidOf(partsOf(partsOf(publicKey)[0])[0])
  const publicPoint = parsePublicKey(bytesOf(publicKey))
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    serial: Buffer.from(serial.valueBlock.valueHexView).toString('hex'),
    notBefore: instantOf(notBefore),
    notAfter: instantOf(notAfter),
    signedWith: signatureAlgorithms[oidOf(partsOf(algorithm)[0])] ?? '其他算法',
    keyAlgorithm: publicPoint === undefined ? (keyAlgorithm === rsaKey ? 'RSA' : 'other') : 'SM2',
    publicPoint,
    keyUsage: keyUsageOf(optional.filter((part) => tagOf(part) === 3)),
  }
}

const partsOf = (block: BaseBlock | undefined): BaseBlock[] =>
  block instanceof Constructed ? [...block.valueBlock.value] : notAsItShould()
const bytesOf = (block: BaseBlock | undefined): Buffer => (block ? Buffer.from(block.valueBeforeDecodeView) : notAsItShould())
const oidOf = (block: BaseBlock | undefined): string => (block instanceof ObjectIdentifier ? block.getValue() : notAsItShould())
/** Of a context-specific tag; undefined of any other. */
const tagOf = (block: BaseBlock | undefined): number | undefined =>
  block?.idBlock.tagClass === 3 ? block.idBlock.tagNumber : undefined

function instantOf(block: BaseBlock | undefined): string {
  return block instanceof UTCTime || block instanceof GeneralizedTime ? block.toDate().toISOString() : notAsItShould()
}

/** CN=…, O=…, in the order of the certificate; what could mislead the eye is shown. */
const nameOf = (block: BaseBlock | undefined): string =>
  partsOf(block)
    .flatMap((set) => partsOf(set).map((attribute) => partsOf(attribute)))
    .map(([type, value]) => {
      const name = oidOf(type)
      return `${attributes[name] ?? name}=${textOf(value)}`
    })
    .join(', ')

function textOf(block: BaseBlock | undefined): string {
  if (!block || !('getValue' in block) || typeof block.getValue !== 'function') return notAsItShould()
  return visibleText(String(block.getValue()))
}

/** @throws where an extension stands there twice. */
function keyUsageOf(wrappers: readonly BaseBlock[]): string[] {
  if (wrappers.length > 1) return notAsItShould()
  const extensions = wrappers.flatMap((wrapper) => partsOf(partsOf(wrapper)[0])).map(partsOf)
  const names = extensions.map(([name]) => oidOf(name))
  if (new Set(names).size !== names.length) return notAsItShould()
  const value = extensions[names.indexOf(keyUsageExtension)]?.at(-1)
  if (value === undefined) return []
  if (!(value instanceof OctetString)) return notAsItShould()
  const bits = fromBER(Uint8Array.from(value.valueBlock.valueHexView)).result
  if (!(bits instanceof BitString)) return notAsItShould()
  const bytes = bits.valueBlock.valueHexView
  return keyUsages.filter((_, index) => ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0)
}

/**
 * Whether the bytes are one value whose lengths, all the way down, are written in the one way that DER allows: definite, in the fewest
 * bytes, and filled to the last one. The library reads BER, which has many ways for the same.
 */
function isDer(bytes: Uint8Array): boolean {
  return endOfValue(bytes, 0, bytes.length, 0) === bytes.length
}

const deepest = 32

/** Where the value that begins at `start` ends; undefined where it is not DER or does not fit before `limit`. */
function endOfValue(bytes: Uint8Array, start: number, limit: number, depth: number): number | undefined {
  const tag = bytes[start] ?? 0
  const first = bytes[start + 1]
  // Tags of more than one byte stand in no certificate.
  if (first === undefined || start + 2 > limit || (tag & 0x1f) === 0x1f || depth > deepest) return undefined
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || lengthBytes > 3) return undefined
  const content = start + 2 + lengthBytes
  const length = lengthBytes === 0 ? first : bytes.subarray(start + 2, content).reduce((sum, byte) => sum * 256 + byte, 0)
  const needed = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3
  const end = content + length
  if (needed !== lengthBytes || end > limit) return undefined
  if ((tag & 0x20) === 0) return end
  let at: number | undefined = content
  while (at !== undefined && at < end) at = endOfValue(bytes, at, end, depth + 1)
  return at
}
