import { SheetRows, type SheetRow } from './sheet-rows.ts'
import { readParts, type WorkbookParts } from './workbook-parts.ts'
import { refuseWorkbook } from './workbook-refusal.ts'
import { XmlScanner } from './xml-scanner.ts'
import { ZipArchive } from './zip-archive.ts'

export type { Cell, SheetRow } from './sheet-rows.ts'

/**
 * Workbooks as factories send them (.xlsx, .xlsm), read row by row.
 *
 * The sheets are walked by a scanner of our own, because a workbook library's row stream gives bare values: it says neither
 * that a number is shown in percent, nor that `#N/A` is an error and not a text, nor that a formula has no result; it adds the
 * phonetic runs of inline strings to the text, and reads ahead of a slow consumer without bound.
 */
export interface Workbook {
  /** All worksheets, hidden ones too, in the order of their tabs; names without surrounding blanks. */
  readonly sheets: readonly { readonly name: string }[]
  /** Each call reads the sheet anew. @throws Refusal while iterating, so book nothing before the end */
  rows(sheetIndex: number): AsyncIterable<SheetRow>
}

/** @throws Refusal workbook.notAWorkbook, .oldFormat, .encrypted, .damaged, .bomb or .tooLarge */
export async function openWorkbook(bytes: Uint8Array): Promise<Workbook> {
  refuseOtherFiles(bytes)
  const archive = new ZipArchive(bytes)
  const parts = await readParts(archive)
  return {
    sheets: parts.sheets.map(({ name }) => ({ name })),
    rows: (sheetIndex) => rowsOf(archive, parts, sheetIndex),
  }
}

async function* rowsOf(archive: ZipArchive, parts: WorkbookParts, sheetIndex: number): AsyncGenerator<SheetRow, void, undefined> {
  const sheet = parts.sheets[sheetIndex]
  if (!sheet) throw new RangeError(`no sheet ${sheetIndex}`)
  const scanner = new XmlScanner()
  const rows = new SheetRows(sheet.name, parts)
  for await (const chunk of archive.read(sheet.part)) {
    scanner.feed(chunk)
    for (let token = scanner.next(); token; token = scanner.next()) {
      const row = rows.take(token, scanner)
      if (row) yield row
    }
  }
  scanner.finish()
}

/** The container of Office before 2007, and of a workbook with a password. */
const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const zip = Buffer.from('PK')

function refuseOtherFiles(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.subarray(0, 2).equals(zip)) return
  if (!file.subarray(0, 8).equals(compoundFile)) refuseWorkbook('notAWorkbook', file.length === 0 ? '文件是空的' : undefined)
  const has = (stream: string): boolean => file.includes(Buffer.from(stream, 'utf16le'))
  if (has('EncryptedPackage')) refuseWorkbook('encrypted')
  refuseWorkbook(has('Workbook') || has('Book') ? 'oldFormat' : 'notAWorkbook')
}

/** 0 is A, 26 is AA. */
export const columnLetter = (index: number): string =>
  (index < 26 ? '' : columnLetter(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))
