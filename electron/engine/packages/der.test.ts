import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { decodeSignature, encodeSignature } from './der.ts'
import { signBytes, verifySignature } from './sign.ts'
import { sm2 } from 'sm-crypto-v2'

const raw = (r: string, s: string) => Buffer.from(r.padStart(64, '0') + s.padStart(64, '0'), 'hex')

test('numbers of every length come back from DER', () => {
  for (let length = 0; length <= 32; length++) {
    for (const first of [0x01, 0x7f, 0x80, 0xff]) {
      const number = Buffer.concat([Buffer.from([first]), randomBytes(32)])
        .subarray(0, length)
        .toString('hex')
      const both = raw(number, 'ff'.repeat(length))
      expect(Buffer.from(decodeSignature(encodeSignature(both)) ?? [])).toEqual(both)
    }
  }
})

test('no second encoding of a signature is taken', () => {
  const cutOrFollowed = ['', '30', '3006', '3006020101', '30060201010202', '300602010102010200']
  const wrongLengthsAndTags = ['3007020101020102', '3005020101020102', '3106020101020102', '3006030101020102']
  const paddedNegativeEmpty = ['300702020001020102', '3006020181020102', '30050200020102']
  const longAndIndefinite = ['308106020101020102', '30070281010102010200', '30800201010201020000']
  const other = [...cutOrFollowed, ...wrongLengthsAndTags, ...paddedNegativeEmpty, ...longAndIndefinite]
  expect(decodeSignature(Buffer.from('3006020101020102', 'hex'))).toBeDefined()
  expect(other.filter((hex) => decodeSignature(Buffer.from(hex, 'hex')))).toEqual([])
})

test('every single-bit flip of a signature, and every number out of range, is refused', () => {
  const { privateKey, publicKey } = sm2.generateKeyPairHex()
  const bytes = Buffer.from('message')
  const signature = signBytes(bytes, privateKey)
  expect(verifySignature(bytes, signature, publicKey)).toBe(true)
  const taken = Array.from({ length: signature.length * 8 }, (_, bit) => bit).filter((bit) => {
    const flipped = Uint8Array.from(signature)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return verifySignature(bytes, flipped, publicKey)
  })
  expect(taken).toEqual([])
  const order = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'
  for (const [r, s] of [
    ['0', '1'],
    ['1', '0'],
    [order, '1'],
    ['1', order],
  ] as const) {
    expect(verifySignature(bytes, encodeSignature(raw(r, s)), publicKey)).toBe(false)
  }
})
