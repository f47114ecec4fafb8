import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSigner } from './signer.ts'
import { fingerprintOf, readSignature, verify } from './sm2.ts'
import type { Point } from './sm2.ts'

let folder: string
let point: Point
let signature: Buffer
const message = Buffer.from('第 1 包，报核，C23325020251')
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
const id = 'distid:1234567812345678'

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'authority-sm2-'))
  writeFileSync(join(folder, 'message'), message)
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:sm2', '-out', 'key.pem')
  openssl('pkey', '-in', 'key.pem', '-pubout', '-out', 'public.pem')
  const subject = ['-subj', '/CN=clerk', '-days', '30', '-sm3', '-sigopt', id]
  openssl('req', '-x509', '-key', 'key.pem', '-out', 'certificate.pem', ...subject)
  openssl('dgst', '-sm3', '-sign', 'key.pem', '-sigopt', id, '-out', 'signature.der', 'message')
  signature = readFileSync(join(folder, 'signature.der'))
  const signer = readSigner(readFileSync(join(folder, 'public.pem'), 'utf8'))
  if (!signer) throw new Error('the public key was not read')
  point = signer.point
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a signature by OpenSSL', () => {
  test('verifies; over other bytes, or by another key, it does not', () => {
    expect(verify(message, signature, point)).toBe(true)
    expect(verify(Buffer.concat([message, Buffer.from(' ')]), signature, point)).toBe(false)
    expect(verify(message, signature, { x: 0x32c4n, y: 0xbc37n })).toBe(false)
  })
  test('is refused with any bit of it changed, cut, or with something behind', () => {
    for (let bit = 0; bit < signature.length * 8; bit++) {
      const changed = Buffer.from(signature)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(verify(message, changed, point), `bit ${bit}`).toBe(false)
    }
    expect(verify(message, signature.subarray(0, -1), point)).toBe(false)
    expect(verify(message, Buffer.concat([signature, Buffer.from([0])]), point)).toBe(false)
  })
  test('must be in the shortest form of its numbers, and within the range of the curve', () => {
    const numbers = readSignature(signature)
    expect(numbers).toBeDefined()
    expect(readSignature(Buffer.from('3007020200ff020100', 'hex'))).toEqual({ r: 255n, s: 0n })
    expect(readSignature(Buffer.from('30070202007f020100', 'hex'))).toBeUndefined()
    expect(readSignature(Buffer.from('30060201ff020101', 'hex'))).toBeUndefined()
    const n = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n
    const integer = (value: bigint) => `022100${value.toString(16).padStart(64, '0')}`
    const [r, s] = [numbers?.r ?? 0n, numbers?.s ?? 0n]
    const beyond = Buffer.from(`3046${integer(n + (r % 5n))}${integer(n - 1n)}`, 'hex')
    expect(readSignature(beyond)).toBeDefined()
    expect(verify(message, beyond, point)).toBe(false)
    expect(s).toBeGreaterThan(0n)
  })
})

test('a certificate by OpenSSL is read: the same key, with its dates', () => {
  const pem = readFileSync(join(folder, 'certificate.pem'), 'utf8')
  const signer = readSigner(pem)
  expect(signer?.point).toEqual(point)
  const today = new Date().toISOString()
  expect((signer?.certificate?.validFrom ?? '') <= today && today < (signer?.certificate?.validTo ?? '')).toBe(true)
  expect(readSigner(pem.replace('\n', '\r\n'))).toBeUndefined()
  expect(readSigner(`${pem}\n`)).toBeUndefined()
  expect(fingerprintOf(point)).toMatch(/^([0-9a-f]{4} ){3}[0-9a-f]{4}$/)
})

test('a key of another curve, or a point off the curve, is no signer', () => {
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'other.pem')
  openssl('pkey', '-in', 'other.pem', '-pubout', '-out', 'other-public.pem')
  expect(readSigner(readFileSync(join(folder, 'other-public.pem'), 'utf8'))).toBeUndefined()
  const pem = readFileSync(join(folder, 'public.pem'), 'utf8')
  const der = Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64')
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1
  const lines = (der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')
  expect(readSigner(`-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`)).toBeUndefined()
})
