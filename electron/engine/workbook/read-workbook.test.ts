import { strToU8, zipSync } from 'fflate'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../../shared/contract/errors.ts'
import {
  compoundFileWith,
  directoryEntry,
  partsOf,
  workbookOf,
  type RawWorkbook,
} from '../../../test/fixtures/workbooks/workbook-of.ts'
import { columnLetter, openWorkbook, type SheetRow } from './read-workbook.ts'

async function rowsOf(bytes: Uint8Array, sheet = 0): Promise<SheetRow[]> {
  return Array.fromAsync((await openWorkbook(bytes)).rows(sheet))
}
const rowOf = async (cells: string, raw: RawWorkbook = {}): Promise<readonly [string, string][]> => {
  const rows = await rowsOf(workbookOf({ ...raw, sheets: [{ name: 'Sheet1', data: `<row r="1">${cells}</row>` }] }))
  return rows.flatMap((row) => row.cells.map(({ kind, text }): [string, string] => [kind, text]))
}
const refusalOf = async (bytes: Uint8Array) => {
  try {
    const book = await openWorkbook(bytes)
    for (let i = 0; i < book.sheets.length; i++) await Array.fromAsync(book.rows(i))
  } catch (error) {
    if (error instanceof Refusal) return error.failure
    throw error
  }
  return undefined
}

const formats = (...codes: string[]): string =>
  `<numFmts>${codes.map((code, i) => `<numFmt numFmtId="${170 + i}" formatCode="${code}"/>`).join('')}</numFmts>` +
  `<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${codes.map((_, i) => `<xf numFmtId="${170 + i}"/>`).join('')}</cellXfs>`
const builtIn = (...ids: number[]): string => `<cellXfs>${ids.map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs>`

describe('texts', () => {
  test('shared strings: runs are put together, phonetic runs and formatting left out', async () => {
    const sharedStrings =
      '<si><t>0101210999</t></si><si><r><rPr><b/></rPr><t>印刷</t></r><r><t xml:space="preserve"> 电路板</t></r></si>' +
      '<si><t>上海</t><rPh sb="0" eb="2"><t>シャンハイ</t></rPh></si><si/><si><t>A&amp;B&#65;&#x4E2D;_x000D_&#10;C</t></si>'
    const cells = [0, 1, 2, 3, 4].map((i) => `<c t="s"><v>${i}</v></c>`).join('')
    expect(await rowOf(cells, { sharedStrings })).toEqual([
      ['text', '0101210999'],
      ['text', '印刷 电路板'],
      ['text', '上海'],
      ['empty', ''],
      ['text', 'A&BA中\r\nC'],
    ])
  })

  test('inline strings: rich text and phonetic runs too; CDATA, comments, prefixes and single quotes', async () => {
    const cells =
      "<x:c r='A1' t='inlineStr'><x:is><x:t>0615</x:t></x:is></x:c>" +
      '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh sb="0" eb="1"><t>读音</t></rPh></is></c>' +
      '<c t="inlineStr"><is><t><![CDATA[<1&2>]]></t></is></c><!-- <c><v>9</v></c> --><c t="str"><f>A1</f><v>ok</v></c>'
    expect((await rowOf(cells)).map(([, text]) => text)).toEqual(['0615', 'ab', '<1&2>', 'ok'])
  })

  test('a text that looks like an error or a formula stays a text', async () => {
    expect(await rowOf('<c t="inlineStr"><is><t>#N/A</t></is></c><c t="inlineStr"><is><t>=1+1</t></is></c>')).toEqual([
      ['text', '#N/A'],
      ['text', '=1+1'],
    ])
  })
})

describe('numbers', () => {
  test.each([
    ['94428.06200000001', '94428.062'],
    ['0.30000000000000004', '0.3'],
    ['4623.35266', '4623.35266'],
    ['100', '100'],
    ['1.50', '1.5'],
    ['-0', '0'],
    ['-12.30', '-12.3'],
    ['123456789012345', '123456789012345'],
    ['1E3', '1000'],
    ['1.0000000000000001E-5', '0.00001'],
    ['1E-9', '0.000000001'],
    ['99999.9999999999999', '100000'],
    ['531620260000099999', '5.316202600001E+17'],
    ['5.684341886080801E-14', '5.6843418860808E-14'],
    ['1e400', '1e400'],
  ])('%s is shown %s', async (raw, text) => expect(await rowOf(`<c><v>${raw}</v></c>`)).toEqual([['number', text]]))

  test('a percentage reads as a percentage, in full', async () => {
    const styles = formats('0%', '0.00%', '0.0&quot;%&quot;', '0.00_);[Red]\\-0.00%')
    const cells = [
      '<c s="1"><v>0.03</v></c>',
      '<c s="1"><v>3.4500000000000003E-2</v></c>',
      '<c s="2"><v>1</v></c>',
      '<c s="3"><v>0.5</v></c>',
      '<c s="2"><v>-0.07</v></c>',
      '<c s="1"><v>0</v></c>',
      '<c s="4"><v>2</v></c>',
    ].join('')
    const texts = (await rowOf(cells, { styles })).map(([, text]) => text)
    expect(texts).toEqual(['3%', '3.45%', '100%', '0.5', '-7%', '0%', '2'])
  })
})

