import * as z from 'zod'
import { authorities } from '../domain/authorities.ts'
import { filingKind, whatAnswersChange } from './filings.ts'
import { operation } from './operation.ts'
import { fileId, instant, optionalText } from './values.ts'

/** One outbox for all authorities, each with a channel of its own (DESIGN §7; R-175 … R-180). */
const authority = z.enum(authorities)

const folderSettings = z.object({
  /** Folders of the import client (FORMATS §2.4); absolute. */
  outBox: optionalText(500),
  sentBox: optionalText(500),
  inBox: optionalText(500),
  failBox: optionalText(500),
  /** message: one XML in one ZIP, as the import client takes it; package: our signed package itself. */
  form: z.enum(['message', 'package']).default('message'),
})
const gatewaySettings = z.object({
  /** https only. */
  url: optionalText(500),
  /** The enterprise's own CA, PEM; null: those that the computer trusts. */
  caFileId: fileId.nullable().default(null),
  /** SHA-256 of the server certificate's SubjectPublicKeyInfo in base64; empty: not pinned. */
  pin: z
    .string()
    .trim()
    .regex(/^([A-Za-z0-9+/]{43}=)?$/, '证书指纹为 44 位 base64')
    .default(''),
  /** http://host:port; empty: none. */
  proxy: optionalText(500),
})
const channelSettings = z.object({
  kind: z.enum(['handCarried', 'folders', 'gateway']),
  folders: folderSettings,
  gateway: gatewaySettings,
  /** Sends and fetches by itself; else only when asked. */
  automatic: z.boolean().default(true),
})
const channel = channelSettings.extend({
  authority,
  authorityName: z.string(),
  status: z.object({
    /** unset: not set up; ready; away: folder or network not to be reached; refused: reached, but it will not have us. */
    state: z.enum(['unset', 'ready', 'away', 'refused']),
    at: instant.nullable(),
    message: z.string(),
    next: z.string(),
  }),
  waiting: z.int(),
})

const outboxState = z.enum(['waiting', 'sending', 'unknown', 'sent', 'answered', 'stopped'])
const outboxItem = z.object({
  filingId: z.uuid(),
  kind: filingKind,
  handbookNo: z.string(),
  subject: z.string(),
  authority,
  channel: channelSettings.shape.kind,
  /**
   * waiting for its turn or its next try; sending; unknown: it may have arrived, it is asked for before it is sent again; sent, not
   * answered; answered; stopped: refused by the other side or tried too often, a person must look.
   */
  state: outboxState,
  /** Why it waits: the filing before it of the same subject, the channel, the next try. */
  waitsFor: z.string(),
  attempts: z.int(),
  nextTryAt: instant.nullable(),
  lastError: z.string(),
  queuedAt: instant,
  sentAt: instant.nullable(),
  sequence: z.int(),
  packageName: z.string(),
  packageSize: z.int(),
})

const exception = z.object({
  exceptionId: z.uuid(),
  at: instant,
  authority: authority.nullable(),
  /** Where it came from: the path of the file, the address, the name of the import. */
  from: z.string(),
  name: z.string(),
  size: z.int(),
  sha256: z.string(),
  fileId,
  /** Message type where it could be read, and what it says. */
  message: z.string(),
  reason: z.string(),
  state: z.enum(['open', 'matched', 'settled']),
  note: z.string(),
  settledBy: z.string(),
})

const messageHead = z.object({
  messageId: z.string(),
  direction: z.enum(['sent', 'received']),
  at: instant,
  /** 报核报文, 申报包, 回执 EML221, 上传应答 … */
  title: z.string(),
  /** How it went or came: 导入客户端文件夹, HTTPS 网关, U 盘, 登记. */
  by: z.string(),
  name: z.string(),
  size: z.int(),
  sha256: z.string(),
  fileId: fileId.nullable(),
  /** One sentence. */
  said: z.string(),
})

const messageContent = {
  /** The bytes as text where they are text, at most 1 MB; null of a package. */
  text: z.string().nullable(),
  truncated: z.boolean(),
  /** First bytes in hex with their offsets, as an editor shows them. */
  hex: z.string(),
  /** Why it could not be explained; empty where it could. */
  unreadable: z.string(),
  /** Files inside a package. */
  parts: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string() })),
  /** Of a package: what was verified, step by step. */
  verified: z.array(z.object({ what: z.string(), ok: z.boolean(), found: z.string() })),
  /** Each element in plain words, in the order of the message; at most 2 000. */
  fields: z.array(
    z.object({
      path: z.string(),
      /** What the part is called that it stands in: 清单表体 第 2 项. */
      part: z.string(),
      label: z.string(),
      value: z.string(),
      meaning: z.string(),
    }),
  ),
  totalFields: z.int(),
}

