import { Zip, ZipDeflate } from 'fflate'
import { refuse } from '../../../shared/contract/errors.ts'
import { readDay } from '../../../shared/domain/cell.ts'
import { daysBetween, day } from '../../../shared/domain/day.ts'
import { shownNumber } from './cell-format.ts'
import { columnLetter } from './read-workbook.ts'
import { mostRows } from './sheet-rows.ts'

/**
 * Workbooks the product hands out: refused rows, exported tables, the readable report of a filing.
 *
 * The same input gives the same bytes (no clock, no random id, one compressor on every platform), because a workbook goes into
 * packages that are signed. The XML is written here, as a library's streaming writer knows one sheet and one style for a
 * column with its heading, and its other writer holds the whole workbook in memory.
 */
export interface SheetToWrite {
  name: string
  columns: readonly { title: string; width?: number; kind?: 'text' | 'number' | 'date' }[]
  /** A row above the headings. */
  title?: string
  /** Cells as text, by column; '' for empty. */
  rows: Iterable<readonly string[]>
}

const rowsBetweenPauses = 500
/** ZIP knows no time before it. Local time, as fflate asks for local fields. */
const noTime = new Date(1980, 0, 1)

const encoder = new TextEncoder()
const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageNamespace = 'http://schemas.openxmlformats.org/package/2006'
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** @throws Refusal workbook.tooManyRows */
export async function writeWorkbook(sheets: readonly SheetToWrite[]): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  const startPart = (name: string): ZipDeflate => {
    const part = new ZipDeflate(name, { level: 6 })
    part.mtime = noTime
    zip.add(part)
    return part
  }
  const writePart = (name: string, text: string): void => startPart(name).push(encoder.encode(xml + text), true)

  const names = sheetNames(sheets)
  writePart('[Content_Types].xml', contentTypes(sheets.length))
  writePart('_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']]))
  writePart('xl/workbook.xml', workbookXml(names))
  const targets = names.map((_, i): [string, string] => ['worksheet', `worksheets/sheet${i + 1}.xml`])
  writePart('xl/_rels/workbook.xml.rels', relationships([...targets, ['styles', 'styles.xml']]))
  writePart('xl/styles.xml', stylesXml)
  for (const [i, sheet] of sheets.entries()) {
    const part = startPart(`xl/worksheets/sheet${i + 1}.xml`)
    for (const piece of sheetXml(sheet)) {
      part.push(encoder.encode(piece))
      // A cancel gets through, and the compressor's output is let go of, between two pieces.
      await new Promise(setImmediate)
    }
    part.push(new Uint8Array(), true)
  }
  zip.end()
  return Buffer.concat(chunks)
}

