import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { sha256 } from '../packages/build-package.ts'
import type { ChannelRow } from './channels.ts'
import { HttpFailure, HttpsClient } from './https-client.ts'
import type { HttpAnswer } from './https-client.ts'
import type { Outcome } from './outbox.ts'
import type { Parcel } from './parcel.ts'
import { Unreachable } from './way.ts'
import type { Arrival, Tested, TestStep, Way } from './way.ts'

/** GATEWAY.md §1: how much is read. */
const largestJson = 2 ** 20
const largestReceipt = 32 * 2 ** 20
/** A gateway that never comes to an end is asked on in the next round. */
const mostPages = 50
/** So often a receipt is fetched whose bytes are not those of the list; then it does not hold up the others any more. */
const mostFetches = 5

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const received = z.object({ packageId: z.string(), sha256: hash, receivedAt: z.iso.datetime() })
const listing = z.object({
  receipts: z
    .array(
      z.object({
        id: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/),
        name: z.string().min(1).max(200),
        size: z.int().min(0).max(largestReceipt),
        sha256: hash,
      }),
    )
    .max(500),
  cursor: z.string().regex(/^\S{0,200}$/),
})
const refusal = z.object({ message: z.string() })

/** What is remembered of gateways from round to round, until the program ends. */
export class GatewayMemory {
  /** Receipts whose bytes were not what the list says, and how often. */
  readonly spoiled = new Map<string, number>()
}

/** The HTTPS gateway of GATEWAY.md: one round's connection to it. */
export class GatewayWay implements Way {
  readonly kind = 'gateway'
  readonly form = 'package'
  readonly batch = 1
  readonly address: string
  private readonly channel: ChannelRow
  private readonly client: HttpsClient
  private readonly isKnown: (sha256: string) => boolean
  private readonly memory: GatewayMemory

  /**
   * @param context `caPath`: the enterprise's own CA; undefined where those of the computer are trusted. `isKnown`: whether bytes of this
   * hash have come before, so that they are not fetched again
   */
  constructor(
    channel: ChannelRow,
    context: { caPath: string | undefined; isKnown: (sha256: string) => boolean; memory: GatewayMemory },
  ) {
    this.channel = channel
    this.address = channel.url
    const { pin, proxy } = channel
    this.client = new HttpsClient({
      ca: context.caPath === undefined ? undefined : readFileSync(context.caPath, 'utf8'),
      pin,
      proxy,
    })
    this.isKnown = context.isKnown
    this.memory = context.memory
  }

  async *receive(): AsyncGenerator<Arrival, void, void> {
    let { cursor } = this.channel
    let allHad = true
    for (let pages = 0; pages < mostPages; pages++) {
      const listed = await this.list(cursor)
      const arrival: Arrival = { files: [], missing: 0, seen: [], cursor: undefined, failed: [] }
      for (const { id, name, size, sha256: declared } of listed.receipts) {
        if (this.isKnown(declared)) continue
        const origin = `${this.address}/receipts/${id}`
        const bytes = await this.fetch(id)
        if (bytes && bytes.length === size && sha256(bytes) === declared) {
          this.memory.spoiled.delete(origin)
          arrival.files.push({ name, origin, bytes })
          continue
        }
        const times = (this.memory.spoiled.get(origin) ?? 0) + (bytes ? 1 : 0)
        this.memory.spoiled.set(origin, times)
        // Kept for a person, as what it is: not what was announced.
        if (bytes && times >= mostFetches) arrival.files.push({ name, origin, bytes, spoiled: '收到的字节与网关给出的摘要不符' })
        else arrival.missing += 1
      }
      allHad &&= arrival.missing === 0
      // While one is missing the cursor stays before it, and those behind it are taken in all the same: they are known next time.
      if (allHad && listed.cursor !== cursor) arrival.cursor = listed.cursor
      yield arrival
      if (listed.receipts.length === 0 || listed.cursor === cursor) return
      cursor = listed.cursor
    }
  }

