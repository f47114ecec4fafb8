import type { Output } from '../../../shared/contract/contract.ts'
import { dayOfInstant, daysBetween } from '../../../shared/domain/day.ts'
import { readCertificate } from '../packages/certificate.ts'
import type { Certificate } from '../packages/certificate.ts'
import { readPem } from '../packages/pem.ts'
import { fingerprint, publicKeyPem } from '../packages/public-key.ts'
import { certificateLabel } from '../packages/signer.ts'
import type { KeyRow } from './store.ts'

export type Key = Output<'keys.create'>
type PrintedCertificate = NonNullable<Key['certificate']>

/** Days before a certificate runs out: when it is said, and when it is pressed for. An issuing authority takes some weeks. */
const soon = 60
const verySoon = 30

/** @throws where what is kept is none. */
export function keptCertificate(pem: string): Certificate {
  const certificate = readCertificate(readPem(certificateLabel, pem) ?? Buffer.of())
  if (!certificate) throw new Error('a kept certificate cannot be read')
  return certificate
}

/** @param now instant */
export const printCertificate = (certificate: Certificate, pem: string, now: string): PrintedCertificate => ({
  subject: certificate.subject,
  issuer: certificate.issuer,
  serial: certificate.serial,
  validFrom: dayOfInstant(certificate.notBefore),
  validTo: dayOfInstant(certificate.notAfter),
  daysLeft: daysBetween(dayOfInstant(now), dayOfInstant(certificate.notAfter)),
  algorithm: certificate.signedWith,
  keyUsage: [...certificate.keyUsage],
  pem,
})

/** What is wrong with the dates of a certificate, to the instant; undefined within them. */
export function datesProblem({ notBefore, notAfter }: Certificate, now: string): string | undefined {
  if (now > notAfter) return `证书已于 ${dayOfInstant(notAfter)} 到期，不能再用它签名`
  if (now < notBefore) return `证书从 ${dayOfInstant(notBefore)} 起才有效，现在还不能用它签名`
  return undefined
}

export function printKey(row: KeyRow, now: string): Key {
  const certificate = row.certificate === null ? undefined : keptCertificate(row.certificate)
  return {
    keyId: row.key_id,
    name: row.name,
    algorithm: 'SM2',
    holder: row.holder,
    publicKey: publicKeyPem(row.public_point),
    fingerprint: fingerprint(row.public_point),
    createdAt: row.created_at,
    certificate: certificate && row.certificate !== null ? printCertificate(certificate, row.certificate, now) : null,
    backedUpAt: row.backed_up_at,
    warnings: [...certificateWarnings(certificate, now), ...backupWarnings(row)],
  }
}

function certificateWarnings(certificate: Certificate | undefined, now: string): Key['warnings'] {
  if (!certificate) return []
  const problem = datesProblem(certificate, now)
  if (problem) return [{ severity: 'blocks', message: problem }]
  const left = daysBetween(dayOfInstant(now), dayOfInstant(certificate.notAfter))
  const runsOut = `证书 ${left} 天后（${dayOfInstant(certificate.notAfter)}）到期`
  if (left <= verySoon) return [{ severity: 'warns', message: `${runsOut}，请尽快换领，到期后不能签名` }]
  return left <= soon ? [{ severity: 'warns', message: `${runsOut}，请申请新证书` }] : []
}

const backupWarnings = ({ holder, backed_up_at }: KeyRow): Key['warnings'] =>
  holder === 'software' && backed_up_at === null ? [{ severity: 'warns', message: '还没有备份，硬盘损坏后无法找回这把密钥' }] : []
