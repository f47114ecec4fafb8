import * as z from 'zod'
import { sm3 } from 'sm-crypto-v2'
import { filingKind } from '../../../shared/contract/filings.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { readArchive, writeArchive } from '../packages/archive.ts'
import type { Entry } from '../packages/archive.ts'
import { describeFile } from '../packages/build-package.ts'
import { manifestSchema } from '../packages/manifest.ts'
import { inGroups } from '../packages/public-key.ts'

/**
 * The two files of 代签. Both are archives in their one form ({@link writeArchive}); the files of each filing lie in an archive of their own.
 * A request goes to the computer that has the key: mimetype, request.json, then the frozen files of each filing, in its order.
 * The answer comes back: mimetype, then the signed packages in the same order, each the package that will be sent.
 */
const requestType = 'application/vnd.bonded-ledger.signing-request+zip'
const answerType = 'application/vnd.bonded-ledger.signing-answer+zip'
const requestName = 'request.json'

const requestSchema = z.strictObject({
  format: z.literal('bonded-ledger-signing-request/1'),
  enterpriseName: z.string().max(400),
  createdAt: z.iso.datetime(),
  /** The end of the chain: the first package follows it. */
  afterSequence: z.int().min(0),
  afterSha256: manifestSchema.shape.previousPackageSha256,
  filings: z
    .array(
      z.strictObject({
        packageId: z.uuid(),
        kind: filingKind,
        handbookNo: manifestSchema.shape.handbookNo,
        subject: z.string().max(400),
        programVersion: manifestSchema.shape.programVersion,
        ruleVersion: manifestSchema.shape.ruleVersion,
        /** As the enterprise's computer shows the filing's head: for the eyes of the signer, no part of what is signed. */
        summary: z.array(z.strictObject({ label: z.string().max(400), value: z.string().max(4000) })).max(1000),
        files: manifestSchema.shape.files,
      }),
    )
    .min(1)
    .max(1000),
})
export type SigningRequest = z.infer<typeof requestSchema>

const written = (request: SigningRequest): Buffer => Buffer.from(`${JSON.stringify(requestSchema.parse(request), null, 2)}\n`)

/** SM3 of the request, which names the hashes of all files: what both persons read to one another, as long as a fingerprint. */
export const checkCode = (request: SigningRequest): string => inGroups(sm3(written(request)).slice(0, 16))

const numbered = (archives: readonly Uint8Array[]): Entry[] =>
  archives.map((bytes, index) => ({ name: `${String(index + 1).padStart(4, '0')}.zip`, bytes }))

/** @param payloads of each filing, in the order of the request */
export const writeRequest = (request: SigningRequest, payloads: readonly (readonly Entry[])[]): Uint8Array =>
  writeArchive([
    { name: 'mimetype', bytes: Buffer.from(requestType) },
    { name: requestName, bytes: written(request) },
    ...numbered(payloads.map((payload) => writeArchive(payload))),
  ])

/** Verifies all of it before it hands out anything. @throws Refusal signing.requestUnreadable */
export function readRequest(bytes: Uint8Array): { request: SigningRequest; payloads: Entry[][] } {
  const [head, ...archives] = inside(bytes, requestType) ?? notARequest('不是代签文件')
  const request = head?.name === requestName ? parsedRequest(head.bytes) : undefined
  if (!request) return notARequest('的申请内容格式不对')
  if (archives.length !== request.filings.length || !areNumbered(archives)) notARequest('里的申报与申请所列不一致')
  const payloads = archives.map(({ bytes: archive }) => readArchive(archive) ?? notARequest('里有缺损的申报'))
  for (const [index, { files }] of request.filings.entries())
    if (JSON.stringify(payloads[index]?.map(describeFile)) !== JSON.stringify(files)) notARequest('里的文件与申请所列的摘要不符')
  return { request, payloads }
}

export const writeAnswer = (packages: readonly Uint8Array[]): Uint8Array =>
  writeArchive([{ name: 'mimetype', bytes: Buffer.from(answerType) }, ...numbered(packages)])

/** The packages, none of them looked into. @throws Refusal signing.answerUnreadable */
export function readAnswer(bytes: Uint8Array): Uint8Array[] {
  const packages = inside(bytes, answerType)
  if (!packages || packages.length === 0 || !areNumbered(packages))
    return refuse({
      code: 'signing.answerUnreadable',
      message: '这不是签好的代签文件，或已有改动、缺损',
      next: '请向签名的电脑重新取得文件',
    })
  return packages.map((entry) => entry.bytes)
}

function inside(bytes: Uint8Array, type: string): Entry[] | undefined {
  const [mime, ...rest] = readArchive(bytes) ?? []
  return mime?.name === 'mimetype' && Buffer.from(mime.bytes).toString('latin1') === type ? rest : undefined
}

const areNumbered = (entries: readonly Entry[]): boolean =>
  entries.every(({ name }, index) => name === `${String(index + 1).padStart(4, '0')}.zip`)

/** Undefined unless the bytes are what {@link written} writes for it. */
function parsedRequest(bytes: Uint8Array): SigningRequest | undefined {
  try {
    const request = requestSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
    return written(request).equals(bytes) ? request : undefined
  } catch {
    return undefined
  }
}

const notARequest = (what: string): never =>
  refuse({
    code: 'signing.requestUnreadable',
    message: `这个文件${what}，没有打开`,
    next: '请回到原来的电脑，在“申报箱 › 代签”重新导出代签文件',
  })
