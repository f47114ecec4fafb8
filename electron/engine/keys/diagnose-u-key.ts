import type { Input, Output } from '../../../shared/contract/contract.ts'
import { Refusal } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { writeArchive } from '../packages/archive.ts'
import { pemOrDer } from '../packages/pem.ts'
import { fingerprint } from '../packages/public-key.ts'
import { readCertificate } from '../packages/certificate.ts'
import { certificateLabel, certificatePem } from '../packages/signer.ts'
import { noted, refuseSignature, uKeySignature } from './open-signer.ts'
import { datesProblem, printCertificate } from './print-key.ts'
import { readSigningCertificate } from './signing-certificate.ts'
import { uKeyCertificate, uKeyInfo } from './u-key-client.ts'

type Report = Output<'uKey.diagnose'>
type Step = Report['steps'][number]

/** One step after the other; after the first that fails the rest has nothing to stand on. */
export async function diagnoseUKey({ pin }: Input<'uKey.diagnose'>, call: Call, now: () => string): Promise<Report> {
  const address = call.read((services) => services.uKey.address())
  const steps: Step[] = []
  let certificate: Report['certificate'] = null
  let failed = false
  const step = async (what: string, look: () => Promise<string> | string) => {
    if (failed) {
      steps.push({ what, result: 'skipped', found: '', next: '' })
      return
    }
    await call.step(what, steps.length, 7)
    try {
      steps.push({ what, result: 'passes', found: await noted(call, async () => look()), next: '' })
    } catch (error) {
      if (!(error instanceof Refusal) || error.failure.code === 'job.cancelled') throw error
      failed = true
      steps.push({ what, result: 'fails', found: error.failure.message, next: error.failure.next ?? '' })
    }
  }

  let present = false
  await step('U 盾服务', async () => {
    const info = await uKeyInfo(address)
    present = info.present
    return `${address}，版本 ${info.version}`
  })
  await step('插着 U 盾', () => (present ? '已插入' : refused('uKey.absent', '没有插着 U 盾', '请插入 U 盾，确认指示灯亮')))
  let file: Uint8Array = Buffer.of()
  await step('证书', async () => {
    const { pem } = await uKeyCertificate(address)
    file = Buffer.from(pem)
    const der = pemOrDer(certificateLabel, file)
    const read = der && readCertificate(der)
    if (!der || !read) return refused('uKey.answer', 'U 盾里的证书读不出来', '请到发证机构检查 U 盾')
    certificate = printCertificate(read, certificatePem(der), now())
    return read.subject
  })
  let publicPoint = ''
  await step('算法与用途', () => {
    const read = readSigningCertificate(file)
    publicPoint = read?.publicPoint ?? ''
    return `国密 SM2，${read?.certificate.keyUsage.join('、') || '未限定用途'}`
  })
  await step('有效期', () => {
    const read = readSigningCertificate(file)?.certificate
    const problem = read && datesProblem(read, now())
    if (problem) return refused('key.certificateDates', problem, '请向发证机构换领证书')
    return `${certificate?.validFrom} 至 ${certificate?.validTo}，还有 ${certificate?.daysLeft} 天`
  })
  await step('登记为签名密钥', () => {
    const known = call.read((services) => services.keys.findByPoint(publicPoint))
    if (!known) return refused('key.notFound', `这把 U 盾（指纹 ${fingerprint(publicPoint)}）还没有登记`, '请点“登记这把 U 盾”')
    return `“${known.name}”，指纹 ${fingerprint(publicPoint)}`
  })
  // A key that is not registered can be tried all the same.
  if (steps.at(-1)?.what === '登记为签名密钥' && steps.at(-1)?.result === 'fails') failed = false
  if (pin === '' && !failed) steps.push({ what: '试签', result: 'skipped', found: '没有输入 U 盾口令，未试签', next: '' })
  else
    await step('试签', async () => {
      const bytes = Buffer.from(`保税账本 U 盾试签 ${now()}\n`)
      const { signature, verified } = await uKeySignature(bytes, pin, publicPoint, call)
      await call.write((services) => services.uKey.noteSignature(bytes, signature, verified))
      return verified ? '签名已用证书里的公钥验证' : refuseSignature(signature)
    })
  return { address, steps, certificate }
}

function refused(code: string, message: string, next: string): never {
  throw new Refusal({ code, message, next })
}

/** What was signed last, for those who must find out why it was not taken: the bytes themselves, the signature, what went wrong. */
export async function exportUKeyReport(call: Call, folder: FileFolder): Promise<Output<'uKey.exportReport'>> {
  const { address, lastError, lastSigned } = call.read((services) => services.uKey.get())
  const report = { address, lastError, lastSigned: lastSigned && { ...lastSigned, base64: undefined } }
  const archive = writeArchive([
    { name: 'report.json', bytes: Buffer.from(`${JSON.stringify(report, null, 2)}\n`) },
    ...(lastSigned
      ? [
          { name: 'signed-bytes.bin', bytes: Buffer.from(lastSigned.base64, 'base64') },
          { name: 'signature.der', bytes: Buffer.from(lastSigned.signature, 'base64') },
        ]
      : []),
  ])
  const name = 'U盾诊断.zip'
  const taken = await folder.take([archive])
  return call.write((services) => ({ fileId: services.files.record(name, taken).fileId, name }))
}
