import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { openWorkbook } from '../../electron/engine/workbook/read-workbook.ts'
import { Refusal } from '../../shared/contract/errors.ts'

const sample = readFileSync(new URL('../fixtures/samples/factory-a/核注清单-杂乱.xlsx', import.meta.url))
const parts = unzipSync(sample)
const names = [
  'xl/workbook.xml',
  'xl/_rels/workbook.xml.rels',
  '_rels/.rels',
  'xl/styles.xml',
  'xl/worksheets/sheet1.xml',
] as const

/** The number of rows, or the code of the refusal: whatever the bytes, there is no third outcome. */
async function outcome(bytes: Uint8Array): Promise<number | string> {
  let rows = 0
  try {
    const book = await openWorkbook(bytes)
    for (let i = 0; i < book.sheets.length; i++)
      for await (const { row, cells } of book.rows(i)) {
        expect(row).toBeLessThanOrEqual(1_048_576)
        expect(cells.length).toBeLessThanOrEqual(1000)
        rows++
      }
    return rows
  } catch (error) {
    if (error instanceof Refusal) return error.failure.code
    throw error
  }
}

const edits = (length: number) =>
  fc.array(fc.record({ at: fc.nat(length - 1), byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('<>/"&=\0'))) }), {
    minLength: 1,
    maxLength: 8,
  })
const edited = (bytes: Uint8Array, changes: readonly { at: number; byte: number }[]): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  for (const { at, byte } of changes) copy[at] = byte
  return copy
}
const runs = { numRuns: 150 }

test('bytes changed anywhere: refused, or read as if whole', () =>
  fc.assert(
    fc.asyncProperty(edits(sample.length), async (changes) => {
      expect(await outcome(edited(sample, changes))).toSatisfy(
        (result) => result === 685 || String(result).startsWith('workbook.'),
      )
    }),
    runs,
  ))

test('cut off anywhere: refused', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(sample.length - 1), async (length) => {
      expect(await outcome(sample.subarray(0, length))).toMatch(/^workbook\.(damaged|notAWorkbook)$/)
    }),
    runs,
  ))

// Whoever makes the archive makes the checksums, so the XML has to be held to its form without them.
test('XML changed under a right checksum: refused, or rows', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names).chain((name) => fc.tuple(fc.constant(name), edits(parts[name]?.length ?? 1))),
      async ([name, changes]) => {
        const bytes = zipSync({ ...parts, [name]: edited(parts[name] ?? new Uint8Array(), changes) }, { level: 1 })
        expect(await outcome(bytes)).toSatisfy((result) => typeof result === 'number' || String(result).startsWith('workbook.'))
      },
    ),
    runs,
  ))
