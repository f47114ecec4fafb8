import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { describeContract, isOperationName } from '../shared/contract/contract.ts'
import { engineFault } from '../shared/contract/errors.ts'
import type { Answer, Failure } from '../shared/contract/errors.ts'
import type { Application } from './engine/application.ts'
import { refuseForeign, refuseWithoutToken } from './http-guard.ts'
import { rendererFile, securityHeaders } from './renderer-files.ts'

const mebibyte = 1024 * 1024
const largestJson = 32 * mebibyte
/** What may wait for a listener that does not read before it is cut off; it connects again and refetches. */
const mostUnreadEvents = mebibyte

export interface LocalServer {
  url: string
  token: string
  /** Cuts open connections off and frees the port. The application stays open. */
  close(): Promise<void>
}

/**
 * The application on 127.0.0.1, with a token that is new at every start.
 * @param port 0 for any free one. @throws the system's error EADDRINUSE where the port is taken
 */
export async function serve(application: Application, rendererFolder: string, port: number): Promise<LocalServer> {
  const token = randomBytes(32).toString('base64url')
  const headers = securityHeaders("'self'")
  const server = createServer({ headersTimeout: 10_000 }, (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    // What a refused caller is still sending is taken and thrown away, so that it can read the answer.
    response.once('finish', () => request.resume())
    const respond = async () => {
      const foreign = refuseForeign(request, boundPort())
      if (foreign) return answer(response, { ok: false, error: foreign.failure }, foreign.status)
      // Not by URL: it would take //name for a host, and resolve dots before they can be refused.
      const [path = '', query = ''] = (request.url ?? '/').split('?', 2)
      const [, area = '', ...rest] = path.split('/')
      const route = routes[area]
      if (route === undefined) return sendRendererFile(rendererFolder, request, response, path)
      const refused = refuseWithoutToken(request, token)
      if (refused) return answer(response, { ok: false, error: refused.failure }, refused.status)
      return route(application, request, response, { name: rest.join('/'), query: new URLSearchParams(query) })
    }
    respond().catch((error: unknown) => {
      // The caller has gone: there is nobody to tell.
      if (request.socket.destroyed) return
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      if (response.headersSent) response.destroy()
      else answer(response, { ok: false, error: engineFault })
    })
  })
  const boundPort = () => {
    const address = server.address()
    return address !== null && typeof address === 'object' ? address.port : 0
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${boundPort()}`,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type Route = (
  application: Application,
  request: IncomingMessage,
  response: ServerResponse,
  to: { name: string; query: URLSearchParams },
) => Promise<void>

const routes: Partial<Record<string, Route>> = {
  async operations(application, request, response, { name, query }) {
    if (name === '' && request.method === 'GET') return sendJson(response, 200, describeContract())
    if (request.method !== 'POST') return answer(response, { ok: false, error: wrongMethod }, 405)
    if (!isOperationName(name))
      return answer(response, { ok: false, error: { code: 'operation.unknown', message: '没有这项操作' } }, 404)
    const input = await jsonBody(request)
    answer(response, input.ok ? await application.call(name, input.value, { wait: query.get('wait') === '1' }) : input)
  },
  async files(application, request, response, { name, query }) {
    if (request.method === 'POST' && name === '') {
      const fileName = query.get('name')
      if (fileName === null || fileName === '') {
        return answer(response, {
          ok: false,
          error: { code: 'input.fileName', message: '缺少文件名', next: '请在地址中给出 name' },
        })
      }
      // An engine that has read enough must still be able to answer: leaving the loop must not cut the connection.
      return answer(response, await application.putFile(fileName, request.iterator({ destroyOnReturn: false })))
    }
    if (request.method !== 'GET') return answer(response, { ok: false, error: wrongMethod }, 405)
    const file = await application.getFile(name)
    if (!file.ok) return answer(response, file)
    response.writeHead(200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': file.value.size,
      'Content-Disposition': `attachment; filename*=UTF-8''${extendedValue(file.value.name)}`,
      'Cache-Control': 'no-store',
    })
    await pipeline(createReadStream(file.value.path), response)
  },
  async events(application, request, response) {
    if (request.method !== 'GET') return answer(response, { ok: false, error: wrongMethod }, 405)
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    // A comment line: the caller learns at once that it is being listened to.
    response.write(':\n\n')
    const stop = application.subscribe((event) => {
      if (response.writableLength > mostUnreadEvents) response.destroy()
      else response.write(`data: ${JSON.stringify(event)}\n\n`)
    })
    response.once('close', stop)
  },
}

async function sendRendererFile(folder: string, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  if (request.method !== 'GET') return answer(response, { ok: false, error: wrongMethod }, 405)
  const file = await rendererFile(folder, path)
  if (file === undefined) return answer(response, { ok: false, error: { code: 'host.notFound', message: '没有这个地址' } }, 404)
  response.writeHead(200, file.headers).end(file.bytes)
}

/** The body as JSON; nothing at all stands for an empty input. */
async function jsonBody(request: IncomingMessage): Promise<Answer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > largestJson)
      return {
        ok: false,
        error: { code: 'input.tooLarge', message: `请求超过 ${largestJson / mebibyte} MB`, next: '请分批提交' },
      }
    chunks.push(chunk)
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
    return { ok: true, value: text.trim() === '' ? {} : (JSON.parse(text) as unknown) }
  } catch {
    return {
      ok: false,
      error: { code: 'input.malformed', message: '请求的内容不是有效的 JSON', next: '请检查括号、引号与 UTF-8 编码' },
    }
  }
}

/** The ids that a script needs for its next call stand beside the value as well. */
function answer(response: ServerResponse, result: Answer, status = result.ok ? 200 : statusOf(result.error)): void {
  sendJson(response, status, result.ok ? { ...nextIds(result.value), ...result } : result)
}

function nextIds(value: unknown): { fileId?: unknown; jobId?: unknown } {
  const { fileId, jobId } = (value ?? {}) as { fileId?: unknown; jobId?: unknown }
  return { ...(fileId === undefined ? {} : { fileId }), ...(jobId === undefined ? {} : { jobId }) }
}

function statusOf({ code }: Failure): number {
  if (code === engineFault.code) return 500
  if (code.endsWith('.tooLarge')) return 413
  if (code.endsWith('.notFound')) return 404
  return code.startsWith('input.') ? 400 : 422
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(JSON.stringify(value))
}

/** RFC 5987: what encodeURIComponent leaves and the grammar does not allow is escaped too. */
const extendedValue = (text: string) =>
  encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const wrongMethod: Failure = { code: 'host.wrongMethod', message: '这个地址不接受这种请求方法' }
