import { createElement, useState } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { noChoices, orderColumns, readChoices, useColumnChoices } from './column-choices.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

test('choices come back as they were stored', () => {
  const choices = { order: ['b', 'a'], hidden: ['c'], widths: { a: 120 }, filterRow: false }
  expect(readChoices(JSON.stringify(choices))).toEqual(choices)
  expect(readChoices(null)).toEqual(noChoices)
})

test('what is not understood is left out', () => {
  expect(readChoices('not json')).toEqual(noChoices)
  expect(readChoices('[1]')).toEqual(noChoices)
  expect(readChoices('"text"')).toEqual(noChoices)
  expect(readChoices('{"order":[1,"a"],"widths":{"a":"wide","b":-5,"c":80},"hidden":7}')).toEqual({
    ...noChoices,
    order: ['a'],
    widths: { c: 80 },
  })
})

test('a new column stands behind its neighbour, a dropped one is passed over', () => {
  expect(orderColumns(['a', 'b', 'new', 'c'], ['c', 'gone', 'b', 'a'])).toEqual(['c', 'b', 'new', 'a'])
  expect(orderColumns(['new', 'a'], ['a'])).toEqual(['new', 'a'])
  expect(orderColumns(['a', 'b'], [])).toEqual(['a', 'b'])
})

test('a table in the place of another one has its own choices, the same ones at every render', () => {
  const kept: Record<string, string> = { 'table:b': JSON.stringify({ ...noChoices, hidden: ['c'] }) }
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept[key] ?? null })
  const seen: unknown[] = []
  function Tables() {
    const [round, setRound] = useState(0)
    const [choices] = useColumnChoices(round === 0 ? 'a' : 'b')
    seen.push(choices)
    if (round < 2) setRound(round + 1)
    return null
  }
  renderToStaticMarkup(createElement(Tables))
  expect(seen).toEqual([noChoices, { ...noChoices, hidden: ['c'] }, { ...noChoices, hidden: ['c'] }])
  expect(seen[2]).toBe(seen[1])
})
