import { fc, test } from '@fast-check/vitest'
import { sm3 } from 'sm-crypto-v2'
import { expect } from 'vitest'
import { describeFile, describeInTurns } from './build-package.ts'
import { Sm3 } from './sm3.ts'

const hashOf = (...pieces: Uint8Array[]) => {
  const hash = new Sm3()
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}

test('SM3 of the examples of GB/T 32905-2016', () => {
  expect(hashOf(Buffer.from('abc'))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
  expect(hashOf(Buffer.from('abcd'.repeat(16)))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
})

test.prop([fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 })])(
  'SM3 is the same however the bytes are cut',
  (pieces) => {
    expect(hashOf(...pieces)).toBe(sm3(Buffer.concat(pieces)))
  },
)

test('many bytes are hashed in turns with what else there is to do', async () => {
  const file = { name: 'a', bytes: Buffer.alloc(5 * 1024 * 1024 + 7, 'bonded') }
  let others = 0
  let done = false
  const work = () => {
    others += 1
    if (!done) setImmediate(work)
  }
  setImmediate(work)
  const described = await describeInTurns(file)
  done = true
  expect(described).toEqual(describeFile(file))
  expect(others).toBeGreaterThanOrEqual(5)
})
