import { expect, test } from 'vitest'
import { gather, layOut } from './flow-layout.ts'
import type { FlowEnd } from './flow-layout.ts'

const end = (label: string, quantity: string, share: string, productSeq: number | null = null): FlowEnd => ({
  label,
  quantity,
  share,
  column: productSeq === null ? 'tangible' : 'embodied',
  productSeq,
})

test('no label stands over another, and the ribbons fill the bar of the material on both sides', () => {
  const uses = [end('甲', '97', '97'), ...Array.from({ length: 20 }, (_, n) => end(`小 ${n}`, '0.15', '0.15'))]
  const laid = layOut({ sources: [end('直接进口', '100', '100')], uses })
  for (const [index, placed] of laid.uses.entries()) {
    const next = laid.uses[index + 1]
    if (!next) continue
    expect(next.top).toBeGreaterThan(placed.top + placed.bar)
    // A label of 20 px stands in the middle of its bar.
    expect(next.top + next.bar / 2 - placed.top - placed.bar / 2).toBeGreaterThanOrEqual(20)
  }
  for (const side of [laid.sources, laid.uses]) {
    expect(side[0]?.middleTop).toBe(laid.middle.top)
    const filled = side.reduce((sum, { middleBar }) => sum + middleBar, 0)
    expect(filled).toBeCloseTo(laid.middle.height, 6)
  }
  expect(laid.uses.at(-1)?.bar).toBeGreaterThanOrEqual(2)
})

test('of many products the largest are drawn and the rest stand together, exactly, before the losses', () => {
  const products = Array.from({ length: 30 }, (_, n) => end(`成品 ${n}`, `${n}.00001`, '3.2', n + 1))
  const losses = [end('有形损耗', '5', '4')]
  const drawn = gather([...products, ...losses])
  expect(drawn).toHaveLength(15)
  expect(drawn.slice(0, 13).map(({ label }) => label)).toContain('成品 29')
  // 0 … 16, and 17 times 0.00001. It names no product, so it opens no figure.
  expect(drawn[13]).toMatchObject({
    label: '其余 17 个成品',
    quantity: '136.00017',
    share: '54.4',
    column: 'embodied',
    productSeq: null,
  })
  expect(drawn[14]?.label).toBe('有形损耗')
})

test('as many products as have room are drawn as they are', () => {
  const uses = Array.from({ length: 14 }, (_, n) => end(`成品 ${n}`, '1', '7.14', n + 1))
  expect(gather(uses)).toEqual(uses)
})
