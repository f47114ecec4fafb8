import { expect, test } from 'vitest'
import { ListDraftDocument } from './list-draft-document.ts'
import type { Save } from './list-draft-document.ts'

const item = {
  name: '电感器',
  partNo: 'RM-2',
  hsCode: '8504500000',
  spec: '',
  unit: '054',
  legalUnit: '035',
  secondLegalUnit: '',
  recorded: '20',
  left: '5',
  balance: '3',
}
const saved = (savedAt: string, quantities: readonly string[], blockedLine?: number) => ({
  head: { innerNo: 'Q-1' },
  body: quantities.map((quantity, place) => ({
    lineNo: place + 1,
    cells: { itemSeq: '1', quantity },
    item,
    before: null,
    proposed: {},
  })),
  guards: blockedLine
    ? [{ severity: 'blocks' as const, rule: 'R-114', message: '', next: '', lineNo: blockedLine, column: 'quantity', to: null }]
    : [],
  savedAt,
})
const quantities = (document: ListDraftDocument) => document.read().lines.map(({ cells }) => cells['quantity'])
const type = (document: ListDraftDocument, place: number, quantity: string) =>
  document.edit(({ head, lines }) => ({
    head,
    lines: lines.map((line, index) => (index === place ? { ...line, cells: { ...line.cells, quantity } } : line)),
  }))

/** An engine that keeps what it is given when it is told to, and numbers its savings. */
function slowEngine() {
  const kept: { quantities: (string | undefined)[]; savedAt: string }[] = []
  const waiting: { resolve: (savedAt: string) => void; reject: (problem: Error) => void }[] = []
  const save: Save = ({ lines, savedAt }) => {
    kept.push({ quantities: lines.map(({ quantity }) => quantity), savedAt })
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
  }
  const answer = async (savedAt: string | Error) => {
    const next = waiting.shift()
    if (savedAt instanceof Error) next?.reject(savedAt)
    else next?.resolve(savedAt)
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  return { kept, save, answer }
}

test('what is typed while a save is on its way goes with the next one, told from its own savedAt', async () => {
  const engine = slowEngine()
  const document = new ListDraftDocument(saved('T0', ['1', '2']), engine.save)
  type(document, 0, '10')
  type(document, 1, '20')
  type(document, 1, '21')
  expect(engine.kept).toEqual([{ quantities: ['10', '2'], savedAt: 'T0' }])
  await engine.answer('T1')
  expect(engine.kept[1]).toEqual({ quantities: ['10', '21'], savedAt: 'T1' })
  expect(document.read().progress).toBe('saving')
  await engine.answer('T2')
  expect(document.read()).toMatchObject({ progress: 'saved', savedAt: 'T2' })
  expect(engine.kept).toHaveLength(2)
})

test('a step is taken back and done again, each kept; a new edit leaves nothing to do again', async () => {
  const engine = slowEngine()
  const document = new ListDraftDocument(saved('T0', ['1']), engine.save)
  type(document, 0, '10')
  await engine.answer('T1')
  document.undo()
  expect(quantities(document)).toEqual(['1'])
  await engine.answer('T2')
  document.redo()
  await engine.answer('T3')
  expect(quantities(document)).toEqual(['10'])
  expect(engine.kept.map((each) => each.quantities[0])).toEqual(['10', '1', '10'])
  document.undo()
  type(document, 0, '7')
  expect(document.read().canRedo).toBe(false)
})

test('an older answer of the engine, or one that comes while a save is on its way, never overwrites what was typed', async () => {
  const engine = slowEngine()
  const document = new ListDraftDocument(saved('T0', ['1']), engine.save)
  type(document, 0, '10')
  document.take(saved('T1', ['10']))
  type(document, 0, '11')
  document.take(saved('T1', ['10']))
  expect(quantities(document)).toEqual(['11'])
  await engine.answer('T1')
  await engine.answer('T2')
  document.take(saved('T1', ['10']))
  expect(quantities(document)).toEqual(['11'])
})

test('what the engine fills in of its own is taken over and leaves the steps; what somebody else wrote forgets them', async () => {
  const engine = slowEngine()
  const document = new ListDraftDocument(saved('T0', ['1']), engine.save)
  type(document, 0, '１０')
  await engine.answer('T1')
  document.take(saved('T1', ['10']))
  expect(quantities(document)).toEqual(['10'])
  expect(document.read().canUndo).toBe(true)
  document.take(saved('T5', ['99']))
  expect(quantities(document)).toEqual(['99'])
  expect(document.read().canUndo).toBe(false)
})

test('an import that the engine has done is one step, and is taken back as one', async () => {
  const engine = slowEngine()
  const document = new ListDraftDocument(saved('T0', ['1']), engine.save)
  document.stepTo(saved('T1', ['7', '8', '9']))
  document.take(saved('T1', ['7', '8', '9']))
  expect(quantities(document)).toEqual(['7', '8', '9'])
  document.undo()
  expect(engine.kept).toEqual([{ quantities: ['1'], savedAt: 'T1' }])
  await engine.answer('T2')
  expect(quantities(document)).toEqual(['1'])
})

test('what could not be kept stands, is tried again by the next edit, and gives way only when that is asked', async () => {
  const engine = slowEngine()
  const document = new ListDraftDocument(saved('T0', ['1']), engine.save)
  type(document, 0, '10')
  await engine.answer(new Error('saved since'))
  expect(document.read().progress).toBe('failed')
  document.take(saved('T9', ['9']))
  expect(quantities(document)).toEqual(['10'])
  type(document, 0, '12')
  expect(engine.kept).toHaveLength(2)
  await engine.answer(new Error('saved since'))
  document.reload(saved('T9', ['9']))
  expect(document.read()).toMatchObject({ progress: 'saved', error: null, savedAt: 'T9' })
  expect(quantities(document)).toEqual(['9'])
})

test('a guard and what the handbook says stay with their line when one before it is removed', async () => {
  const engine = slowEngine()
  const document = new ListDraftDocument(saved('T0', ['1', '2'], 2), engine.save)
  const second = document.read().lines[1]?.key
  document.edit(({ head, lines }) => ({ head, lines: lines.slice(1) }))
  expect(document.read().guards[0]?.key).toBe(second)
  expect(document.read().lines[0]?.key).toBe(second)
  expect(document.read().facts.get(second ?? 0)?.item.left).toBe('5')
})
