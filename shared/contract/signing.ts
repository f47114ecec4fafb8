import * as z from 'zod'
import { filingDetail, filingKind } from './filings.ts'
import { operation } from './operation.ts'
import { fileId, instant } from './values.ts'

/** 代签: the key is on another computer. What is to be signed goes there as a file, and comes back signed (DESIGN §7). */
const asked = z.object({
  filingId: z.uuid(),
  kind: filingKind,
  handbookNo: z.string(),
  subject: z.string(),
  /** The head of what is filed, as it was frozen. */
  summary: z.array(z.object({ label: z.string(), value: z.string() })),
  files: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string() })),
})

export const signingOperations = {
  'filings.signMany': operation({
    summary: '一次签名多份申报，按给出的次序；不能签的列出原因，其余照签',
    input: z.object({ filingIds: z.array(z.uuid()).min(1).max(1000), keyId: z.uuid(), passphrase: z.string().max(1024) }),
    output: z.object({
      signed: z.array(z.uuid()),
      refused: z.array(z.object({ filingId: z.uuid(), message: z.string() })),
    }),
    changes: ['filings', 'handbookDrafts', 'handbooks', 'listDrafts', 'bondedLists', 'transfers', 'outwardProcessing', 'keys'],
    job: true,
  }),
  'signing.exportRequest': operation({
    summary: '把待签名的申报存为代签文件，拿到有密钥的电脑上签名',
    input: z.object({ filingIds: z.array(z.uuid()).min(1).max(1000) }),
    output: z.object({ fileId, name: z.string(), /** To read out: both computers show the same. */ checkCode: z.string() }),
    changes: ['filings', 'files'],
    job: true,
  }),
  'signing.inspectRequest': operation({
    summary: '看一份代签文件：要签哪些申报、各有哪些文件；不签名',
    input: z.object({ fileId }),
    output: z.object({
      enterpriseName: z.string(),
      createdAt: instant,
      checkCode: z.string(),
      /** The chain goes on behind this package. */
      afterSequence: z.int(),
      filings: z.array(asked),
    }),
    job: true,
  }),
  'signing.signRequest': operation({
    summary: '在这台电脑上签名代签文件，得到签好的文件，拿回原来的电脑导入',
    input: z.object({ fileId, keyId: z.uuid(), passphrase: z.string().max(1024) }),
    output: z.object({ fileId, name: z.string(), signed: z.int() }),
    changes: ['files', 'keys'],
    job: true,
  }),
  'signing.importSigned': operation({
    summary: '导入签好的文件：逐包校验，内容须与定格的申报一致，签名者须是登记过的密钥',
    input: z.object({ fileId }),
    output: z.object({ filings: z.array(filingDetail) }),
    changes: ['filings', 'handbookDrafts', 'handbooks', 'listDrafts', 'bondedLists', 'transfers', 'outwardProcessing'],
    job: true,
  }),
}
