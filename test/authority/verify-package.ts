import { createHash } from 'node:crypto'
import { readSigner } from './signer.ts'
import { fingerprintOf, sm3, verify } from './sm2.ts'
import { readStoredArchive, Unreadable } from './zip.ts'
import type { Entry } from './zip.ts'

/** What was looked at, in the order in which it was. */
export interface Step {
  what: string
  ok: boolean
  found: string
}

export interface Manifest {
  format: string
  packageId: string
  kind: string
  handbookNo: string
  sequence: number
  previousPackageSha256: string | null
  createdAt: string
  programVersion: string
  ruleVersion: string
  /** Of META-INF/signer.pem, where that is a certificate. */
  certificateSha256?: string
  files: { name: string; size: number; sha256: string; sm3: string }[]
}

export interface Package {
  sha256: string
  manifest: Manifest
  payload: Entry[]
  fingerprint: string
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const fail = (message: string): never => {
  throw new Unreadable(message)
}

const digest = /^[0-9a-f]{64}$/
const isText = (form: RegExp) => (value: unknown) => typeof value === 'string' && form.test(value)
const isCount = (least: number) => (value: unknown) => typeof value === 'number' && Number.isSafeInteger(value) && value >= least

type Form = readonly (readonly [name: string, is: (value: unknown) => boolean])[]
const fileForm: Form = [
  ['name', isText(/^payload\/(attachments\/)?[a-z0-9][a-z0-9._-]{0,110}$/)],
  ['size', isCount(0)],
  ['sha256', isText(digest)],
  ['sm3', isText(digest)],
]
const certificateField: Form[number] = ['certificateSha256', isText(digest)]
const manifestForm: Form = [
  ['format', (value) => value === 'bonded-ledger-package/1'],
  ['packageId', isText(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)],
  ['kind', isText(/^[a-zA-Z]{1,40}$/)],
  ['handbookNo', isText(/^([0-9A-Z]{12})?$/)],
  ['sequence', isCount(1)],
  ['previousPackageSha256', (value) => value === null || isText(digest)(value)],
  ['createdAt', isText(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)],
  ['programVersion', isText(/^.{1,40}$/)],
  ['ruleVersion', isText(/^.{1,40}$/)],
  ['files', (value) => Array.isArray(value) && value.length > 0 && value.every((file) => hasForm(file, fileForm))],
]

/** Exactly these fields, in this order. */
function hasForm(value: unknown, form: Form): boolean {
  if (typeof value !== 'object' || value === null) return false
  const fields = Object.entries(value)
  return fields.length === form.length && form.every(([name, is], index) => fields[index]?.[0] === name && is(fields[index]?.[1]))
}

function readManifest(bytes: Buffer): Manifest {
  const value = parsed(bytes)
  const withCertificate: Form = [...manifestForm.slice(0, -1), certificateField, ...manifestForm.slice(-1)]
  if (!hasForm(value, manifestForm) && !hasForm(value, withCertificate)) fail('manifest.json 的字段不对')
  // One content has one form: nothing may stand in it that is not seen.
  if (!Buffer.from(`${JSON.stringify(value, null, 2)}\n`).equals(bytes)) fail('manifest.json 的写法不是原样')
  return value as Manifest
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Verifies a signed package by itself: what it says of its place in the chain is for the books to judge. */
export function verifyPackage(archive: Buffer): { steps: Step[]; found: Package | undefined } {
  const steps: Step[] = []
  const step = <T>(what: string, look: () => { found: string; value: T }): T => {
    try {
      const { found, value } = look()
      steps.push({ what, ok: true, found })
      return value
    } catch (error) {
      steps.push({ what, ok: false, found: error instanceof Unreadable ? error.message : '内容残缺' })
      throw error
    }
  }
  try {
    const entries = step('压缩包结构', () => {
      const value = readStoredArchive(archive)
      if (value[0]?.name !== 'mimetype' || value[0].bytes.toString() !== 'application/vnd.bonded-ledger.package+zip')
        fail('首个文件不是申报包的类型标记')
      const last = value.slice(-3).map(({ name }) => name)
      if (last.join() !== 'META-INF/manifest.json,META-INF/signature.der,META-INF/signer.pem')
        fail('清单、签名、签名者不全或次序不对')
      return { found: `${value.length} 个文件，逐字节原样`, value }
    })
    const [, ...payload] = entries
    const [manifestEntry, signatureEntry, signerEntry] = payload.splice(-3)
    if (!manifestEntry || !signatureEntry || !signerEntry) return { steps, found: undefined }
    const manifest = step('清单', () => {
      const value = readManifest(manifestEntry.bytes)
      if (value.files.length !== payload.length) fail('清单所列与包内文件的数目不同')
      return { found: `第 ${value.sequence} 包，${value.kind}，${value.handbookNo || '尚无手册编号'}`, value }
    })
    step('文件摘要', () => {
      for (const [index, { name, bytes }] of payload.entries()) {
        const said = manifest.files[index]
        if (said?.name !== name) fail(`清单第 ${index + 1} 个文件不是 ${name}`)
        if (said?.size !== bytes.length) fail(`${name} 的大小与清单不符`)
        if (said?.sha256 !== sha256(bytes)) fail(`${name} 的 SHA-256 与清单不符`)
        if (said?.sm3 !== sm3(bytes).toString('hex')) fail(`${name} 的 SM3 与清单不符`)
      }
      return { found: `${payload.length} 个文件的大小、SHA-256、SM3 相符`, value: undefined }
    })
    const signer = step('签名者', () => {
      const value = readSigner(signerEntry.bytes.toString('latin1'))
      if (!value) return fail('不是 SM2 公钥或证书')
      const dates = value.certificate
      if (manifest.certificateSha256 !== (dates ? sha256(signerEntry.bytes) : undefined)) fail('签名者的证书与清单所列不符')
      if (dates && (manifest.createdAt < dates.validFrom || manifest.createdAt > dates.validTo)) fail('签名时证书不在有效期内')
      return { found: `${dates ? '证书' : '公钥'} ${fingerprintOf(value.point)}`, value }
    })
    step('签名', () => {
      if (!verify(manifestEntry.bytes, signatureEntry.bytes, signer.point)) fail('签名与清单不符')
      return { found: 'SM2/SM3 签名相符', value: undefined }
    })
    return { steps, found: { sha256: sha256(archive), manifest, payload, fingerprint: fingerprintOf(signer.point) } }
  } catch {
    return { steps, found: undefined }
  }
}