const styled = async (styles: string, serial: string, date1904 = false) =>
  (await rowOf(`<c s="1"><v>${serial}</v></c>`, { styles, date1904 }))[0]

describe('dates', () => {
  test.each([
    'yyyy-mm-dd',
    'yyyy/m/d',
    'yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;',
    '[$-804]yyyy\\-mm\\-dd;@',
    'yyyy-mm-dd h:mm:ss',
    'mmm',
    'e/m/d',
  ])('the format %s is a date', async (code) => expect(await styled(formats(code), '45702')).toEqual(['date', '2025-02-14']))

  test.each(['General', '0.00', '0.00E+00', '#,##0 &quot;day&quot;', '[Red]0.00', '[h]:mm:ss', '@', '¥#,##0.00'])(
    'the format %s is not',
    async (code) => expect(await styled(formats(code), '45702')).toEqual(['number', '45702']),
  )

  test.each([14, 22, 27, 31, 57])('built-in format %i is a date', async (id) =>
    expect(await styled(builtIn(0, id), '45702.99')).toEqual(['date', '2025-02-14']),
  )

  test('around the 29 February 1900 that never was', async () => {
    expect(await styled(builtIn(0, 14), '1')).toEqual(['date', '1900-01-01'])
    expect(await styled(builtIn(0, 14), '59')).toEqual(['date', '1900-02-28'])
    expect(await styled(builtIn(0, 14), '61')).toEqual(['date', '1900-03-01'])
  })

  test('the 1904 system', async () => expect(await styled(builtIn(0, 14), '44240', true)).toEqual(['date', '2025-02-14']))
  test('no day at all', async () => {
    expect(await styled(builtIn(0, 14), '-5')).toEqual(['number', '-5'])
    expect(await styled(builtIn(0, 14), '99999999')).toEqual(['number', '99999999'])
  })
  test('an ISO date', async () =>
    expect(await rowOf('<c t="d"><v>2025-02-14T08:00:00</v></c>')).toEqual([['date', '2025-02-14']]))
})

test('errors, booleans and formulas', async () => {
  const cells = [
    '<c t="e"><v>#REF!</v></c>',
    '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c t="b"><v>1</v></c>',
    '<c><f>SUM(A1:A9)</f><v>12.5</v></c>',
    '<c><f>SUM(A1:A9)</f></c>',
    '<c><f>SUM(A1:A9)</f><v></v></c>',
    '<c t="str"><f>""</f><v></v></c>',
    '<c><v/></c>',
    '<c t="inlineStr"><is><t>末</t></is></c>',
  ].join('')
  expect(await rowOf(cells)).toEqual([
    ['error', '#REF!'],
    ['error', '#DIV/0!'],
    ['boolean', 'TRUE'],
    ['number', '12.5'],
    ['error', '（公式没有计算结果）'],
    ['error', '（公式没有计算结果）'],
    ['empty', ''],
    ['empty', ''],
    ['text', '末'],
  ])
})

test('rows and columns keep their places over gaps; blank rows are passed over', async () => {
  const data =
    '<row r="2"><c r="C2"><v>1</v></c><c r="AB2"><v>2</v></c><c r="AC2" s="5"/></row><row/><row r="7"><c><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>'
  const rows = await rowsOf(workbookOf({ sheets: [{ name: 'a', data }] }))
  expect(rows.map(({ row }) => row)).toEqual([2, 7, 8])
  expect(rows[0]?.cells.length).toBe(28)
  expect(rows[0]?.cells.flatMap(({ text }, i) => (text ? [columnLetter(i) + text] : []))).toEqual(['C1', 'AB2'])
  expect(rows[1]?.cells.map(({ text }) => text)).toEqual(['3', '4'])
})

const textRow = (text: string): string => `<row><c t="inlineStr"><is><t>${text}</t></is></c></row>`

test('all worksheets, hidden ones too, with names trimmed; each can be read again', async () => {
  const book = await openWorkbook(
    workbookOf({
      sheets: [
        { name: ' 清单表头 ', data: textRow('一') },
        { name: 'R&amp;D', data: textRow('二'), state: 'veryHidden' },
      ],
    }),
  )
  expect(book.sheets).toEqual([{ name: '清单表头' }, { name: 'R&D' }])
  for (let time = 0; time < 2; time++) expect((await Array.fromAsync(book.rows(1)))[0]?.cells[0]?.text).toBe('二')
})

