// node test/authority/main.ts --data FOLDER [--folders ROOT]… [--port N] [--page N] [--json]: see README.md
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { Authority } from './authority.ts'
import { Books, writeWhole } from './books.ts'
import { certificatesIn } from './certificates.ts'
import { carryOut } from './control.ts'
import type { Command, House } from './control.ts'
import { ImportClient } from './folders.ts'
import { Gateway, json } from './gateway.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(homedir(), '演练海关') },
    folders: { type: 'string', multiple: true, default: [] },
    port: { type: 'string', default: '8443' },
    page: { type: 'string', default: '8480' },
    /** Say what a test has to know in one line, and take commands as lines. */
    json: { type: 'boolean', default: false },
  },
})
const data = resolve(values.data)
mkdirSync(data, { recursive: true })
const books = new Books(data)
const authority = new Authority(books, { die: () => process.kill(process.pid, 'SIGKILL') })
const clients = values.folders.map((root) => new ImportClient(resolve(root), authority))
const gateway = new Gateway(authority)

const tokenPath = join(data, 'control-token')
if (!existsSync(tokenPath)) writeFileSync(tokenPath, randomBytes(24).toString('base64url'), { mode: 0o600 })
const token = readFileSync(tokenPath, 'utf8')
const nonce = randomBytes(16).toString('base64')

const addresses: Record<string, string> = {}
const house: House = {
  authority,
  addresses,
  leaveNotice(via, name, bytes) {
    const client = clients.find(({ root }) => root === via)
    if (client) return client.leaveNotice(name, bytes)
    const path = join(data, '结案通知书', name)
    writeWhole(path, bytes)
    return path
  },
  stop: () => setImmediate(end),
}

const isHolder = (given: string | string[] | undefined): boolean => {
  const bytes = Buffer.from(typeof given === 'string' ? given : '')
  return bytes.length === token.length && timingSafeEqual(bytes, Buffer.from(token))
}

/** At most a page of text: no command is longer. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8')
    if (text.length > 100_000) throw new Error('命令太长')
  }
  return text
}

async function control(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isHolder(request.headers['x-control-token'])) return json(response, 403, { message: '口令不对，请用启动时给出的网址打开' })
  try {
    json(response, 200, carryOut(house, JSON.parse(await bodyOf(request)) as Command) ?? {})
  } catch (error) {
    json(response, 400, { message: error instanceof Error ? error.message : '命令不对' })
  }
}

function showPage(response: ServerResponse): void {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'`
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
  })
  response.end(readFileSync(new URL('./page.html', import.meta.url), 'utf8').replace('NONCE', nonce))
}

const failed = (response: ServerResponse) => (error: unknown) => {
  console.error(error)
  if (response.headersSent) response.destroy()
  else json(response, 500, { message: '演练海关出错，请看它的窗口' })
}

async function listen(server: Server, port: string): Promise<number> {
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(Number(port), '127.0.0.1', done)
  })
  return (server.address() as AddressInfo).port
}

const certificates = certificatesIn(join(data, 'certificates'))
if (certificates) {
  const server = createSecureServer(
    { key: certificates.key, cert: certificates.certificate, minVersion: 'TLSv1.2' },
    (request, response) => {
      const answered =
        request.method === 'POST' && request.url === '/control' ? control(request, response) : gateway.answer(request, response)
      answered.catch(failed(response))
    },
  )
  addresses['网关地址'] = `https://127.0.0.1:${await listen(server, values.port)}`
  addresses['CA 证书文件'] = certificates.ca
  addresses['证书指纹'] = certificates.pin
}
for (const [index, { root }] of clients.entries()) addresses[`文件夹${clients.length > 1 ? index + 1 : ''}`] = root

const pages = createServer((request, response) => {
  const host = request.headers.host ?? ''
  if (host !== `127.0.0.1:${pagePort}` && host !== `localhost:${pagePort}`)
    return json(response, 403, { message: '只能在本机打开' })
  if (request.method === 'POST' && request.url === '/control') return void control(request, response).catch(failed(response))
  if (request.method === 'GET' && request.url?.startsWith('/?')) return showPage(response)
  json(response, 404, { message: '没有这个地址' })
})
const pagePort = await listen(pages, values.page)
const page = `http://127.0.0.1:${pagePort}/?token=${token}`

authority.resume()
const rounds = setInterval(() => {
  for (const client of clients) client.exchange()
}, 100)

function end(): void {
  clearInterval(rounds)
  books.close()
  process.exit(0)
}
process.on('SIGINT', end)
process.on('SIGTERM', end)

if (values.json) {
  console.log(
    JSON.stringify({ ready: true, url: addresses['网关地址'], ca: certificates?.ca, pin: certificates?.pin, page, token }),
  )
  createInterface(process.stdin)
    .on('line', (line) => {
      try {
        console.log(JSON.stringify({ answer: carryOut(house, JSON.parse(line) as Command) }))
      } catch (error) {
        console.log(JSON.stringify({ error: String(error) }))
      }
    })
    // Whoever started it is gone.
    .on('close', end)
} else {
  console.log(`演练海关已启动，数据在 ${data}\n`)
  for (const [name, value] of Object.entries(addresses)) console.log(`${name}：${value}`)
  if (!certificates) console.log('没有 OpenSSL，未开网关；文件夹通道照常使用')
  console.log(`\n请在浏览器打开 ${page}\n按 Ctrl+C 结束`)
}
