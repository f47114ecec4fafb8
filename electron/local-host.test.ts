import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Application } from './engine/application.ts'
import { openApplication } from './engine/application.ts'
import { systemClock } from './engine/clock.ts'
import { serve } from './http-server.ts'
import type { LocalServer } from './http-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'local-host-'))
const rendererFolder = join(folder, 'renderer')
let application: Application
let server: LocalServer

beforeAll(async () => {
  mkdirSync(join(rendererFolder, 'assets'), { recursive: true })
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><title>保税账本</title>')
  writeFileSync(join(rendererFolder, 'assets/index-a_1.js'), 'export {}')
  writeFileSync(join(rendererFolder, '.hidden.json'), '{}')
  writeFileSync(join(folder, 'secret.json'), '{}')
  application = await openApplication({ dataFolder: join(folder, 'data'), clock: systemClock, programVersion: '0.0.0' })
  server = await serve(application, rendererFolder, 0)
})

afterAll(async () => {
  await server.close()
  await application.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Told {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Raw HTTP: `fetch` would put the address and the Host header right before we could send them wrong. */
function send(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Uint8Array } = {},
): Promise<Told> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const request = httpRequest(
      { hostname, port, path, method: options.method ?? 'GET', headers: options.headers ?? {} },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        )
      },
    )
    request.once('error', reject)
    request.end(options.body)
  })
}

const withToken = () => ({ Authorization: `Bearer ${server.token}` })
const operate = (name: string, body: string) => send(`/operations/${name}`, { method: 'POST', headers: withToken(), body })
const codeOf = ({ body }: Told) => (JSON.parse(body) as { error?: { code: string } }).error?.code
const storedFiles = () => readdirSync(join(folder, 'data/files'))

