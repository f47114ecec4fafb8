import * as z from 'zod'
import { operation } from './operation.ts'
import { fileId, handbookNo, instant } from './values.ts'

/** DESIGN §7. */
export const filingState = z.enum([
  'draft',
  'checked',
  'signed',
  'queued',
  'sent',
  'acknowledged',
  'accepted',
  'returned',
  'manualReview',
  'closed',
])

const check = z.object({
  /** blocks: the filing cannot be signed; warns: it can, and the clerk has seen it. */
  severity: z.enum(['passes', 'warns', 'blocks']),
  rule: z.string(),
  message: z.string(),
})

export const filing = z.object({
  /** UUIDv7, for ever. */
  filingId: z.uuid(),
  kind: z.enum(['writeOffReport']),
  handbookNo: z.string(),
  state: filingState,
  createdAt: instant,
  signedAt: instant.nullable(),
  exportedAt: instant.nullable(),
  /** Place in the enterprise's chain of signed packages, from 1; null before signing. */
  sequence: z.int().nullable(),
  keyName: z.string().nullable(),
  packageName: z.string().nullable(),
  packageSize: z.int().nullable(),
  packageSha256: z.string().nullable(),
})

export const filingDetail = filing.extend({
  checks: z.array(check),
  /** The figures of the report's head. */
  summary: z.array(z.object({ label: z.string(), value: z.string() })),
  files: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string(), sm3: z.string(), fileId })),
  events: z.array(z.object({ at: instant, state: filingState, note: z.string() })),
  previousSha256: z.string().nullable(),
})

const key = z.object({
  keyId: z.uuid(),
  name: z.string(),
  algorithm: z.literal('SM2'),
  /** PEM, SubjectPublicKeyInfo. */
  publicKey: z.string(),
  /** SM3 of the public point, first 16 hex digits in groups of four: to read out over the telephone. */
  fingerprint: z.string(),
  createdAt: instant,
})

export const filingOperations = {
  'filings.createWriteOffReport': operation({
    summary: '生成报核：核对后把报核报文与可读工作簿定格为一份申报（R-19）',
    input: z.object({ handbookNo }),
    output: filingDetail,
    changes: ['filings', 'files'],
    job: true,
  }),
  'filings.list': operation({
    summary: '全部申报，新的在前',
    input: z.object({ handbookNo: handbookNo.optional() }),
    output: z.object({ filings: z.array(filing) }),
    reads: ['filings'],
  }),
  'filings.get': operation({
    summary: '一份申报：状态、核对结果、文件、经过',
    input: z.object({ filingId: z.uuid() }),
    output: filingDetail,
    reads: ['filings'],
  }),
  'filings.sign': operation({
    summary: '用本机软件密钥签名并封装为申报包；签名的字节从此不变',
    input: z.object({ filingId: z.uuid(), keyId: z.uuid(), passphrase: z.string().max(1024) }),
    output: filingDetail,
    changes: ['filings'],
    job: true,
  }),
  'filings.export': operation({
    summary: '取出已签名的申报包（逐字节相同），供 U 盘携带',
    input: z.object({ filingId: z.uuid() }),
    output: z.object({ fileId, name: z.string(), size: z.int(), sha256: z.string() }),
    changes: ['filings', 'files'],
  }),
  'keys.create': operation({
    summary: '生成一把 SM2 签名密钥，用口令加密保存在本机',
    input: z.object({
      name: z.string().trim().min(1, '请给密钥起名').max(64),
      passphrase: z.string().min(6, '口令至少 6 个字符').max(1024),
    }),
    output: key,
    changes: ['keys'],
    job: true,
  }),
  'keys.list': operation({
    summary: '本机的签名密钥',
    input: z.object({}),
    output: z.object({ keys: z.array(key) }),
    reads: ['keys'],
  }),
}
