import type { CellKind } from '../../../shared/domain/cell.ts'
import { shownDay, shownNumber, shownPercent } from './cell-format.ts'
import { TextRuns, unescaped, type WorkbookParts } from './workbook-parts.ts'
import { refuseWorkbook, type WorkbookProblem } from './workbook-refusal.ts'
import type { XmlScanner, XmlToken } from './xml-scanner.ts'

export interface Cell {
  /** What the cell holds, as text the clerk would recognise; '' for empty. */
  readonly text: string
  readonly kind: CellKind
}

export interface SheetRow {
  /** Excel's row number, 1-based. */
  readonly row: number
  /** Index 0 is column A; ends with the last cell that is not empty. */
  readonly cells: readonly Cell[]
}

/** Excel's own bounds. */
export const mostRows = 1_048_576
const mostCharacters = 32_767
/** No table of the field has a hundred columns; one stray cell far right would make every row that long. */
const mostColumns = 1000

const emptyCell: Cell = { text: '', kind: 'empty' }
const notCalculated: Cell = { text: '（公式没有计算结果）', kind: 'error' }

/** Puts the rows of a sheet together from its tokens. Rows without anything in them are passed over. */
export class SheetRows {
  private readonly sheet: string
  private readonly parts: WorkbookParts
  private readonly inline = new TextRuns()
  private inData = false
  private row = 0
  private cells: Cell[] = []
  private inCell = false
  private column = -1
  private type = ''
  private style = 0
  private value: string | undefined
  private inValue = false
  private isFormula = false

  constructor(sheet: string, parts: WorkbookParts) {
    this.sheet = sheet
    this.parts = parts
  }

  /** The row that ends with this token, if one does and it is not blank. */
  take(token: XmlToken, scanner: XmlScanner): SheetRow | undefined {
    if (token === 'text') {
      if (this.inValue) this.value = (this.value ?? '') + scanner.text
      else if (this.inCell) this.inline.take(token, scanner)
      return undefined
    }
    const { name } = scanner
    if (name === 'sheetData') this.inData = token === 'open'
    if (!this.inData) return undefined
    if (this.inCell) this.takeInCell(token, name, scanner)
    else if (name === 'row') return token === 'open' ? this.startRow(scanner) : this.endRow()
    else if (name === 'c' && token === 'open') this.startCell(scanner)
    return undefined
  }

  private takeInCell(token: XmlToken, name: string, scanner: XmlScanner): void {
    if (name === 'v') {
      this.inValue = token === 'open'
      this.value ??= ''
    } else if (name === 'f') this.isFormula = true
    else if (name === 'c' && token === 'close') this.endCell()
    else this.inline.take(token, scanner)
  }

  private startRow(scanner: XmlScanner): undefined {
    const row = scanner.integerAttribute('r') ?? this.row + 1
    if (row <= this.row || row > mostRows) refuseWorkbook('damaged', `工作表“${this.sheet}”的行号错乱`, { sheet: this.sheet })
    this.row = row
    this.cells = []
    this.column = -1
  }

  private endRow(): SheetRow | undefined {
    return this.cells.length > 0 ? { row: this.row, cells: this.cells } : undefined
  }

  private startCell(scanner: XmlScanner): void {
    this.column = scanner.columnAttribute('r') ?? this.column + 1
    this.type = scanner.shortAttribute('t') ?? 'n'
    this.style = scanner.integerAttribute('s') ?? 0
    this.value = undefined
    this.isFormula = false
    this.inCell = true
  }

  private endCell(): void {
    this.inCell = false
    const cell = this.read()
    if (cell === emptyCell) return
    if (cell.text.length > mostCharacters) this.refuseCell('tooLarge', `有单元格超过 ${mostCharacters} 字`)
    if (this.column >= mostColumns) this.refuseCell('tooLarge', `有内容超出第 ${mostColumns} 列`)
    while (this.cells.length < this.column) this.cells.push(emptyCell)
    this.cells[this.column] = cell
  }

  private read(): Cell {
    const inline = this.inline.end()
    const { value } = this
    if (this.type === 'inlineStr') return textCell(inline)
    if (value === undefined || (value === '' && this.type !== 'str')) return this.isFormula ? notCalculated : emptyCell
    switch (this.type) {
      case 's':
        return textCell(this.parts.sharedStrings[Number(value)] ?? this.refuseCell('damaged', '引用了不存在的文字'))
      case 'str':
        return textCell(unescaped(value))
      case 'b':
        return { text: value === '1' || value === 'true' ? 'TRUE' : 'FALSE', kind: 'boolean' }
      case 'e':
        return { text: value, kind: 'error' }
      case 'd':
        return { text: value.slice(0, 10), kind: 'date' }
      default:
        return this.numberCell(value)
    }
  }

  private numberCell(value: string): Cell {
    const format = this.parts.formats[this.style] ?? 'number'
    if (format === 'percent') return { text: shownPercent(value), kind: 'number' }
    const day = format === 'date' ? shownDay(value, this.parts.date1904) : undefined
    return day === undefined ? { text: shownNumber(value), kind: 'number' } : { text: day, kind: 'date' }
  }

  private refuseCell(problem: WorkbookProblem, detail: string): never {
    return refuseWorkbook(problem, `工作表“${this.sheet}”第 ${this.row} 行${detail}`, { sheet: this.sheet, row: this.row })
  }
}

const textCell = (text: string): Cell => (text === '' ? emptyCell : { text, kind: 'text' })