describe('who may speak to it', () => {
  test('without the token, or with another of any length, nothing is answered', async () => {
    for (const headers of [
      {},
      { Authorization: 'Bearer ' },
      { Authorization: `Bearer ${server.token}x` },
      { Authorization: `Basic ${server.token}` },
    ]) {
      for (const path of ['/operations', '/events', '/files/x']) expect((await send(path, { headers })).status).toBe(401)
      expect((await send('/operations/house.status', { method: 'POST', headers, body: '{}' })).status).toBe(401)
      expect((await send('/files?name=a.txt', { method: 'POST', headers, body: 'x' })).status).toBe(401)
    }
    expect(storedFiles()).toEqual([])
  })

  test('another Host name is refused even with the token, static files too', async () => {
    for (const host of ['evil.example', '127.0.0.1', `evil.example:${new URL(server.url).port}`, '127.0.0.1:1']) {
      expect(codeOf(await send('/operations', { headers: { ...withToken(), Host: host } }))).toBe('host.foreignHost')
      expect((await send('/', { headers: { Host: host } })).status).toBe(403)
    }
    expect(
      (await send('/operations', { headers: { ...withToken(), Host: server.url.replace('http://127.0.0.1', 'localhost') } }))
        .status,
    ).toBe(200)
  })

  test('another Origin is refused even with the token, and no answer invites one', async () => {
    for (const origin of ['https://evil.example', 'null', server.url.replace('http', 'https'), `${server.url}.evil.example`]) {
      const told = await send('/operations', { headers: { ...withToken(), Origin: origin } })
      expect(codeOf(told)).toBe('host.foreignOrigin')
      expect(Object.keys(told.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
    expect((await send('/operations', { headers: { ...withToken(), Origin: server.url } })).status).toBe(200)
  })

  test('it listens on the loopback address only, and each start has another token', async () => {
    const other = await serve(application, rendererFolder, 0)
    expect(other.token).not.toBe(server.token)
    expect(Buffer.from(other.token, 'base64url')).toHaveLength(32)
    const probe = connect({ host: '127.0.0.2', port: Number(new URL(other.url).port) })
    await expect(once(probe, 'connect')).rejects.toThrow('ECONNREFUSED')
    await other.close()
  })
})

describe('the window', () => {
  test('is served with the strict policy', async () => {
    const { status, headers } = await send('/')
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    expect((await send('/assets/index-a_1.js')).headers['content-type']).toContain('text/javascript')
  })

  test('nothing outside its folder is served, however it is written', async () => {
    const ways = [
      '/../secret.json',
      '/assets/../../secret.json',
      '/%2e%2e/secret.json',
      '/..%2fsecret.json',
      '/..%5csecret.json',
      '/.hidden.json',
      '//secret.json',
      '/assets//index-a_1.js',
      '/assets',
      '/C:/secret.json',
      '/%00.json',
      '/%',
      join(folder, 'secret.json'),
    ]
    for (const way of ways) expect(await send(way).then(({ status }) => [way, status])).toEqual([way, 404])
    expect((await send('/', { method: 'POST' })).status).toBe(405)
  })
})

describe('operations', () => {
  test('all are described with their schemas', async () => {
    const described = JSON.parse((await send('/operations', { headers: withToken() })).body) as { name: string; input: object }[]
    expect(described.find(({ name }) => name === 'writeOff.balance')?.input).toMatchObject({
      type: 'object',
      properties: { handbookNo: {} },
    })
  })

  test('an answer is the value; an empty body is an empty input', async () => {
    for (const body of ['{}', ''])
      expect(JSON.parse((await operate('enterprise.get', body)).body)).toEqual({ ok: true, value: null })
  })

  test('a job gives its number at once, or its result with wait=1', async () => {
    const started = JSON.parse((await operate('backups.create', '{}')).body) as { jobId: string; value: { jobId: string } }
    expect(started.jobId).toMatch(/^[0-9a-f-]{36}$/)
    expect(started.value.jobId).toBe(started.jobId)
    const waited = await send('/operations/backups.create?wait=1', { method: 'POST', headers: withToken(), body: '{}' })
    expect(JSON.parse(waited.body)).toMatchObject({ ok: true, value: { reason: 'manual' } })
  })

  test('an unknown one is 404, also where the name is one that every object has', async () => {
    for (const name of ['no.such', '__proto__', 'constructor', '..%2f..%2fx', 'a/b', ''])
      expect((await operate(name, '{}')).status).toBe(404)
  })

  test('what is not JSON, not UTF-8, or not the input, is 400 and has no stack in it', async () => {
    for (const body of ['{', 'null x', '[1', '﻿{']) expect(codeOf(await operate('enterprise.get', body))).toBe('input.malformed')
    const told = await send('/operations/enterprise.get', {
      method: 'POST',
      headers: withToken(),
      body: Uint8Array.of(0x22, 0xff, 0x22),
    })
    expect([told.status, codeOf(told)]).toEqual([400, 'input.malformed'])
    const wrong = await operate('handbooks.get', '{"handbookNo":12}')
    expect(wrong.status).toBe(400)
    expect(wrong.body).not.toMatch(/node_modules|\.ts:|at /)
  })

  test('a body over 32 MB is refused with 413, and the host goes on', async () => {
    const told = await operate('enterprise.get', `"${'x'.repeat(33 * 1024 * 1024)}"`)
    expect([told.status, codeOf(told)]).toEqual([413, 'input.tooLarge'])
    expect((await operate('enterprise.get', '{}')).status).toBe(200)
  })
})

describe('files', () => {
  test('come back to the byte, under their own name', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256)
    const name = '核注清单 (1)\'*"é.xlsx'
    const put = await send(`/files?name=${encodeURIComponent(name)}`, { method: 'POST', headers: withToken(), body: bytes })
    const { fileId, value } = JSON.parse(put.body) as { fileId: string; value: { fileId: string } }
    expect(value.fileId).toBe(fileId)
    const response = await fetch(`${server.url}/files/${fileId}`, { headers: withToken() })
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true)
    const disposition = response.headers.get('content-disposition') ?? ''
    const stored = await application.getFile(fileId)
    expect(decodeURIComponent(/^attachment; filename\*=UTF-8''([\w.%~!-]+)$/.exec(disposition)?.[1] ?? '')).toBe(
      stored.ok && stored.value.name,
    )
  })

  test('an id that is none, or not of a stored file, gives nothing', async () => {
    for (const id of ['x', '..%2f..%2fledger.db', '../ledger.db', '00000000-0000-4000-8000-000000000000']) {
      const told = await send(`/files/${id}`, { headers: withToken() })
      expect([id, told.status >= 400 && told.status < 500]).toEqual([id, true])
    }
  })

  test('an upload that breaks off leaves nothing behind', async () => {
    const before = storedFiles()
    const { hostname, port } = new URL(server.url)
    const request = httpRequest({
      hostname,
      port,
      path: '/files?name=a.xlsx',
      method: 'POST',
      headers: { ...withToken(), 'Content-Length': 1_000_000 },
    })
    request.on('error', () => undefined)
    request.write(Buffer.alloc(300_000))
    await expect.poll(() => storedFiles().length, { timeout: 10_000 }).toBeGreaterThan(before.length)
    request.destroy()
    await expect.poll(storedFiles, { timeout: 10_000 }).toEqual(before)
  })

  test('a slow upload is taken in, and holds nobody else up', async () => {
    const { hostname, port } = new URL(server.url)
    const request = httpRequest({ hostname, port, path: '/files?name=slow.txt', method: 'POST', headers: withToken() })
    const answered = once(request, 'response') as Promise<[{ statusCode: number; resume(): void }]>
    for (let part = 0; part < 5; part++) {
      request.write('x')
      await pause(40)
      expect((await operate('enterprise.get', '{}')).status).toBe(200)
    }
    request.end()
    const [response] = await answered
    response.resume()
    expect(response.statusCode).toBe(200)
  })
})

