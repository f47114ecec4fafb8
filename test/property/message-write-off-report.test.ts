import * as fc from 'fast-check'
import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { day } from '../../shared/domain/day.ts'
import { printQuantity, quantity } from '../../shared/domain/exact.ts'
import { readWriteOffReport, writeWriteOffReport } from '../../shared/messages/write-off-report.ts'
import type { WriteOffReport } from '../../shared/messages/write-off-report.ts'
import { isXmlText, readXml, writeXml } from '../../shared/messages/xml.ts'
import type { XmlElement } from '../../shared/messages/xml.ts'

const text = fc.string({ unit: 'binary', maxLength: 20 }).filter(isXmlText)
const awkward = fc.oneof(text, fc.constantFrom('', ' ', '\n', '\r\n', ']]>', '<a>&amp;</a>', '&#13;', ' 螺丝 "M3" <不锈钢> '))
const amount = fc.bigInt(-(2n ** 63n) + 1n, 2n ** 63n - 1n).map((value) => quantity(value))
const party = fc.record({ creditCode: awkward, customsCode: awkward, name: awkward })
const item = {
  seq: fc.integer({ min: 1, max: 999_999_999 }),
  partNo: awkward,
  hsCode: awkward,
  name: awkward,
  unit: awkward,
  remark: awkward,
}
const report: fc.Arbitrary<WriteOffReport> = fc.record({
  seqNo: awkward,
  handbookNo: awkward,
  operator: party,
  processor: party,
  declarant: party,
  customsDistrict: awkward,
  declaredOn: fc.constantFrom(day('2025-03-05'), day('1999-12-31')),
  remark: awkward,
  lists: fc.array(fc.record({ listNo: awkward, direction: fc.constantFrom('I' as const, 'E' as const) })),
  materials: fc.array(
    fc.record({
      ...item,
      imported: amount,
      transferIn: amount,
      domestic: amount,
      reexport: amount,
      destroyed: amount,
      scrap: amount,
      surplusOut: amount,
      consumed: amount,
      remaining: amount,
    }),
  ),
  products: fc.array(fc.record({ ...item, exported: amount, transferredOut: amount, returnedIn: amount, returnedOut: amount })),
})

const name = fc.constantFrom('A', 'B', 'GNo', 'Rmk2')
const { tree } = fc.letrec<{ tree: XmlElement }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ name, content: awkward }),
    fc.record({ name, content: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }) }),
  ),
}))

/** The text of every element with no elements inside, as an independent parser reads it. */
const leaves = (element: XmlElement): string[] =>
  typeof element.content === 'string' ? [element.content] : element.content.flatMap(leaves)
function parsedLeaves(message: string): string[] {
  using document = XmlDocument.fromString(message)
  return document.root.find('descendant-or-self::*[not(*)]').map((node) => node.content)
}

const numbers = (rows: readonly unknown[]): string[] => rows.map((_, index) => `${index + 1}`)

function readOrRefuse(message: string): XmlElement | undefined {
  try {
    return readXml(message)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

describe('XML', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(tree, (element) => {
        const message = writeXml(element)
        expect(readXml(message)).toEqual(element)
        expect(writeXml(readXml(message))).toBe(message)
      }),
    )
  })

  test('says to libxml2 what it says to us', () => {
    fc.assert(
      fc.property(tree, (element) => {
        expect(parsedLeaves(writeXml(element))).toEqual(leaves(element))
      }),
    )
  })

  test('takes nothing looser than it writes', () => {
    const extra = fc.constantFrom('<', '>', '/', 'x', ' ', '\n', '&', '<!---->', '<A/>')
    fc.assert(
      fc.property(tree, fc.nat(), extra, (element, at, inserted) => {
        const message = writeXml(element)
        const cut = at % (message.length + 1)
        const changed = message.slice(0, cut) + inserted + message.slice(cut)
        const read = readOrRefuse(changed)
        expect(read === undefined || writeXml(read) === changed).toBe(true)
      }),
    )
    for (const other of ['', '<A/>\n', '<?xml version="1.0"?>\n<A/>\n']) expect(readOrRefuse(other)).toBeUndefined()
  })

  test('refuses what XML cannot hold', () => {
    for (const character of ['\u0000', '\u0001', '\u000b', '\u001f', '\ud800', '\udfff', '\ufffe', '\uffff']) {
      expect(isXmlText(`a${character}b`)).toBe(false)
      expect(() => writeXml({ name: 'A', content: `a${character}b` })).toThrow(RangeError)
    }
  })
})

describe('the write-off report', () => {
  test('is read back from its message as it was', () => {
    fc.assert(
      fc.property(report, (of) => {
        const message = writeWriteOffReport(of)
        expect(readWriteOffReport(message)).toEqual(of)
        expect(writeWriteOffReport(readWriteOffReport(message))).toBe(message)
      }),
    )
  })

  test('R-19: its head counts its rows, and the numbers of rows have no gaps', () => {
    fc.assert(
      fc.property(report, (of) => {
        using document = XmlDocument.fromString(writeWriteOffReport(of))
        const values = (path: string) => document.root.find(path).map((node) => node.content)
        const imports = of.lists.filter((list) => list.direction === 'I').length
        expect(values('NptsDcrHeadType/ImpInvtTotalCnt')).toEqual([`${imports}`])
        expect(values('NptsDcrHeadType/ExpInvtTotalCnt')).toEqual([`${of.lists.length - imports}`])
        expect(values('NptsDcrHeadType/ChgoffMtpckTotalAmt')).toEqual([`${of.materials.length}`])
        expect(values('NptsDcrHeadType/ChgoffEndprdTotalAmt')).toEqual([`${of.products.length}`])
        expect(values('NptsDcrBillType/GNo')).toEqual(numbers(of.lists))
        expect(values('NptsDcrImgType/GNo')).toEqual(numbers(of.materials))
        expect(values('NptsDcrExgType/GNo')).toEqual(numbers(of.products))
        expect(values('NptsDcrImgType/RemainMtpckQty')).toEqual(of.materials.map((material) => printQuantity(material.remaining)))
      }),
    )
  })

  test('a message whose counts or numbers are not those of its rows is refused', () => {
    fc.assert(
      fc.property(report, (of) => {
        const message = writeWriteOffReport(of)
        const count = `<ChgoffMtpckTotalAmt>${of.materials.length}<`
        expect(() => readWriteOffReport(message.replace(count, `<ChgoffMtpckTotalAmt>${of.materials.length + 1}<`))).toThrow(
          /counts/,
        )
      }),
    )
  })
})
