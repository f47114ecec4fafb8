import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces } from '../../../shared/contract/errors.ts'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import { countKinds } from '../../../shared/domain/stocktake.ts'
import type { CountKind } from '../../../shared/domain/stocktake.ts'
import type { Call } from '../call.ts'
import { openStoredWorkbook } from '../files/open-stored-workbook.ts'
import type { FileFolder } from '../files/service.ts'
import { refusedRowsWorkbook, refuseRows } from '../workbook/refused-rows.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { HandbookGoods } from './count-books.ts'
import { countTable, readCounts, stepEvery } from './read-counts.ts'
import type { CountColumn, ReadCounts } from './read-counts.ts'

async function read({ stocktakeId, fileId }: { stocktakeId: string; fileId: string }, call: Call): Promise<ReadCounts> {
  // A wrong stocktake, or a file that has been counted, is told before a long file is read.
  const { books } = call.read((services) => services.stocktakes.forImport(stocktakeId, fileId))
  return readCounts(await openStoredWorkbook(fileId, call), books, call.step)
}

/** What an import would do, without doing it. */
export async function inspectSheet(
  input: Input<'stocktakes.inspectSheet'>,
  call: Call,
): Promise<Output<'stocktakes.inspectSheet'>> {
  const { sheets, rows, refused } = await read(input, call)
  return {
    recognised: sheets.map((sheet) => sheet.recognised()),
    rows: rows.length,
    refused: refused.slice(0, mostPlaces),
    refusedRows: placesOf(refused).size,
  }
}

const placesOf = (refused: readonly RefusedRow[]): Set<string> => new Set(refused.map(({ sheet, row }) => `${sheet}\n${row}`))

/**
 * Reads, checks and keeps. With a refused row nothing is written, unless only the good ones are asked for; the refused ones come back
 * as a workbook either way. @throws Refusal workbook.*, count.badRows, stocktake.*
 */
export async function importSheet(
  input: Input<'stocktakes.importSheet'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'stocktakes.importSheet'>> {
  const { sheets, rows, refused } = await read(input, call)
  const { kept, stocktake } = await call.write(async (services) => {
    const { row } = services.stocktakes.forImport(input.stocktakeId, input.fileId)
    const { name } = services.files.require(input.fileId)
    let refusedFileId: string | null = null
    if (refused.length > 0) {
      await call.step('整理被拒的行', 0, null)
      const bytes = await refusedRowsWorkbook(
        refused,
        sheets.map((found) => ({ spec: { ...countTable, readAs: found.sheet }, found })),
      )
      refusedFileId = services.files.record(`被拒的行_${name}`, await folder.take([bytes])).fileId
      if (!input.onlyGood) return { kept: refusedFileId, stocktake: undefined }
    }
    const { sheet } = services.stocktakes.addImported(row, input.fileId)
    for (const [done, each] of rows.entries()) {
      if (done % stepEvery === 0) await call.step('写入盘点表', done, rows.length)
      services.stocktakes.addRow(sheet, each)
    }
    services.stocktakes.noteImport(row, name, rows.length, placesOf(refused).size)
    return { kept: refusedFileId, stocktake: services.stocktakes.get(input.stocktakeId) }
  })
  if (!stocktake) refuseRows('count.badRows', '盘点表', refused, kept ?? undefined)
  return { imported: rows.length, refusedRows: placesOf(refused).size, refusedFileId: kept, stocktake }
}

const widths: Partial<Record<CountColumn, number>> = { name: 28, partNo: 18, location: 18, remark: 24 }
const numbers: ReadonlySet<CountColumn> = new Set(['itemSeq', 'completion', 'quantity'])

/** A blank sheet with every item of the handbooks in the place where it usually lies; the quantities are left open. */
export async function countTemplate(
  { stocktakeId }: Input<'stocktakes.template'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'stocktakes.template'>> {
  const { row, goods } = call.read((services) => services.stocktakes.template(stocktakeId))
  const columns = countTable.columns.map(({ id, heading }) => ({
    title: heading,
    width: widths[id] ?? 14,
    kind: numbers.has(id) ? ('number' as const) : ('text' as const),
  }))
  const sheet = (kind: CountKind, of: 'material' | 'product') => ({
    name: countKinds[kind].name,
    columns,
    rows: goods.flatMap((each) => blankRows(each, kind, of)),
  })
  const example = (kind: CountKind) => ({ name: countKinds[kind].name, columns, rows: [] })
  const bytes = await writeWorkbook([
    sheet('raw', 'material'),
    sheet('wip', 'product'),
    sheet('product', 'product'),
    sheet('defect', 'product'),
    example('outsourced'),
    example('received'),
    example('delivered'),
  ])
  const taken = await folder.take([bytes])
  const { fileId, name } = await call.write((services) => services.files.record(`盘点表_${row.name}_${row.cut_off}.xlsx`, taken))
  return { fileId, name }
}

/** Products once for each version that holds: which of them was made is what the shop floor knows. */
function blankRows({ handbookNo, items, standing }: HandbookGoods, kind: CountKind, of: 'material' | 'product'): string[][] {
  return items
    .filter(({ goods }) => goods === of)
    .flatMap((item) => {
      const versions =
        of === 'material' ? [''] : standing.filter(({ productSeq }) => productSeq === item.seq).map((each) => each.version)
      return (versions.length > 0 ? versions : ['']).map((version) => {
        const cells: Record<CountColumn, string> = {
          kind: countKinds[kind].name,
          handbookNo,
          goods: of === 'material' ? '料件' : '成品',
          itemSeq: String(item.seq),
          partNo: '',
          name: item.name,
          version,
          completion: '',
          quantity: '',
          unit: shownUnit(item.unit),
          location: '',
          remark: '',
        }
        return countTable.columns.map(({ id }) => cells[id])
      })
    })
}
