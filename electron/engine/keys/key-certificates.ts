import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { pemOrDer } from '../packages/pem.ts'
import { parsePublicKey } from '../packages/public-key.ts'
import { certificateRequest } from './certificate-request.ts'
import { openSigner } from './open-signer.ts'
import { datesProblem } from './print-key.ts'
import { readSigningCertificate } from './signing-certificate.ts'
import { readSmallFile } from './small-file.ts'

/** Of a key whose certificate has run out, too: that is when one asks. */
export async function createRequest(
  { keyId, passphrase, subject }: Input<'keys.createRequest'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'keys.createRequest'>> {
  const key = call.read((services) => services.keys.require(keyId))
  const request = await certificateRequest(subject, await openSigner(key, passphrase, call))
  const name = `证书申请_${subject.commonName}.csr`
  const taken = await folder.take([Buffer.from(request)])
  return call.write((services) => {
    const { commonName, organization } = subject
    services.keys.recordRequest(keyId, { 名称: commonName, 单位: organization })
    return { fileId: services.files.record(name, taken).fileId, name }
  })
}

export async function importCertificate(
  { keyId, fileId }: Input<'keys.importCertificate'>,
  call: Call,
  now: string,
): Promise<Output<'keys.importCertificate'>> {
  const key = call.read((services) => services.keys.require(keyId))
  const { certificate, pem } = readSigningCertificate(await readSmallFile(fileId, call)) ?? refuseFile('证书')
  if (certificate.publicPoint !== key.public_point)
    refuse({
      code: 'key.certificateOfAnother',
      message: `证书（${certificate.subject}）不是发给密钥“${key.name}”的：公钥不同`,
      next: '请选择用这把密钥的证书申请签发的证书',
    })
  // It takes the place of the one there is, with which the key may still sign.
  const problem = datesProblem(certificate, now)
  if (problem)
    refuse({
      code: 'key.certificateDates',
      message: `${problem}，没有导入`,
      next: '请选择现在有效的证书；尚未生效的，到期换用时再导入',
    })
  return call.write((services) => services.keys.addCertificate(keyId, pem))
}

/** A key of another computer: by its certificate, or by its bare public key. */
export async function registerKey({ name, fileId }: Input<'keys.register'>, call: Call): Promise<Output<'keys.register'>> {
  const file = await readSmallFile(fileId, call)
  const bare = parsePublicKey(pemOrDer('PUBLIC KEY', file) ?? Buffer.of())
  if (bare !== undefined) return call.write((services) => services.keys.register(name, 'elsewhere', bare, null))
  const { publicPoint, pem } = readSigningCertificate(file) ?? refuseFile('公钥或证书')
  return call.write((services) => services.keys.register(name, 'elsewhere', publicPoint, pem))
}

const refuseFile = (what: string): never =>
  refuse({
    code: 'key.fileUnreadable',
    message: `文件里不是一份${what}，或已缺损`,
    next: '请选择 PEM 或 DER 格式的文件，一个文件只放一份',
  })