test('events tell what a write has changed, and a listener that left is forgotten', async () => {
  const leave = new AbortController()
  const response = await fetch(`${server.url}/events`, { headers: withToken(), signal: leave.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const saved = await operate(
    'enterprise.save',
    JSON.stringify({ name: '示例企业', creditCode: '91350100M000100Y43', customsCode: '3501912345' }),
  )
  expect(saved.status).toBe(200)
  let text = ''
  while (!text.includes('"changed"')) text += (await reader?.read())?.value ?? ''
  expect(text).toMatch(/^:\n\n/)
  expect(text).toContain('data: {"type":"changed","topics":["enterprise","journal"]}\n\n')
  leave.abort()
  expect((await operate('enterprise.get', '{}')).status).toBe(200)
})

const start = (...args: string[]) =>
  spawn(process.execPath, [join(import.meta.dirname, 'local-host.ts'), '--data', join(folder, 'own'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })

const firstLine = async (child: ReturnType<typeof start>) => {
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return line.toString()
}

describe('the program', () => {
  test('prints one line when it is ready and ends in good order on SIGTERM', async () => {
    const child = start('--port', '0')
    const line = await firstLine(child)
    expect(line).toMatch(/^\{"url":"http:\/\/127\.0\.0\.1:\d+","token":"[\w-]{43}"\}\n$/)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('ends when the program that started it is gone', async () => {
    const child = start('--port', '0')
    await firstLine(child)
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('says in Chinese why it does not start: folder in use, port taken, no port', async () => {
    const first = start('--port', '0')
    await firstLine(first)
    const words = async (child: ReturnType<typeof start>) => {
      let said = ''
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
      expect(await once(child, 'close')).toEqual([1, null])
      return said
    }
    expect(await words(start('--port', '0'))).toMatch(/^账本已在另一个窗口或程序中打开/)
    expect(await words(start('--port', '70000'))).toMatch(/^端口须为/)
    first.kill('SIGTERM')
    await once(first, 'exit')
    expect(await words(start('--port', new URL(server.url).port))).toMatch(/已被占用/)
  })
})