export const outboxOperations = {
  'channels.list': operation({
    summary: '各监管部门的通道与状态',
    input: z.object({}),
    output: z.object({ channels: z.array(channel) }),
    reads: ['channels', 'outbox', 'filings'],
  }),
  'channels.save': operation({
    summary: '设定一个监管部门的通道',
    input: channelSettings.extend({ authority }),
    output: channel,
    changes: ['channels', 'outbox'],
  }),
  'channels.test': operation({
    summary: '试通道：文件夹能否读写、网关能否连上、证书是否相符；不发送申报',
    input: z.object({ authority }),
    output: z.object({
      channel,
      steps: z.array(z.object({ what: z.string(), ok: z.boolean(), found: z.string(), next: z.string() })),
    }),
    changes: ['channels'],
    job: true,
  }),
  'outbox.list': operation({
    summary: '待发与已发：每份申报走到哪里',
    input: z.object({ open: z.boolean().default(false) }),
    output: z.object({ items: z.array(outboxItem) }),
    reads: ['outbox', 'filings', 'channels'],
  }),
  'outbox.queue': operation({
    summary: '把已签名的申报放入待发；同一份放两次只算一次',
    input: z.object({ filingIds: z.array(z.uuid()).min(1).max(1000) }),
    output: z.object({ queued: z.int(), refused: z.array(z.object({ filingId: z.uuid(), message: z.string() })) }),
    changes: ['outbox', 'filings'],
  }),
  'outbox.withdraw': operation({
    summary: '从待发取回还没有发出的申报',
    input: z.object({ filingId: z.uuid() }),
    output: z.object({ withdrawn: z.boolean() }),
    changes: ['outbox', 'filings'],
  }),
  'outbox.retry': operation({
    summary: '停下的申报改正通道后再试：仍是同样的字节，先问对方有没有收到',
    input: z.object({ filingId: z.uuid() }),
    output: outboxItem,
    changes: ['outbox', 'filings'],
  }),
  'outbox.exchange': operation({
    summary: '立即收发一轮：发出到期的，问明不确定的，取回回执',
    input: z.object({ authority: authority.optional() }),
    output: z.object({
      sent: z.int(),
      received: z.int(),
      exceptions: z.int(),
      /** Of channels that could not be used, in words. */
      problems: z.array(z.object({ authority, message: z.string(), next: z.string() })),
    }),
    changes: ['channels', ...whatAnswersChange],
    job: true,
  }),
  'outbox.attempts': operation({
    summary: '一份申报的每次发送：何时、走哪条通道、结果',
    input: z.object({ filingId: z.uuid() }),
    output: z.object({
      attempts: z.array(
        z.object({
          at: instant,
          finishedAt: instant.nullable(),
          channel: channelSettings.shape.kind,
          what: z.enum(['send', 'ask']),
          result: z.enum(['running', 'delivered', 'notThere', 'refused', 'failed', 'unknown']),
          detail: z.string(),
        }),
      ),
    }),
    reads: ['outbox'],
  }),
  'outbox.handOver': operation({
    summary: '把待发的申报包存入一个压缩包供 U 盘携带，记为已递交',
    input: z.object({ filingIds: z.array(z.uuid()).min(1).max(1000) }),
    output: z.object({ fileId, name: z.string(), packages: z.int() }),
    changes: ['outbox', 'filings', 'files'],
    job: true,
  }),
  'exceptions.list': operation({
    summary: '异常回执：没有对上申报的、读不懂的；字节原样保存',
    input: z.object({ open: z.boolean().default(true) }),
    output: z.object({ exceptions: z.array(exception) }),
    reads: ['exceptions'],
  }),
  'exceptions.retry': operation({
    summary: '再对一次：申报已补录的，回执从此记入',
    input: z.object({ exceptionId: z.uuid() }),
    output: exception,
    changes: whatAnswersChange,
  }),
  'exceptions.settle': operation({
    summary: '写明缘由，了结一份异常回执',
    input: z.object({ exceptionId: z.uuid(), note: z.string().trim().min(1, '请写明缘由').max(400) }),
    output: exception,
    changes: ['exceptions'],
  }),
  'messages.list': operation({
    summary: '一份申报的往来：发出的每份报文、收到的每份回执',
    input: z.object({ filingId: z.uuid() }),
    output: z.object({ messages: z.array(messageHead) }),
    reads: ['filings', 'outbox'],
  }),
  'messages.get': operation({
    summary: '一份报文或回执：原样字节与逐项白话',
    input: z.object({ filingId: z.uuid(), messageId: z.string().max(100) }),
    output: messageHead.extend(messageContent),
    reads: ['filings', 'outbox'],
  }),
  'messages.explain': operation({
    summary: '任一已保存的文件，当作报文或回执来看：异常回执的预览',
    input: z.object({ fileId }),
    output: z.object({ name: z.string(), size: z.int(), sha256: z.string(), fileId, ...messageContent }),
  }),
}
