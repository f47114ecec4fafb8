import type { Input, Output } from '../../../shared/contract/contract.ts'
import { Refusal, refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import { readStoredFile } from '../files/service.ts'
import { datesProblem } from '../keys/print-key.ts'
import { readPackageInTurns } from '../packages/read-package.ts'
import type { VerifiedPackage } from '../packages/read-package.ts'
import type { Services } from '../services.ts'
import { readAnswer } from './request-file.ts'

/** All of them or none: each is verified as a receiver would, and kept as if it had been signed here. */
export async function importSigned(
  { fileId }: Input<'signing.importSigned'>,
  call: Call,
): Promise<Output<'signing.importSigned'>> {
  await call.step('打开签好的文件', 0, null)
  const packages = readAnswer(await readStoredFile(call.read((services) => services.files.require(fileId))))
  const verified: { bytes: Uint8Array; read: VerifiedPackage }[] = []
  for (const [index, bytes] of packages.entries()) {
    await call.step('校验申报包', index, packages.length)
    verified.push({ bytes, read: await readPackageInTurns(bytes) })
  }
  await call.step('收下申报包', packages.length, packages.length)
  return call.write((services) => ({
    filings: verified.map(({ bytes, read }) => {
      const key = signerOf(read, services)
      return said(() => services.filings.keepSigned(bytes, read, key))
    }),
  }))
}

/** @throws Refusal signing.unknownSigner, key.certificateDates: of the certificate in the package, when it was signed, and of the one here */
function signerOf({ manifest, signer }: VerifiedPackage, services: Services) {
  const key = services.keys.findByPoint(signer.publicPoint)
  if (!key)
    return refuse({
      code: 'signing.unknownSigner',
      message: `签名者（指纹 ${signer.fingerprint}）不是本机登记过的密钥，没有收下`,
      next: '与对方电话核对指纹后，在“设置 › 签名密钥”登记这把密钥，再导入',
    })
  const problem = signer.certificate && datesProblem(signer.certificate, manifest.createdAt)
  if (problem)
    refuse({
      code: 'key.certificateDates',
      message: `签名的电脑上，密钥“${key.name}”的${problem}，没有收下`,
      next: '请在签名的电脑上导入新证书，重新签名',
    })
  return services.keys.requireInForce(key.key_id)
}

const next = '请在“申报箱 › 代签”重新导出代签文件，再拿去签名'

/** The refusals of signing, said of a file that came back. */
function said<T>(keep: () => T): T {
  try {
    return keep()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    switch (error.failure.code) {
      case 'filing.notFound':
        return refuse({
          code: 'signing.notOurs',
          message: '文件里的申报不在本机的账本里，没有收下',
          next: '请确认这是本企业、本机导出去签名的文件',
        })
      case 'filing.chainMoved':
        return refuse({
          code: 'filing.chainMoved',
          message: '导出代签文件以后，本机又签了别的申报（或文件里的次序不对），接不上最近的申报包，没有收下',
          next,
        })
      case 'filing.alreadySigned':
        return refuse({ ...error.failure, message: '文件里有已经签名的申报（可能已导入过），没有再收', next: '请看申报的状态' })
      default:
        throw error
    }
  }
}
