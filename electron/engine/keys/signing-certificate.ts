import { refuse } from '../../../shared/contract/errors.ts'
import { maySign, readCertificate } from '../packages/certificate.ts'
import type { Certificate } from '../packages/certificate.ts'
import { pemOrDer } from '../packages/pem.ts'
import { certificateLabel, certificatePem } from '../packages/signer.ts'

/**
 * A certificate that a package can be signed with; undefined where the bytes are none.
 * @throws Refusal key.certificateAlgorithm, key.certificateUsage
 */
export function readSigningCertificate(
  file: Uint8Array,
): { certificate: Certificate; publicPoint: string; pem: string } | undefined {
  const der = pemOrDer(certificateLabel, file)
  const certificate = der && readCertificate(der)
  if (!der || !certificate) return undefined
  const { publicPoint } = certificate
  if (publicPoint === undefined) {
    const algorithm = certificate.keyAlgorithm === 'RSA' ? ' RSA 证书' : '别的算法的证书'
    return refuse({
      code: 'key.certificateAlgorithm',
      message: `这是${algorithm}（${certificate.subject}），申报包只用国密 SM2 签名`,
      next: '请向发证机构换领国密 SM2 证书',
    })
  }
  if (!maySign(certificate))
    refuse({
      code: 'key.certificateUsage',
      message: `这张证书不能用于签名（用途：${certificate.keyUsage.join('、')}）`,
      next: '发证机构给的两张证书中，请选择签名证书，不是加密证书',
    })
  return { certificate, publicPoint, pem: certificatePem(der) }
}
