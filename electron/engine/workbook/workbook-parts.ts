import { builtInFormat, formatOf, type CellFormat } from './cell-format.ts'
import { refuseWorkbook } from './workbook-refusal.ts'
import { XmlScanner, type XmlToken } from './xml-scanner.ts'
import type { ZipArchive } from './zip-archive.ts'

/** The small parts around the sheets: which sheets there are, what their numbers mean, and the strings they share. */
export interface WorkbookParts {
  readonly sheets: readonly { readonly name: string; readonly part: string }[]
  readonly date1904: boolean
  /** By the style number of a cell. */
  readonly formats: readonly CellFormat[]
  readonly sharedStrings: readonly string[]
}

/** More than a million different texts of 100 characters. */
const mostSharedStringBytes = 256 * 2 ** 20
const mostPartBytes = 32 * 2 ** 20

/** @throws Refusal workbook.notAWorkbook where the archive is something else: a document, a program, another kind of workbook */
export async function readParts(archive: ZipArchive): Promise<WorkbookParts> {
  const workbookPart = (await relations(archive, '')).find(({ type }) => type.endsWith('/officeDocument'))?.target
  if (!workbookPart || !archive.has(workbookPart)) return refuseWorkbook('notAWorkbook')
  if (workbookPart.endsWith('.bin')) return refuseWorkbook('notAWorkbook', '这是二进制工作簿（.xlsb）')

  const { sheets, date1904 } = await readWorkbook(archive, workbookPart)
  const related = await relations(archive, workbookPart)
  const target = (kind: string): string | undefined => related.find(({ type }) => type.endsWith(`/${kind}`))?.target
  const worksheets = sheets.flatMap(({ name, relation }) => {
    const found = related.find(({ id, type }) => id === relation && type.endsWith('/worksheet'))
    return found ? [{ name, part: found.target }] : []
  })
  if (worksheets.length === 0) return refuseWorkbook('notAWorkbook', '没有工作表')
  return {
    sheets: worksheets,
    date1904,
    formats: await readFormats(archive, target('styles')),
    sharedStrings: await readSharedStrings(archive, target('sharedStrings')),
  }
}

async function scan(
  archive: ZipArchive,
  part: string,
  take: (token: XmlToken, scanner: XmlScanner) => void,
  mostBytes = mostPartBytes,
): Promise<void> {
  const scanner = new XmlScanner()
  let size = 0
  for await (const chunk of archive.read(part)) {
    size += chunk.length
    if (size > mostBytes) refuseWorkbook('tooLarge')
    scanner.feed(chunk)
    for (let token = scanner.next(); token; token = scanner.next()) take(token, scanner)
  }
  scanner.finish()
}

interface Relation {
  readonly id: string
  readonly type: string
  readonly target: string
}

/** What a part (the archive itself: '') points to, as names of parts. */
async function relations(archive: ZipArchive, part: string): Promise<readonly Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1)
  const relationsPart = `${folder}_rels/${part.slice(folder.length)}.rels`
  const found: Relation[] = []
  if (!archive.has(relationsPart)) return found
  await scan(archive, relationsPart, (token, scanner) => {
    if (token !== 'open' || scanner.name !== 'Relationship') return
    const target = scanner.attribute('Target') ?? ''
    found.push({
      id: scanner.attribute('Id') ?? '',
      type: scanner.attribute('Type') ?? '',
      target: resolved(folder, target.replaceAll('\\', '/')),
    })
  })
  return found
}

function resolved(folder: string, target: string): string {
  const steps: string[] = []
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

async function readWorkbook(archive: ZipArchive, part: string) {
  const sheets: { name: string; relation: string }[] = []
  let date1904 = false
  let root: string | undefined
  await scan(archive, part, (token, scanner) => {
    if (token !== 'open') return
    const { name } = scanner
    root ??= name
    if (name === 'workbookPr') date1904 = ['1', 'true'].includes(scanner.attribute('date1904') ?? '')
    if (name === 'sheet') sheets.push({ name: (scanner.attribute('name') ?? '').trim(), relation: scanner.attribute('id') ?? '' })
  })
  if (root !== 'workbook') refuseWorkbook('notAWorkbook')
  return { sheets, date1904 }
}

async function readFormats(archive: ZipArchive, part: string | undefined): Promise<readonly CellFormat[]> {
  const formats: CellFormat[] = []
  if (!part || !archive.has(part)) return formats
  const custom = new Map<number, CellFormat>()
  let inCellFormats = false
  await scan(archive, part, (token, scanner) => {
    const { name } = scanner
    if (name === 'cellXfs') inCellFormats = token === 'open'
    if (token !== 'open') return
    if (name === 'numFmt') custom.set(scanner.integerAttribute('numFmtId') ?? -1, formatOf(scanner.attribute('formatCode') ?? ''))
    if (name === 'xf' && inCellFormats) {
      const id = scanner.integerAttribute('numFmtId') ?? 0
      formats.push(custom.get(id) ?? builtInFormat(id))
    }
  })
  return formats
}

async function readSharedStrings(archive: ZipArchive, part: string | undefined): Promise<readonly string[]> {
  const strings: string[] = []
  if (!part || !archive.has(part)) return strings
  const text = new TextRuns()
  const take = (token: XmlToken, scanner: XmlScanner): void => {
    if (text.take(token, scanner)) return
    if (token === 'close' && scanner.name === 'si') strings.push(text.end())
  }
  await scan(archive, part, take, mostSharedStringBytes)
  return strings
}

/** The characters of a string item: the `t` of its runs put together, the phonetic runs (`rPh`, how a name is read aloud) left out. */
export class TextRuns {
  private text = ''
  private inText = false
  private inPhonetic = false

  /** True where the token belongs to the text. */
  take(token: XmlToken, scanner: XmlScanner): boolean {
    if (token === 'text') {
      if (this.inText && !this.inPhonetic) this.text += scanner.text
      return this.inText
    }
    const { name } = scanner
    if (name === 't') this.inText = token === 'open'
    else if (name === 'rPh') this.inPhonetic = token === 'open'
    else return false
    return true
  }

  /** The text of the item that ends here. */
  end(): string {
    const text = unescaped(this.text)
    this.text = ''
    return text
  }
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export const unescaped = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([\da-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text
