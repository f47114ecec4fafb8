import * as z from 'zod'
import { Refusal, refuse } from '../../../shared/contract/errors.ts'

/**
 * The adaptor to the e-port U-key service of this computer: JSON over a WebSocket on the loopback address.
 *
 * THE PROTOCOL IS OURS. The card driver's real one is in no document at hand, and this has been tried against no real key. What is
 * fixed by it is small, so that another adaptor can take its place: everything above knows only the three questions below.
 *
 * One connection for one question. Asked: `{"id": 1, "method": "info"}`, `{"id": 1, "method": "certificate"}`,
 * `{"id": 1, "method": "sign", "digestAlg": "SM3", "userId": "1234567812345678", "dataBase64": "…", "pin": "…"}`. Answered, in one text
 * message with the same id: `{"id": 1, "result": …}` or `{"id": 1, "error": {"code": "…", "message": "…", "triesLeft": 2}}`.
 * Results: info `{"version": "…", "present": true}`; certificate `{"pem": "…"}`; sign `{"signatureBase64": "…"}`, DER or the raw 64 bytes.
 * Codes: `noKey`, `wrongPin`, `locked`, `busy`; any other is shown as it came.
 */
const infoResult = z.object({ version: z.string().max(200), present: z.boolean() })
const certificateResult = z.object({ pem: z.string().max(64 * 1024) })
const signResult = z.object({ signatureBase64: z.base64().max(400) })
const answerSchema = z.object({
  id: z.literal(1),
  result: z.unknown().optional(),
  error: z
    .object({ code: z.string().max(100), message: z.string().max(1000).default(''), triesLeft: z.int().optional() })
    .optional(),
})

/** What went wrong with the service, with the answer as it came. */
export class UKeyRefusal extends Refusal {
  readonly raw: string
  constructor(failure: ConstructorParameters<typeof Refusal>[0], raw: string) {
    super(failure)
    this.raw = raw
  }
}

/** In milliseconds. A person may have to press the key's button before it signs. */
const timeouts = { open: 3_000, answer: 5_000, sign: 30_000 }
const largestAnswer = 256 * 1024
/** Of what can be asked again without harm: a connection that did not come about, a key that is busy. A PIN is never sent twice. */
const attempts = 3
const pause = 300

const again = '请拔插 U 盾，确认指示灯亮、控件在运行，再重试'

/** ws:// or wss:// on 127.0.0.1 with a port, written as the service is spoken of. @throws Refusal uKey.address */
export function uKeyAddress(typed: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : undefined
  const plain = url && `${url.protocol}//127.0.0.1:${url.port}`
  if (!url || !/^wss?:$/.test(url.protocol) || url.hostname !== '127.0.0.1' || url.port === '' || url.href !== `${plain}/`)
    return refuse({
      code: 'uKey.address',
      message: 'U 盾服务只能在本机：地址须为 ws://127.0.0.1:端口 或 wss://127.0.0.1:端口',
      at: { field: 'address' },
      next: '请按控件说明填写端口',
    })
  return plain ?? ''
}

export const uKeyInfo = (address: string) => ask(address, { method: 'info' }, infoResult, timeouts.answer)

export const uKeyCertificate = (address: string) => ask(address, { method: 'certificate' }, certificateResult, timeouts.answer)

/** @returns as the service gave it. */
export async function uKeySign(address: string, bytes: Uint8Array, pin: string): Promise<Buffer> {
  const question = {
    method: 'sign',
    digestAlg: 'SM3',
    userId: '1234567812345678',
    dataBase64: Buffer.from(bytes).toString('base64'),
    pin,
  }
  const { signatureBase64 } = await ask(address, question, signResult, timeouts.sign)
  return Buffer.from(signatureBase64, 'base64')
}

/** @throws UKeyRefusal */
async function ask<T>(
  address: string,
  question: { method: string; pin?: string },
  resultSchema: z.ZodType<T>,
  timeout: number,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const socket = await open(uKeyAddress(address), attempt)
    if (!socket) continue
    const text = await answerOf(socket, { id: 1, ...question }, timeout)
    const raw = question.pin ? withoutPin(text, question.pin) : text
    const answer = answerSchema.safeParse(parsed(text))
    if (answer.success && answer.data.error) {
      if (answer.data.error.code === 'busy' && attempt < attempts) {
        await new Promise((resolve) => setTimeout(resolve, pause))
        continue
      }
      throw saidNo(answer.data.error, raw)
    }
    const result = resultSchema.safeParse(answer.data?.result)
    if (result.success) return result.data
    throw new UKeyRefusal({ code: 'uKey.answer', message: 'U 盾服务的应答看不懂', next: '请核对地址和控件版本' }, raw)
  }
}

