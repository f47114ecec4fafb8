import { createHash, X509Certificate } from 'node:crypto'
import { Agent, request } from 'node:https'
import { checkServerIdentity, getCACertificates, TLSSocket } from 'node:tls'
import type { PeerCertificate } from 'node:tls'

const second = 1000
const connectTimeout = 10 * second
const idleTimeout = 30 * second
const totalTimeout = 10 * 60 * second

/** An answer, whole. */
export interface HttpAnswer {
  status: number
  body: Buffer
}

/** The other side was not reached, or did not answer to the end. */
export class HttpFailure extends Error {
  /** Whether anything of the request can have arrived. */
  readonly mayHaveArrived: boolean
  /** A system or TLS code, or one of: PIN, TIMEOUT, TOO_LARGE, CUT_SHORT, CLOSED. */
  readonly code: string

  constructor(code: string, mayHaveArrived: boolean) {
    super(code)
    this.code = code
    this.mayHaveArrived = mayHaveArrived
  }
}

/** The fingerprint by which a server is pinned: SHA-256 of its SubjectPublicKeyInfo, base64. */
export const pinOf = (certificate: Uint8Array): string =>
  createHash('sha256')
    .update(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64')

/** Node's own authorities and those of the computer. */
const trustedByThisComputer = () => [...getCACertificates('default'), ...getCACertificates('system')]

/**
 * TLS 1.2 or later, through a CONNECT proxy where there is one; no redirect is followed, nothing falls back. The certificate is checked
 * as ever, and then against the pin; no session is resumed, as the pin would not be looked at again.
 */
export class HttpsClient {
  private readonly agent: Agent
  private closed = false
  /** Of the server last spoken to; undefined before. */
  pinFound: string | undefined

  /** @param ca PEM; undefined: those that the computer trusts */
  constructor({ ca, pin, proxy }: { ca: string | undefined; pin: string; proxy: string }) {
    this.agent = new Agent({
      keepAlive: true,
      maxCachedSessions: 0,
      minVersion: 'TLSv1.2',
      ca: ca ?? trustedByThisComputer(),
      ...(proxy !== '' && { proxyEnv: { HTTPS_PROXY: proxy } }),
      checkServerIdentity: (host: string, certificate: PeerCertificate) => {
        this.pinFound = pinOf(certificate.raw)
        const wrong = checkServerIdentity(host, certificate)
        if (wrong) return wrong
        return pin === '' || pin === this.pinFound ? undefined : Object.assign(new Error('pin'), { code: 'PIN' })
      },
    })
  }

  /**
   * @param largest of the answer's body, in bytes
   * @throws HttpFailure
   */
  ask(
    method: 'GET' | 'PUT',
    url: URL,
    { largest, headers = {}, body }: { largest: number; headers?: Record<string, string | number>; body?: Uint8Array },
  ): Promise<HttpAnswer> {
    // The agent would open new connections after its end.
    if (this.closed) return Promise.reject(new HttpFailure('CLOSED', false))
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>()
    let begun = false
    const fail = (error: unknown) => {
      clearTimeout(connecting)
      clearTimeout(whole)
      reject(error instanceof HttpFailure ? error : new HttpFailure(codeOf(error), begun))
    }
    const asking = request(url, { method, agent: this.agent, headers, timeout: idleTimeout }, (answer) => {
      const chunks: Buffer[] = []
      let size = 0
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > largest) asking.destroy(new HttpFailure('TOO_LARGE', true))
        else chunks.push(chunk)
      })
      answer.on('error', fail)
      answer.on('end', () => {
        clearTimeout(whole)
        if (answer.complete) resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) })
        else fail(new HttpFailure('CUT_SHORT', true))
      })
    })
    const giveUp = () => asking.destroy(new HttpFailure('TIMEOUT', begun))
    const connecting = setTimeout(giveUp, connectTimeout)
    const whole = setTimeout(giveUp, totalTimeout)
    asking.on('timeout', giveUp)
    asking.on('error', fail)
    asking.on('socket', (socket) => {
      const begin = () => {
        begun = true
        clearTimeout(connecting)
      }
      // A connection that was kept is open already, and one through a proxy is given to us only when it is.
      if (asking.reusedSocket || (socket instanceof TLSSocket && socket.authorized)) begin()
      else socket.once('secureConnect', begin)
    })
    asking.end(body)
    return promise
  }

  /** Breaks off what is under way; nothing is asked any more. */
  close(): void {
    this.closed = true
    this.agent.destroy()
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN'
