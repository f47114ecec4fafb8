import { createHash } from 'node:crypto'

/**
 * Verification of SM2 signatures with SM3 (GB/T 32918.2), written from the standard with whole numbers alone. It shares nothing with the
 * program that signs, so that an error of the one is not also the error of the other.
 */
const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn
const a = p - 3n
const b = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n
const n = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n

export interface Point {
  x: bigint
  y: bigint
}
const generator: Point = {
  x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
}

export const sm3 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sm3')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const modulo = (value: bigint): bigint => ((value % p) + p) % p
const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')

function inverse(value: bigint): bigint {
  let [low, high, lowOf, highOf] = [modulo(value), p, 1n, 0n]
  while (low > 1n) {
    const quotient = high / low
    ;[low, high] = [high - quotient * low, low]
    ;[lowOf, highOf] = [highOf - quotient * lowOf, lowOf]
  }
  return modulo(lowOf)
}

/** Jacobian: (X / Z², Y / Z³); Z = 0 is infinity. */
interface Jacobian {
  x: bigint
  y: bigint
  z: bigint
}
const infinity: Jacobian = { x: 1n, y: 1n, z: 0n }

function double({ x, y, z }: Jacobian): Jacobian {
  if (z === 0n || y === 0n) return infinity
  const yy = modulo(y * y)
  const s = modulo(4n * x * yy)
  const zz = modulo(z * z)
  const m = modulo(3n * x * x + a * modulo(zz * zz))
  const x3 = modulo(m * m - 2n * s)
  return { x: x3, y: modulo(m * (s - x3) - 8n * yy * yy), z: modulo(2n * y * z) }
}

function add(one: Jacobian, other: Jacobian): Jacobian {
  if (one.z === 0n) return other
  if (other.z === 0n) return one
  const [z1, z2] = [modulo(one.z * one.z), modulo(other.z * other.z)]
  const [u1, u2] = [modulo(one.x * z2), modulo(other.x * z1)]
  const [s1, s2] = [modulo(one.y * z2 * other.z), modulo(other.y * z1 * one.z)]
  if (u1 === u2) return s1 === s2 ? double(one) : infinity
  const [h, r] = [modulo(u2 - u1), modulo(s2 - s1)]
  const hh = modulo(h * h)
  const hhh = modulo(h * hh)
  const v = modulo(u1 * hh)
  const x3 = modulo(r * r - hhh - 2n * v)
  return { x: x3, y: modulo(r * (v - x3) - s1 * hhh), z: modulo(h * one.z * other.z) }
}

/** s · G + t · P, both in one pass over the bits. */
function combine(s: bigint, t: bigint, point: Point): Point | undefined {
  const first = { ...generator, z: 1n }
  const second = { ...point, z: 1n }
  const both = add(first, second)
  let sum = infinity
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = double(sum)
    const [ofFirst, ofSecond] = [(s >> bit) & 1n, (t >> bit) & 1n]
    if (ofFirst && ofSecond) sum = add(sum, both)
    else if (ofFirst) sum = add(sum, first)
    else if (ofSecond) sum = add(sum, second)
  }
  if (sum.z === 0n) return undefined
  const z = inverse(sum.z)
  const zz = modulo(z * z)
  return { x: modulo(sum.x * zz), y: modulo(sum.y * zz * z) }
}

/** The point in its 65 bytes 04 ‖ X ‖ Y, or undefined where they are no point of the curve. */
export function readPoint(bytes: Uint8Array): Point | undefined {
  if (bytes.length !== 65 || bytes[0] !== 4) return undefined
  const point = { x: toNumber(bytes.subarray(1, 33)), y: toNumber(bytes.subarray(33)) }
  if (point.x >= p || point.y >= p) return undefined
  return modulo(point.y * point.y) === modulo(point.x ** 3n + a * point.x + b) ? point : undefined
}

/** SM3 of the point's 65 bytes, its first 16 hex digits in groups of four: as it is read out over the telephone. */
export const fingerprintOf = ({ x, y }: Point): string =>
  (
    sm3(Buffer.from([4]), toBytes(x), toBytes(y))
      .toString('hex')
      .slice(0, 16)
      .match(/.{4}/g) ?? []
  ).join(' ')

/** The two numbers of a signature in DER: SEQUENCE of two INTEGERs in their one shortest form, and nothing behind. */
export function readSignature(der: Uint8Array): { r: bigint; s: bigint } | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der.length > 72) return undefined
  const r = readInteger(der, 2)
  const s = r && readInteger(der, r.end)
  return r && s && s.end === der.length ? { r: r.value, s: s.value } : undefined
}

function readInteger(der: Uint8Array, at: number): { value: bigint; end: number } | undefined {
  const length = der[at + 1] ?? 0
  const digits = der.subarray(at + 2, at + 2 + length)
  const [first = 0x80, second = 0] = digits
  if (der[at] !== 2 || digits.length !== length || length > 33 || first >= 0x80) return undefined
  if (first === 0 && length > 1 && second < 0x80) return undefined
  return { value: toNumber(digits), end: at + 2 + length }
}

/** User id by which the enterprise signs (GM/T 0009). */
const userId = Buffer.from('1234567812345678')

/** Whether `der` is the signature of `point`'s holder over `message`. */
export function verify(message: Uint8Array, der: Uint8Array, point: Point): boolean {
  const signature = readSignature(der)
  if (!signature) return false
  const { r, s } = signature
  if (r < 1n || r >= n || s < 1n || s >= n) return false
  const bits = Buffer.from([(userId.length * 8) >> 8, (userId.length * 8) & 0xff])
  const z = sm3(bits, userId, ...[a, b, generator.x, generator.y, point.x, point.y].map(toBytes))
  const e = toNumber(sm3(z, message))
  const t = (r + s) % n
  if (t === 0n) return false
  const found = combine(s, t, point)
  return found !== undefined && (e + found.x) % n === r
}