  private async list(cursor: string): Promise<z.infer<typeof listing>> {
    const answer = await this.reached(`receipts?after=${encodeURIComponent(cursor)}`)
    if (answer.status !== 200) throw notServed(answer)
    return (
      parsed(listing, answer.body) ??
      unusable('refused', '网关给出的回执清单不合接口约定', '请向接收单位核对网关地址，或请其检查网关')
    )
  }

  /** Undefined where it is not to be had whole now. @throws Unreachable */
  private async fetch(id: string): Promise<Uint8Array | undefined> {
    try {
      const { status, body } = await this.client.ask('GET', this.at(`receipts/${id}`), { largest: largestReceipt })
      return status === 200 ? body : undefined
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error
      if (error.mayHaveArrived) return undefined
      throw unreachable(error)
    }
  }

  async send({ filingId, bytes, packageSha256 }: Parcel): Promise<Outcome> {
    const headers = {
      'Idempotency-Key': filingId,
      'X-Package-Sha256': packageSha256,
      'Content-Type': 'application/vnd.bonded-ledger.package+zip',
      'Content-Length': bytes.length,
    }
    try {
      const options = { largest: largestJson, headers, body: bytes }
      return judgeUpload(await this.client.ask('PUT', this.at(`packages/${filingId}`), options), { filingId, packageSha256 })
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error
      if (!error.mayHaveArrived) throw unreachable(error)
      return { result: 'unknown', detail: `上传时断线：${inWords(error)}` }
    }
  }