test('reads what another writer makes of texts, figures and days', async () => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '料件',
        columns: [
          { header: '编码' },
          { header: '数量' },
          { header: '日期', numFmt: 'yyyy-mm-dd' },
          { header: '率', numFmt: '0.00%' },
        ],
        rows: [
          ['编码', '数量', '日期', '率'],
          ['0101210999', 0.1 + 0.2, new Date('2025-02-14T00:00:00Z'), 0.035],
        ],
      },
    ],
  })
  expect((await rowsOf(bytes))[1]?.cells.map(({ kind, text }) => [kind, text])).toEqual([
    ['text', '0101210999'],
    ['number', '0.3'],
    ['date', '2025-02-14'],
    ['number', '3.5%'],
  ])
})

test('reads a directory with ZIP64 fields, as streaming writers leave it', async () => {
  const plain = Buffer.from(workbookOf({ sheets: [{ name: 'a', data: '<row><c><v>42</v></c></row>' }] }))
  const end = plain.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  const [count, offset] = [plain.readUInt16LE(end + 10), plain.readUInt32LE(end + 16)]
  const entries: Buffer[] = []
  for (let at = offset, i = 0; i < count; i++) {
    const next = at + 46 + plain.readUInt16LE(at + 28)
    const entry = Buffer.from(plain.subarray(at, next))
    const wide = Buffer.alloc(28)
    wide.writeUInt16LE(1, 0)
    wide.writeUInt16LE(24, 2)
    for (const [to, from] of [
      [4, 24],
      [12, 20],
      [20, 42],
    ] as const) {
      wide.writeBigUInt64LE(BigInt(entry.readUInt32LE(from)), to)
      entry.writeUInt32LE(0xffffffff, from)
    }
    entry.writeUInt16LE(28, 30)
    entries.push(entry, wide)
    at = next
  }
  const directory = Buffer.concat(entries)
  const end64 = Buffer.alloc(76)
  end64.write('PK\u0006\u0006', 0, 'latin1')
  end64.writeBigUInt64LE(44n, 4)
  end64.writeBigUInt64LE(BigInt(count), 32)
  end64.writeBigUInt64LE(BigInt(directory.length), 40)
  end64.writeBigUInt64LE(BigInt(offset), 48)
  end64.write('PK\u0006\u0007', 56, 'latin1')
  end64.writeBigUInt64LE(BigInt(offset + directory.length), 64)
  const last = Buffer.from(plain.subarray(end))
  last.fill(0xff, 8, 20)
  expect((await rowsOf(Buffer.concat([plain.subarray(0, offset), directory, end64, last])))[0]?.cells[0]?.text).toBe('42')
})

const withPart = (name: string, text: string | undefined): Uint8Array => workbookOf({ parts: { [name]: text } })
const withBytes = (size: number): Uint8Array => {
  const parts = Object.entries(partsOf({})).map(([name, text]): [string, Uint8Array] => [name, strToU8(text ?? '')])
  return zipSync({ ...Object.fromEntries(parts), 'big.xml': new Uint8Array(size) })
}

