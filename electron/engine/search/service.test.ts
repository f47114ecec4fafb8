import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine()
  await engine.call('enterprise.loadSample', {})
})
afterAll(() => engine.close())

const find = async (text: string) =>
  (await engine.call('search.find', { text })).hits.map(({ kind, title }) => `${kind} ${title}`)

test.each([
  ['c2332502', 'handbook C23325020251'],
  ['0251-00021', 'bondedList QD233225I000000021'],
  ['RM-251-0003', 'material 3 聚酯薄膜'],
  ['85076000', 'product 1 便携式移动电源'],
  ['聚酯', 'material 3 聚酯薄膜'],
  ['jzbm', 'material 3 聚酯薄膜'],
  [' 聚酯 ', 'material 3 聚酯薄膜'],
])('%s finds %s', async (text, hit) => {
  expect(await find(text)).toContain(hit)
})

test('what is nowhere is not found, hostile text included', async () => {
  for (const text of ['没有的', '%', "'", '"; DROP']) expect(await find(text)).toEqual([])
})