  async ask(parcels: readonly Parcel[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    for (const parcel of parcels) {
      const answer = await this.reached(`packages/${parcel.filingId}`)
      if (answer.status === 404) outcomes.push({ result: 'notThere', detail: '网关没有收到', answer: textOf(answer) })
      else if (answer.status === 200) outcomes.push(judgeReceived(answer, parcel))
      else outcomes.push({ result: 'unknown', detail: `网关没有答明${reasonIn(answer)}`, answer: textOf(answer) })
    }
    return outcomes
  }

  async test(): Promise<Tested> {
    const { pin, proxy, ca_file_id: ownCa, cursor } = this.channel
    let failure: Unreachable | undefined
    let waiting = 0
    try {
      waiting = (await this.list(cursor)).receipts.length
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      failure = error
    }
    const found = this.client.pinFound
    const steps: TestStep[] = [
      { what: '连接网关', ok: true, found: `已连上 ${this.address}${proxy === '' ? '' : `，经代理 ${proxy}`}`, next: '' },
      { what: '核对服务器证书', ok: true, found: ownCa === null ? '由本机信任的 CA 签发' : '由所选的 CA 签发', next: '' },
      {
        what: '核对证书指纹',
        ok: true,
        found: pin === '' ? `没有要求；服务器证书指纹 ${found ?? ''}` : `相符：${found ?? ''}`,
        next: '',
      },
      { what: '读取回执清单', ok: true, found: `网关按约定作答，有 ${waiting} 份回执待取`, next: '' },
    ]
    if (!failure) return { steps, problem: undefined }
    const at = failure.message === wrongPin ? 2 : failure.message.startsWith(untrusted) ? 1 : found === undefined ? 0 : 3
    const seen = at === 2 ? `${failure.message}；服务器证书指纹 ${found ?? ''}` : failure.message
    const shown = steps
      .slice(0, at + 1)
      .map((step, index) => (index < at ? step : { ...step, ok: false, found: seen, next: failure.next }))
    return { steps: shown, problem: failure }
  }

  close(): void {
    this.client.close()
  }

  private at(path: string): URL {
    return new URL(`${this.address}/${path}`)
  }

  /** Of what changes nothing there: a broken connection is an unreachable gateway. @throws Unreachable */
  private async reached(path: string): Promise<HttpAnswer> {
    try {
      return await this.client.ask('GET', this.at(path), { largest: largestJson })
    } catch (error) {
      throw error instanceof HttpFailure ? unreachable(error) : error
    }
  }
}

/** GATEWAY.md, 2. */
function judgeUpload(answer: HttpAnswer, parcel: { filingId: string; packageSha256: string }): Outcome {
  const { status } = answer
  if (status === 200 || status === 201 || status === 202) return judgeReceived(answer, parcel)
  const kept = { answer: textOf(answer) }
  const why = reasonIn(answer)
  if (status === 409) return { ...kept, result: 'refused', detail: `网关已有同一编号的另一份申报包${why}`, mayHaveArrived: true }
  if (status === 408 || status === 425 || status === 429) return { ...kept, result: 'failed', detail: `网关正忙${why}` }
  if (status >= 300 && status < 400) return { ...kept, result: 'refused', detail: `网关要求转到别处，没有跟随${why}` }
  if (status >= 400 && status < 500) return { ...kept, result: 'refused', detail: `网关拒收${why}` }
  return { ...kept, result: 'unknown', detail: `网关出错${why}` }
}

/** The receipt repeats what was sent, to the last bit, or it is none. */
function judgeReceived(answered: HttpAnswer, { filingId, packageSha256 }: { filingId: string; packageSha256: string }): Outcome {
  const answer = textOf(answered)
  const receipt = parsed(received, answered.body)
  if (receipt?.packageId !== filingId) return { result: 'unknown', detail: '网关的回条不合接口约定，或不是这份申报的', answer }
  if (receipt.sha256 !== packageSha256)
    return { result: 'refused', detail: '网关收到的字节与发出的不同，请与接收单位核对', answer, mayHaveArrived: true }
  return { result: 'delivered', detail: '网关已收下', answer }
}

const wrongPin = '服务器证书指纹与设定的不符'
const untrusted = '服务器证书不受信任'
const later = '请检查网络与网关地址；申报仍在待发，连通以后再发，不会重复'

const unusable = (state: 'away' | 'refused', message: string, next: string): never => {
  throw new Unreachable(state, message, next)
}

const notServed = (answer: HttpAnswer): Unreachable =>
  answer.status >= 500 || answer.status === 429
    ? new Unreachable('away', `网关暂时不能服务${reasonIn(answer)}`, later)
    : new Unreachable('refused', `网关不接受收发${reasonIn(answer)}`, '请向接收单位核对网关地址与企业的权限')

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: '对方没有在接听',
  ECONNRESET: '连接被断开',
  ENOTFOUND: '找不到这个地址',
  EAI_AGAIN: '没有网络或域名服务',
  ETIMEDOUT: '连接超时',
  EHOSTUNREACH: '到不了这个地址',
  ENETUNREACH: '没有网络',
  ERR_PROXY_TUNNEL: '代理没有接通',
  CERT_HAS_EXPIRED: '证书已过期',
  CERT_NOT_YET_VALID: '证书还没有生效，请核对电脑时间',
  DEPTH_ZERO_SELF_SIGNED_CERT: '证书由其自己签发',
  SELF_SIGNED_CERT_IN_CHAIN: '签发者不受信任',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: '签发者不受信任',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: '签发者不受信任',
  ERR_TLS_CERT_ALTNAME_INVALID: '证书不是这个地址的',
  TIMEOUT: '没有按时应答',
  TOO_LARGE: '应答过大',
  CUT_SHORT: '应答没有传完',
  CLOSED: '收发已停止',
}
const inWords = ({ code }: HttpFailure): string => words[code] ?? code
const ofCertificates = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/

function unreachable(error: HttpFailure): Unreachable {
  const { code } = error
  if (code === 'PIN') return new Unreachable('refused', wrongPin, '请向接收单位核对是否换了证书，再更新指纹；没有发送任何内容')
  if (ofCertificates.test(code))
    return new Unreachable('refused', `${untrusted}：${inWords(error)}`, '请核对网关地址，或选择企业的 CA 证书')
  return new Unreachable('away', `连不上网关：${inWords(error)}`, later)
}

const textOf = ({ body }: HttpAnswer): string => body.toString('utf8')

function parsed<T>(schema: z.ZodType<T>, body: Uint8Array): T | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(body).toString('utf8'))).data
  } catch {
    return undefined
  }
}

/** The status and one sentence of the other side's, without what could dress it up as something else. */
function reasonIn({ status, body }: HttpAnswer): string {
  const said = (parsed(refusal, body)?.message ?? '')
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim()
    .slice(0, 300)
  return said === '' ? `（${status}）` : `（${status}）：${said}`
}
