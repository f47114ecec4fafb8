import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Authority } from './authority.ts'
import type { Filing } from './books.ts'
import { happens } from './misbehaviour.ts'
import type { Misdeed } from './misbehaviour.ts'

const largestUpload = 256 * 1024 * 1024
const page = 500

/** The four addresses of the gateway (electron/engine/sync/GATEWAY.md), each with what the rules do to its answer. */
export class Gateway {
  private readonly authority: Authority
  private readonly tries = new Map<string, number>()

  constructor(authority: Authority) {
    this.authority = authority
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://localhost')
    const [, kind, id = '', ...rest] = url.pathname.split('/')
    if (rest.length > 0) return json(response, 404, { message: '没有这个地址' })
    if (kind === 'packages' && request.method === 'PUT') return this.upload(id, request, response)
    if (request.method !== 'GET') return json(response, 405, { message: '不支持的方法' })
    if (kind === 'packages') return this.ask(id, response)
    if (kind === 'receipts' && id === '') return this.list(url.searchParams.get('after') ?? '', response)
    if (kind === 'receipts') return this.receipt(id, response)
    json(response, 404, { message: '没有这个地址' })
  }

  private happens(misdeed: Misdeed, id: string): boolean {
    return happens(this.authority.books.rules, misdeed, id, this.tries.get(id) ?? 0)
  }

  private async upload(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.tries.set(id, (this.tries.get(id) ?? 0) + 1)
    if (request.headers['idempotency-key'] !== id) return json(response, 400, { message: 'Idempotency-Key 须与申报包编号相同' })
    if (this.happens('loseUpload', id)) {
      request.once('data', () => request.destroy())
      return
    }
    const chunks: Buffer[] = []
    let size = 0
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > largestUpload) return json(response, 413, { message: '申报包超过 256 MB，没有收下' })
        chunks.push(chunk)
      }
    } catch {
      // Half an upload has not come.
      return
    }
    const bytes = Buffer.concat(chunks)
    const taken = this.authority.take(bytes, { via: 'gateway', name: `${id}.zip`, expected: id })
    if (taken.result === 'conflict') return json(response, 409, { message: taken.reason })
    if (taken.result === 'refused') return json(response, 422, { message: taken.reason })
    if (request.headers['x-package-sha256'] !== taken.filing.sha256)
      return json(response, 422, { message: '摘要与收到的字节不符' })
    this.receiptOf(taken.filing, response)
  }

  private receiptOf({ key, sha256, at }: Filing, response: ServerResponse): void {
    const receipt = { packageId: key, sha256, receivedAt: new Date(`${at.replace(' ', 'T')}+08:00`).toISOString() }
    if (this.happens('loseAnswer', key)) return void response.destroy()
    if (this.happens('wrongAnswer', key)) return json(response, 200, { ...receipt, sha256: '0'.repeat(64) })
    if (this.happens('truncateAnswer', key)) {
      const whole = JSON.stringify(receipt)
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(whole) })
      response.write(whole.slice(0, 40), () => response.destroy())
      return
    }
    json(response, 200, receipt)
  }

  private ask(id: string, response: ServerResponse): void {
    this.tries.set(id, (this.tries.get(id) ?? 0) + 1)
    const filing = this.authority.books.filings.get(id)
    if (!filing) return json(response, 404, { message: '没有收到' })
    this.receiptOf(filing, response)
  }

  /** The cursor counts what has gone out, in the order in which it fell due. */
  private list(after: string, response: ServerResponse): void {
    const { authority } = this
    authority.delivered(...authority.due('gateway'))
    const out = authority.books.delivered.get('gateway') ?? []
    const from = /^\d{1,9}$/.test(after) ? Number(after) : 0
    const receipts = out.slice(from, from + page).flatMap((id) => authority.books.answers.get(id) ?? [])
    json(response, 200, {
      receipts: receipts.map(({ id, name, size, sha256 }) => ({ id, name, size, sha256 })),
      cursor: `${from + receipts.length}`,
    })
  }

  private receipt(id: string, response: ServerResponse): void {
    const answer = this.authority.books.answers.get(id)
    if (answer?.via !== 'gateway') return json(response, 404, { message: '没有这份回执' })
    this.tries.set(id, (this.tries.get(id) ?? 0) + 1)
    const bytes = this.authority.books.bytesOf('answers', id)
    const half = this.happens('truncateAnswer', id)
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    response.end(half ? bytes.subarray(0, bytes.length / 2) : bytes)
  }
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body))
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length })
  response.end(bytes)
}