const styleOf = { text: 0, heading: 1, title: 2, wrongNumber: 3, date: 4, number: 5 } as const
/** A figure is shown with the decimals it is written with: the general format of Excel would show 0.00002 as 2E-05. */
const mostDecimals = 15
const dateFormat = 169
const decimalFormats = Array.from({ length: mostDecimals + 1 }, (_, decimals) => ({
  id: 170 + decimals,
  code: decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`,
}))

const right = '<alignment horizontal="right"/>'
const cellStyle = (format: number, font: number, fill: number, alignment = ''): string =>
  `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"` +
  ` applyAlignment="1">${alignment}</xf>`
/** 49 (`@`) keeps a code a text when the clerk edits it. */
const styles = [
  cellStyle(49, 0, 0),
  cellStyle(49, 1, 2),
  cellStyle(49, 2, 0),
  cellStyle(49, 0, 0, right),
  cellStyle(dateFormat, 0, 0),
  ...decimalFormats.map(({ id }) => cellStyle(id, 0, 0, right)),
]

const stylesXml =
  `<styleSheet xmlns="${main}"><numFmts count="${decimalFormats.length + 1}">` +
  `<numFmt numFmtId="${dateFormat}" formatCode="yyyy-mm-dd"/>` +
  decimalFormats.map(({ id, code }) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`).join('') +
  '</numFmts><fonts count="3"><font><sz val="11"/><name val="等线"/></font>' +
  '<font><b/><sz val="11"/><name val="等线"/></font><font><b/><sz val="14"/><name val="等线"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFEAF2F2"/></patternFill></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="${styles.length}">${styles.join('')}</cellXfs>` +
  '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

function* sheetXml({ name, columns, title, rows }: SheetToWrite): Generator<string, void, undefined> {
  const headingRow = title === undefined ? 1 : 2
  yield (
    `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
      `<pane ySplit="${headingRow}" topLeftCell="A${headingRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
      `<sheetFormatPr defaultRowHeight="15"/><cols>` +
      columns.map(({ width = 14 }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('') +
      '</cols><sheetData>' +
      (title === undefined ? '' : rowXml(1, textCell('A1', title, styleOf.title))) +
      rowXml(
        headingRow,
        columns.map((column, i) => textCell(columnLetter(i) + headingRow, column.title, styleOf.heading)).join(''),
      )
  )
  const letters = columns.map((_, i) => columnLetter(i))
  let row = headingRow
  let piece = ''
  for (const cells of rows) {
    if (++row > mostRows) refuseRows(name)
    piece += rowXml(row, columns.map(({ kind }, i) => cellXml((letters[i] ?? '') + row, cells[i] ?? '', kind)).join(''))
    if (row % rowsBetweenPauses === 0) {
      yield piece
      piece = ''
    }
  }
  yield `${piece}</sheetData></worksheet>`
}

const refuseRows = (sheet: string): never =>
  refuse({
    code: 'workbook.tooManyRows',
    message: `“${sheet}”超过 Excel 每张工作表最多的 ${mostRows} 行，没有导出`,
    at: { sheet },
    next: '请先筛选，分几次导出',
  })

const rowXml = (row: number, cells: string): string => `<row r="${row}">${cells}</row>`

/** Number 61; before it Excel's numbers are off by a 29 February that never was. */
const firstDay = day('1900-03-01')

function cellXml(reference: string, text: string, kind: 'text' | 'number' | 'date' = 'text'): string {
  if (text === '') return ''
  if (kind === 'number') {
    const decimals = exactDecimals(text)
    return decimals === undefined
      ? textCell(reference, text, styleOf.wrongNumber)
      : valueCell(reference, text, styleOf.number + decimals)
  }
  if (kind === 'date') {
    const date = readDay({ text, kind: 'text' })
    if (date !== undefined && date >= firstDay)
      return valueCell(reference, String(61 + daysBetween(firstDay, date)), styleOf.date)
  }
  return textCell(reference, text, styleOf.text)
}

/**
 * How many decimals the figure has, where Excel, which keeps a double and shows fifteen digits of it, gives back the very
 * figure; undefined where it would not.
 */
function exactDecimals(text: string): number | undefined {
  const match = /^-?\d{1,15}(?:\.(\d{1,15}))?$/.exec(text)
  if (!match) return undefined
  const decimals = match[1] ?? ''
  const bare = decimals === '' ? text : text.replace(/\.?0*$/, '')
  return shownNumber(text) === bare ? decimals.length : undefined
}

const valueCell = (reference: string, value: string, style: number): string =>
  `<c r="${reference}" s="${style}"><v>${value}</v></c>`

/** A typed text cell: never a formula, whatever it begins with. */
const textCell = (reference: string, text: string, style: number): string =>
  `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What XML cannot hold is written as Excel writes it; text that already looks so is told apart by an escaped underscore. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/_(?=x[\da-fA-F]{4}_)/g, '_x005F_')
    .replace(unwritable, hex)
    .replace(/[&<>"]/g, (char) => entities[char] ?? char)

// oxlint-disable-next-line no-control-regex
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g
const hex = (char: string): string => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/** Excel takes at most 31 characters, none of []:*?/\ and no name twice, whatever its case. */
function sheetNames(sheets: readonly SheetToWrite[]): readonly string[] {
  const taken = new Set<string>()
  return sheets.map(({ name }) => {
    const base =
      name
        .replace(/[[\]:*?/\\]|^'|'$/g, ' ')
        .slice(0, 31)
        .trim() || '表'
    let free = base
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${base.slice(0, 31 - String(n).length - 1)}_${n}`
    taken.add(free.toLowerCase())
    return free
  })
}

const workbookXml = (names: readonly string[]): string =>
  `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
  names.map((name, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('') +
  '</sheets></workbook>'

const relationships = (targets: readonly (readonly [type: string, target: string])[]): string =>
  `<Relationships xmlns="${packageNamespace}/relationships">` +
  targets.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${office}/${type}" Target="${target}"/>`).join('') +
  '</Relationships>'

const contentTypes = (sheetCount: number): string =>
  `<Types xmlns="${packageNamespace}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/>` +
  Array.from(
    { length: sheetCount },
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${contentType}.worksheet+xml"/>`,
  ).join('') +
  `<Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/></Types>`
