import type { Input, Output } from '../../../shared/contract/contract.ts'
import type { Call } from '../call.ts'
import type { Clock } from '../clock.ts'
import { readStoredFile } from '../files/service.ts'
import type { FileFolder } from '../files/service.ts'
import { openSigner } from '../keys/open-signer.ts'
import { sealPackage, sha256, writeManifestOf } from '../packages/build-package.ts'
import { readPackageInTurns } from '../packages/read-package.ts'
import { checkCode, readRequest, writeAnswer } from './request-file.ts'

const read = async (fileId: string, call: Call) => {
  await call.step('核对代签文件', 0, null)
  return readRequest(await readStoredFile(call.read((services) => services.files.require(fileId))))
}

/** What the signer sees before signing. */
export async function inspectRequest(
  { fileId }: Input<'signing.inspectRequest'>,
  call: Call,
): Promise<Output<'signing.inspectRequest'>> {
  const { request } = await read(fileId, call)
  return {
    enterpriseName: request.enterpriseName,
    createdAt: request.createdAt,
    checkCode: checkCode(request),
    afterSequence: request.afterSequence,
    filings: request.filings.map(({ packageId, kind, handbookNo, subject, summary, files }) => ({
      filingId: packageId,
      kind,
      handbookNo,
      subject,
      summary,
      files: files.map(({ name, size, sha256: hash }) => ({ name: name.replace('payload/', ''), size, sha256: hash })),
    })),
  }
}

/** On the computer that has the key: its own ledger and its own chain of packages are not touched. @throws Refusal as openSigner */
export async function signRequest(
  { fileId, keyId, passphrase }: Input<'signing.signRequest'>,
  call: Call,
  folder: FileFolder,
  clock: Clock,
): Promise<Output<'signing.signRequest'>> {
  const { request, payloads } = await read(fileId, call)
  const key = call.read((services) => {
    services.operators.require('declares')
    return services.keys.requireInForce(keyId)
  })
  await call.step('打开密钥', 0, request.filings.length)
  const signer = await openSigner(key, passphrase, call)
  const packages: Uint8Array[] = []
  let previous = request.afterSha256
  for (const [index, { packageId, kind, handbookNo, programVersion, ruleVersion, files }] of request.filings.entries()) {
    await call.step('签名并封装', index, request.filings.length)
    const contents = { packageId, kind, handbookNo, programVersion, ruleVersion, createdAt: clock.now() }
    const place = { sequence: request.afterSequence + index + 1, previousPackageSha256: previous }
    const manifest = writeManifestOf({ ...contents, ...place }, files, signer)
    const bytes = sealPackage(manifest, await signer.sign(manifest), signer, payloads[index] ?? [])
    await readPackageInTurns(bytes)
    packages.push(bytes)
    previous = sha256(bytes)
  }
  const taken = await folder.take([writeAnswer(packages)])
  const code = checkCode(request)
  const name = `已签_${packages.length}份_${code.replaceAll(' ', '')}.blsigned`
  return call.write((services) => {
    const what = `为${request.enterpriseName || '另一台电脑'}代签 ${packages.length} 份申报，校验码 ${code}，密钥“${key.name}”`
    services.journal.record({
      subject: '代签',
      what,
      after: { 申报: request.filings.map(({ packageId }) => packageId).join('，') },
    })
    return { fileId: services.files.record(name, taken).fileId, name, signed: packages.length }
  })
}
