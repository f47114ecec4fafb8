import * as z from 'zod'
import { operation } from './operation.ts'
import { businessDate, fileId, instant, optionalText } from './values.ts'

/** Signing keys: where they are, whose they are, and how long they are good for (DESIGN §7). */
const certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** Hex. */
  serial: z.string(),
  validFrom: businessDate,
  validTo: businessDate,
  /** To `validTo`; negative once it has run out. */
  daysLeft: z.int(),
  /** Named: SM2 with SM3, RSA-SHA256 … */
  algorithm: z.string(),
  keyUsage: z.array(z.string()),
  pem: z.string(),
})
const key = z.object({
  keyId: z.uuid(),
  name: z.string(),
  algorithm: z.literal('SM2'),
  /** software: sealed on this computer; uKey: in the e-port U-key; elsewhere: on another computer, known here by its public key. */
  holder: z.enum(['software', 'uKey', 'elsewhere']),
  /** PEM, SubjectPublicKeyInfo. */
  publicKey: z.string(),
  /** SM3 of the public point, first 16 hex digits in groups of four: to read out over the telephone. */
  fingerprint: z.string(),
  createdAt: instant,
  certificate: certificate.nullable(),
  /** When a backup of it was last written; null of one that has none. */
  backedUpAt: instant.nullable(),
  /** What there is to say of it: not backed up, certificate runs out or has run out. */
  warnings: z.array(z.object({ severity: z.enum(['warns', 'blocks']), message: z.string() })),
})
const passphrase = z.string().max(1024)
const newPassphrase = z.string().min(6, '口令至少 6 个字符').max(1024)

const uKeyReport = z.object({
  /** Of the service on this computer. */
  address: z.string(),
  /** Each step with what was found: service, key present, certificate, dates, algorithm, a signature over known bytes. */
  steps: z.array(
    z.object({ what: z.string(), result: z.enum(['passes', 'fails', 'skipped']), found: z.string(), next: z.string() }),
  ),
  certificate: certificate.nullable(),
})
const uKeyState = z.object({
  address: z.string(),
  lastError: z.object({ at: instant, message: z.string(), raw: z.string() }).nullable(),
  /** The bytes that were signed last, to hold against what customs says: their hashes and themselves in base64. */
  lastSigned: z
    .object({
      at: instant,
      size: z.int(),
      sha256: z.string(),
      sm3: z.string(),
      base64: z.string(),
      signature: z.string(),
      verified: z.boolean(),
    })
    .nullable(),
})

export const keyOperations = {
  'keys.create': operation({
    summary: '生成一把 SM2 签名密钥，用口令加密保存在本机',
    input: z.object({ name: z.string().trim().min(1, '请给密钥起名').max(64), passphrase: newPassphrase }),
    output: key,
    changes: ['keys'],
    job: true,
  }),
  'keys.list': operation({
    summary: '签名密钥：本机的、U 盾里的、在别的电脑上的',
    input: z.object({}),
    output: z.object({ keys: z.array(key) }),
    reads: ['keys'],
  }),
  'keys.changePassphrase': operation({
    summary: '更换密钥的口令',
    input: z.object({ keyId: z.uuid(), passphrase, newPassphrase }),
    output: key,
    changes: ['keys'],
    job: true,
  }),
  'keys.backUp': operation({
    summary: '把密钥存为备份文件：仍以口令加密，先验明口令能打开',
    input: z.object({ keyId: z.uuid(), passphrase }),
    output: z.object({ fileId, name: z.string() }),
    changes: ['keys', 'files'],
    job: true,
  }),
  'keys.restore': operation({
    summary: '从备份文件恢复密钥：验明口令、公钥与私钥相配，再写入',
    input: z.object({ fileId, passphrase }),
    output: key,
    changes: ['keys'],
    job: true,
  }),
  'keys.createRequest': operation({
    summary: '生成证书申请（PKCS#10，SM2 签名），交给发证机构',
    input: z.object({
      keyId: z.uuid(),
      passphrase,
      subject: z.object({
        commonName: z.string().trim().min(1, '请填写名称').max(64),
        organization: optionalText(64),
        organizationalUnit: optionalText(64),
        locality: optionalText(64),
        province: optionalText(64),
      }),
    }),
    output: z.object({ fileId, name: z.string() }),
    changes: ['files', 'keys'],
    job: true,
  }),
  'keys.importCertificate': operation({
    summary: '导入发证机构签发的证书：公钥须与密钥相同；此后申报包带证书',
    input: z.object({ keyId: z.uuid(), fileId }),
    output: key,
    changes: ['keys'],
    job: true,
  }),
  'keys.register': operation({
    summary: '登记一把在别的电脑上的密钥（公钥或证书文件），由它签名的申报包才收回',
    input: z.object({ name: z.string().trim().min(1, '请给密钥起名').max(64), fileId }),
    output: key,
    changes: ['keys'],
    job: true,
  }),
  'uKey.get': operation({
    summary: 'U 盾服务的地址、最近一次出错、最近一次签名的内容',
    input: z.object({}),
    output: uKeyState,
    reads: ['keys'],
  }),
  'uKey.exportReport': operation({
    summary: '导出 U 盾诊断：最近出错的原文、被签名的内容与签名',
    input: z.object({}),
    output: z.object({ fileId, name: z.string() }),
    changes: ['files'],
  }),
  'uKey.diagnose': operation({
    summary: 'U 盾诊断：服务、在不在、证书、日期、算法、对已知字节签一次（口令可空，空则不试签）',
    input: z.object({ pin: passphrase.default('') }),
    output: uKeyReport,
    changes: ['keys'],
    job: true,
  }),
  'uKey.saveAddress': operation({
    summary: '设定 U 盾服务的本机地址（只许 127.0.0.1）',
    input: z.object({ address: z.string().trim().max(200) }),
    output: z.object({ address: z.string() }),
    changes: ['keys'],
  }),
  'uKey.register': operation({
    summary: '把插着的 U 盾登记为签名密钥',
    input: z.object({ name: z.string().trim().min(1, '请给密钥起名').max(64) }),
    output: key,
    changes: ['keys'],
    job: true,
  }),
}
