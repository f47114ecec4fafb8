import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Failure } from '../shared/contract/errors.ts'

interface Refused {
  status: number
  failure: Failure
}

/** A page elsewhere must not reach us under another name (DNS rebinding) nor from its own origin. */
export function refuseForeign(request: IncomingMessage, port: number): Refused | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const { host, origin } = request.headers
  if (host === undefined || !hosts.includes(host)) return forbidden('host.foreignHost', '只接受发往本机地址的请求')
  if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`))
    return forbidden('host.foreignOrigin', '不接受其他网页发来的请求')
  return undefined
}

export function refuseWithoutToken(request: IncomingMessage, token: string): Refused | undefined {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  // Hashes have one length, so that comparing tells nothing about the length either.
  if (timingSafeEqual(hash(given), hash(token))) return undefined
  return {
    status: 401,
    failure: { code: 'host.unauthorised', message: '没有访问凭据或凭据已失效', next: '请使用程序本次启动时给出的凭据' },
  }
}

const hash = (text: string) => createHash('sha256').update(text).digest()
const forbidden = (code: string, message: string): Refused => ({ status: 403, failure: { code, message } })
