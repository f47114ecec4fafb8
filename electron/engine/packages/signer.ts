import { writePem } from './pem.ts'
import { publicKeyPem } from './public-key.ts'
import { signBytes } from './sign.ts'

/** Whatever can sign: a key sealed on this computer, or the e-port U-key. */
export interface Signer {
  /** Uncompressed point in hex. */
  publicPoint: string
  /** PEM; null where the key has none. */
  certificate: string | null
  /** SM2 with SM3 over the bytes, in DER. @throws Refusal */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

export const certificateLabel = 'CERTIFICATE'
export const certificatePem = (der: Uint8Array): string => writePem(certificateLabel, der)

/** What META-INF/signer.pem holds. */
export const signerPem = ({ publicPoint, certificate }: Pick<Signer, 'publicPoint' | 'certificate'>): string =>
  certificate ?? publicKeyPem(publicPoint)

/** @param privateKey in hex, of that point. */
export const softwareSigner = (privateKey: string, key: Pick<Signer, 'publicPoint' | 'certificate'>): Signer => ({
  ...key,
  sign: async (bytes) => signBytes(bytes, privateKey),
})