describe('refused', () => {
  const good = workbookOf({ sheets: [{ name: 'a', data: '<row><c><v>1</v></c></row>'.repeat(50) }] })
  const changed = (change: (bytes: Buffer) => void): Uint8Array => {
    const bytes = Buffer.from(good)
    change(bytes)
    return bytes
  }
  const sheet = 'xl/worksheets/sheet1.xml'

  const manyParts = Buffer.from(
    zipSync(Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`part${i}.xml`, new Uint8Array(9)]))),
  )
  for (let i = 0; i < 120; i++) manyParts.writeUInt32LE(9_900_000, directoryEntry(manyParts, `part${i}.xml`) + 24)

  test.each<[string, string, Uint8Array]>([
    ['nothing', 'notAWorkbook', new Uint8Array()],
    ['text', 'notAWorkbook', strToU8('清单编号,数量\n1,2')],
    ['a web page', 'notAWorkbook', strToU8('<html><table><tr><td>1</td></tr></table></html>')],
    ['a zip of something else', 'notAWorkbook', zipSync({ 'META-INF/MANIFEST.MF': strToU8('Manifest-Version: 1.0') })],
    ['a document', 'notAWorkbook', withPart('xl/workbook.xml', '<w:document><w:body/></w:document>')],
    [
      'a binary workbook',
      'notAWorkbook',
      workbookOf({
        parts: {
          '_rels/.rels': '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
          'xl/workbook.bin': 'x',
        },
      }),
    ],
    ['a workbook without sheets', 'notAWorkbook', workbookOf({ sheets: [] })],
    ['another compound file', 'notAWorkbook', compoundFileWith('WordDocument')],
    ['an .xls', 'oldFormat', compoundFileWith('Workbook')],
    ['a password', 'encrypted', compoundFileWith('EncryptedPackage')],
    ['an encrypted part', 'encrypted', changed((bytes) => bytes.writeUInt16LE(1, directoryEntry(bytes, sheet) + 8))],
    ['a cut file', 'damaged', good.subarray(0, good.length - 40)],
    ['a file without its beginning', 'damaged', good.subarray(0, 200)],
    [
      'a changed byte',
      'damaged',
      changed((bytes) => {
        const at = bytes.indexOf(sheet) + sheet.length + 30
        bytes[at] = (bytes[at] ?? 0) ^ 1
      }),
    ],
    ['a wrong checksum', 'damaged', changed((bytes) => bytes.writeUInt32LE(7, directoryEntry(bytes, sheet) + 16))],
    ['a missing sheet part', 'damaged', withPart(sheet, undefined)],
    ['a broken-off sheet', 'damaged', withPart(sheet, '<worksheet><sheetData><row><c>')],
    ['a sheet that is no XML', 'damaged', withPart(sheet, 'hello')],
    [
      'a shared string that is not there',
      'damaged',
      workbookOf({ sheets: [{ name: 'a', data: '<row><c t="s"><v>3</v></c></row>' }] }),
    ],
    ['rows out of order', 'damaged', workbookOf({ sheets: [{ name: 'a', data: '<row r="5"/><row r="4"/>' }] })],
    ['a smaller size than declared', 'damaged', changed((bytes) => bytes.writeUInt32LE(1e6, directoryEntry(bytes, sheet) + 24))],
    ['a larger size than declared', 'bomb', changed((bytes) => bytes.writeUInt32LE(10, directoryEntry(bytes, sheet) + 24))],
    ['a ratio beyond reason', 'bomb', withBytes(11_000_000)],
    [
      'an entity bomb',
      'bomb',
      withPart(sheet, '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'),
    ],
    ['an unknown entity', 'bomb', workbookOf({ sheets: [{ name: 'a', data: '<row><c><v>&lol;</v></c></row>' }] })],
    ['a name that climbs out', 'bomb', withPart('xl/../../evil.xml', 'x')],
    ['an absolute name', 'bomb', withPart('/etc/passwd', 'x')],
    ['a name given twice', 'bomb', withPart('XL/Workbook.xml', 'x')],
    ['too many parts', 'bomb', zipSync(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i}`, new Uint8Array()])))],
    [
      'parts that share their bytes',
      'bomb',
      changed((bytes) => bytes.writeUInt32LE(bytes.length, directoryEntry(bytes, sheet) + 20)),
    ],
    ['many parts that unfold to more than 1 GB together', 'tooLarge', manyParts],
    ['a cell longer than Excel holds', 'tooLarge', workbookOf({ sheets: [{ name: 'a', data: textRow('长'.repeat(32_768)) }] })],
    [
      'a text without end',
      'bomb',
      workbookOf({ sheets: [{ name: 'a', data: textRow(Array.from({ length: 700_000 }, (_, i) => `${i};`).join('')) }] }),
    ],
    ['a cell far right', 'tooLarge', workbookOf({ sheets: [{ name: 'a', data: '<row><c r="XFD1"><v>1</v></c></row>' }] })],
  ])('%s: %s', async (_, code, bytes) => {
    const failure = await refusalOf(bytes)
    expect(failure?.code).toBe(`workbook.${code}`)
    expect(failure?.message).toMatch(/[一-鿿]/)
    expect(failure?.next).toMatch(/[一-鿿]/)
  })

  test('the workbook that these are made of is read', async () => expect(await refusalOf(good)).toBeUndefined())
})

test('columns have the letters of Excel', () => {
  expect([0, 25, 26, 51, 52, 701, 702, 16_383].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA', 'XFD'])
})

test('other work goes on while a long sheet is read', async () => {
  const bytes = workbookOf({
    sheets: [{ name: 'a', data: '<row><c><v>12345.678</v></c><c t="inlineStr"><is><t>料件</t></is></c></row>'.repeat(60_000) }],
  })
  const book = await openWorkbook(bytes)
  let read = 0
  const readAtTimer = new Promise<number>((resolve) => setImmediate(() => setImmediate(() => resolve(read))))
  for await (const _ of book.rows(0)) read++
  expect(read).toBe(60_000)
  expect(await readAtTimer).toBeLessThan(60_000)
})

test('an abandoned sheet is let go of', async () => {
  const bytes = workbookOf({ sheets: [{ name: 'a', data: '<row><c><v>1</v></c></row>'.repeat(50_000) }] })
  const book = await openWorkbook(bytes)
  for await (const row of book.rows(0)) if (row.row > 5) break
  expect((await Array.fromAsync(book.rows(0))).length).toBe(50_000)
})
