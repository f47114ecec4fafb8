import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { acceptSocket } from './web-socket.ts'

/**
 * A stand-in for the e-port U-key service, a process of its own: `u-key-process.ts FOLDER NAME`, where FOLDER holds NAME.key and NAME.pem.
 * It signs with OpenSSL, none of our code, and prints the port it listens on. A POST of `{"mode": …}` makes it misbehave from then on.
 * The only key that is a real one is at the enterprise: nothing here says that a real service speaks like this.
 */
const [, , folder = '', name = ''] = process.argv
const pin = '12345678'
let mode = 'well'
let triesLeft = 3
let busyFor = 0
const seen: string[] = []

function sign(bytes: Buffer): Buffer {
  writeFileSync(join(folder, 'u-key-data'), bytes)
  return execFileSync('openssl', ['dgst', '-sm3', '-sign', `${name}.key`, '-sigopt', 'distid:1234567812345678', 'u-key-data'], {
    cwd: folder,
  })
}

/** r ‖ s of a DER signature. */
function raw(der: Buffer): Buffer {
  const first = der.subarray(4, 4 + (der[3] ?? 0))
  const second = der.subarray(4 + first.length + 2)
  return Buffer.concat([first, second].map((number) => Buffer.concat([Buffer.alloc(32), number]).subarray(-32)))
}

interface Question {
  id: number
  method: string
  dataBase64?: string
  pin?: string
}

function answer(question: Question): object | undefined {
  const error = (code: string, more: object = {}) => ({ id: question.id, error: { code, message: `code ${code}`, ...more } })
  if (busyFor > 0) {
    busyFor--
    return error('busy')
  }
  if (question.method === 'info') return { id: question.id, result: { version: 'stand-in 1', present: mode !== 'absent' } }
  if (mode === 'absent') return error('noKey')
  if (question.method === 'certificate')
    return { id: question.id, result: { pem: readFileSync(join(folder, `${mode === 'rsa' ? 'rsa' : name}.pem`), 'utf8') } }
  if (question.method !== 'sign') return error('unknownMethod')
  if (mode === 'echo') return { id: question.id, error: { code: 'E-7', message: `cannot use ${question.pin}` } }
  if (triesLeft === 0) return error('locked')
  if (question.pin !== pin) {
    triesLeft--
    return error('wrongPin', { triesLeft })
  }
  triesLeft = 3
  const signature = sign(Buffer.from(question.dataBase64 ?? '', 'base64'))
  if (mode === 'wrong') signature[20] = (signature[20] ?? 0) ^ 1
  return { id: question.id, result: { signatureBase64: (mode === 'raw' ? raw(signature) : signature).toString('base64') } }
}

const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    if (request.method === 'POST') {
      const wanted = JSON.parse(body) as { mode: string; busyFor?: number }
      mode = wanted.mode
      busyFor = wanted.busyFor ?? 0
    }
    response.end(JSON.stringify(seen))
  })
})
server.on('upgrade', (request, socket) => {
  const connection = acceptSocket(request, socket, (text) => {
    const question = JSON.parse(text) as Question
    seen.push(question.method)
    if (mode === 'silent') return
    // The light goes out while it signs.
    if (mode === 'light' && question.method === 'sign') connection.cut()
    else connection.send(mode === 'garbage' ? '<html>' : JSON.stringify(answer(question)))
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' && address ? address.port : ''}\n`)
})