/** Undefined where it is worth another attempt. @throws UKeyRefusal uKey.unreachable */
async function open(address: string, attempt: number): Promise<WebSocket | undefined> {
  const socket = new WebSocket(address)
  const isOpen = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), timeouts.open)
    const end = (opened: boolean) => {
      clearTimeout(timer)
      resolve(opened)
    }
    socket.addEventListener('open', () => end(true), { once: true })
    socket.addEventListener('error', () => end(false), { once: true })
  })
  if (isOpen) return socket
  socket.close()
  if (attempt < attempts) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    return undefined
  }
  throw new UKeyRefusal(
    {
      code: 'uKey.unreachable',
      message: `没有连上 U 盾服务（${address}）`,
      next: '请确认 U 盾控件已安装并在运行，地址与控件说明一致',
    },
    `${address}: no connection after ${attempts} attempts`,
  )
}

/** The first text message, however the connection ends afterwards. @throws UKeyRefusal uKey.silent, uKey.brokenOff, uKey.answer */
async function answerOf(socket: WebSocket, question: object, timeout: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<string>((resolve, reject) => {
      const fail = (code: string, message: string, raw: string) =>
        reject(new UKeyRefusal({ code, message: `${message}，没有签名`, next: again }, raw))
      timer = setTimeout(() => fail('uKey.silent', `U 盾 ${timeout / 1000} 秒没有应答`, `no answer in ${timeout} ms`), timeout)
      socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'string' && data.length <= largestAnswer) resolve(data)
        else fail('uKey.answer', 'U 盾服务的应答看不懂', 'no text, or too long')
      })
      socket.addEventListener('error', () => fail('uKey.brokenOff', 'U 盾途中断开', 'connection error'))
      socket.addEventListener('close', ({ code, reason }) =>
        fail('uKey.brokenOff', 'U 盾途中断开（指示灯可能已熄灭）', `closed: ${code} ${reason}`),
      )
      socket.send(JSON.stringify(question))
    })
  } finally {
    clearTimeout(timer)
    socket.close()
  }
}

function saidNo({ code, message, triesLeft }: NonNullable<z.infer<typeof answerSchema>['error']>, raw: string): UKeyRefusal {
  const left = triesLeft === undefined ? '' : `，还可以试 ${triesLeft} 次`
  switch (code) {
    case 'noKey':
      return new UKeyRefusal({ code: 'uKey.absent', message: '没有插着 U 盾', next: again }, raw)
    case 'wrongPin':
      return new UKeyRefusal(
        {
          code: 'uKey.wrongPin',
          message: `U 盾口令不正确${left}`,
          at: { field: 'passphrase' },
          next: '请确认口令后再试；次数用完 U 盾会锁死',
        },
        raw,
      )
    case 'locked':
      return new UKeyRefusal({ code: 'uKey.locked', message: 'U 盾已锁死', next: '请带 U 盾到发证机构解锁' }, raw)
    case 'busy':
      return new UKeyRefusal({ code: 'uKey.busy', message: 'U 盾正忙', next: '请关闭其他正在用 U 盾的程序，再重试' }, raw)
    default:
      return new UKeyRefusal({ code: 'uKey.failed', message: `U 盾服务报错：${plain(message || code, raw)}`, next: again }, raw)
  }
}

/** The service may repeat in its message what it was given: as it was typed, or as JSON writes it, which has several ways for a character. */
function withoutPin(text: string, pin: string): string {
  const answer = parsed(text)
  const plainly = answer === undefined ? text : JSON.stringify(answer)
  return plainly.replaceAll(JSON.stringify(pin).slice(1, -1), '***').replaceAll(pin, '***')
}

/** Said only where nothing had to be hidden in it. */
const plain = (message: string, raw: string): string => (raw.includes('***') ? '见诊断页的原文' : message)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
