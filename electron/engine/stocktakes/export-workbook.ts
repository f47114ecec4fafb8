import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { countKindNames, countKinds, differenceReasons, disposals } from '../../../shared/domain/stocktake.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import type { ConvertedRow } from './explain.ts'
import type { Difference, Shared, StocktakeDetail } from './print-stocktake.ts'

const text = (title: string, width = 14) => ({ title, width })
const figure = (title: string) => ({ title, width: 14, kind: 'number' as const })

/** The stocktake as a workbook: differences, what each row came to, and how shared stock was divided. */
export async function exportStocktake(
  { stocktakeId }: Input<'stocktakes.export'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'stocktakes.export'>> {
  await call.step('折算各行', 0, null)
  const { detail, rows } = call.read((services) => services.stocktakes.exported(stocktakeId))
  await call.step('写入工作簿', 0, null)
  const bytes = await writeWorkbook([differenceSheet(detail), conversionSheet(rows), divisionSheet(detail.shared)])
  const taken = await folder.take([bytes])
  const { fileId, name } = await call.write((services) =>
    services.files.record(`盘点 ${detail.stocktakeNo} ${detail.name} ${detail.cutOff}.xlsx`, taken),
  )
  return { fileId, name }
}

const differenceSheet = (of: StocktakeDetail): SheetToWrite => ({
  name: '差异表',
  title: `盘点 ${of.stocktakeNo} ${of.name}，截止 ${of.cutOff}，手册 ${of.handbookNos.join('、')}，容差 ${of.tolerance}%（R-117、R-120）`,
  columns: [
    text('手册编号'),
    figure('备案序号'),
    text('料号', 18),
    text('名称', 28),
    text('单位', 8),
    figure('账面'),
    ...countKindNames.map((kind) => figure(countKinds[kind].name)),
    figure('实盘'),
    figure('差异'),
    figure('其中未报'),
    figure('差异率(%)'),
    text('容差'),
    figure('平均价(元)'),
    figure('差异价值(元)'),
    figure('关税(元)'),
    figure('增值税(元)'),
    text('原因'),
    text('处理'),
    text('说明', 32),
    text('已生成'),
  ],
  rows: of.differences.map(differenceCells),
})

const differenceCells = (of: Difference): string[] => [
  of.handbookNo,
  String(of.seq),
  of.partNo,
  of.name,
  shownUnit(of.unit),
  of.book,
  ...countKindNames.map((kind) => of[kind]),
  of.physical,
  of.difference,
  of.undeclared,
  of.rate ?? '',
  of.withinTolerance ? '在容差内' : '超出',
  of.unitValue ?? '',
  of.value ?? '',
  of.duty ?? '',
  of.vat ?? '',
  of.reason === null ? '' : differenceReasons[of.reason],
  of.disposal === null ? '' : disposals[of.disposal].name,
  of.note,
  of.made?.label ?? '',
]

const conversionSheet = (rows: readonly ConvertedRow[]): SheetToWrite => ({
  name: '各行折算',
  columns: [
    text('手册编号'),
    figure('料件序号'),
    text('盘点表', 24),
    figure('行'),
    text('类别'),
    text('折算', 60),
    figure('盘点数量'),
    text('单耗版本'),
    figure('完工比例(%)'),
    figure('单耗'),
    figure('折成料件'),
    text('工序/库位', 18),
  ],
  rows: rows.map((row) => [
    row.handbookNo,
    String(row.seq),
    row.sheetName,
    row.no === 0 ? '' : String(row.no),
    countKinds[row.kind].name,
    row.what,
    row.counted,
    row.version,
    row.completion,
    row.unitConsumption,
    row.converted,
    row.location,
  ]),
})

const divisionSheet = (shared: readonly Shared[]): SheetToWrite => ({
  name: '共用库存分摊',
  columns: [
    text('料号', 18),
    text('名称', 28),
    text('单位', 8),
    figure('实盘'),
    text('手册编号'),
    figure('备案序号'),
    figure('可分'),
    { title: '首次进口', width: 12, kind: 'date' },
    figure('分摊'),
    text('依据', 32),
  ],
  rows: shared.flatMap((part) =>
    part.shares.map((share) => [
      part.partNo,
      part.name,
      part.unit,
      part.counted,
      share.handbookNo,
      String(share.seq),
      share.room,
      share.firstImportOn ?? '',
      share.quantity,
      part.overridden ? part.reason : '按进口先后（R-125）',
    ]),
  ),
})
