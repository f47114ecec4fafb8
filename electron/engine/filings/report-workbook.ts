import { shownUnit } from '../../../shared/codes/tables.ts'
import { printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import type { WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import { number, text } from '../workbook/columns.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { headOf } from '../write-off/report-head.ts'
import { checkSheet } from './check-sheet.ts'
import type { CheckRow } from './store.ts'

const itemColumns = (seq: string) => [
  number('序号'),
  number(seq),
  text('料号'),
  text('商品编码'),
  text('商品名称', 28),
  text('单位', 8),
]

const itemCells = (item: { seq: number; partNo: string; hsCode: string; name: string; unit: string }, index: number) => [
  `${index + 1}`,
  `${item.seq}`,
  item.partNo,
  item.hsCode,
  item.name,
  shownUnit(item.unit),
]
const quantities = (...values: Quantity[]) => values.map(printQuantity)

/** The report to be read by people, sheet by sheet as the message has it, with what was checked behind it. */
export function reportWorkbook(report: WriteOffReport, checks: readonly CheckRow[]): Promise<Uint8Array> {
  return writeWorkbook([
    {
      name: '表头',
      title: `手册 ${report.handbookNo} 报核`,
      columns: [text('项目', 18), text('内容', 60)],
      rows: headOf(report).map(({ label, value }) => [label, value]),
    },
    {
      name: '清单',
      columns: [number('序号'), text('核注清单编号', 26), text('进出口标志')],
      rows: report.lists.map(({ listNo, direction }, index) => [`${index + 1}`, listNo, direction === 'I' ? '进口' : '出口']),
    },
    {
      name: '料件',
      columns: [
        ...itemColumns('料件序号'),
        ...[
          '进口数量',
          '深加工进口数量',
          '内销数量',
          '复出口数量',
          '料件销毁数量',
          '边角料数量',
          '余料转出数量',
          '产品总耗用量',
          '料件剩余数量',
        ].map(number),
        text('备注', 24),
      ],
      rows: report.materials.map((of, index) => [
        ...itemCells(of, index),
        ...quantities(
          of.imported,
          of.transferIn,
          of.domestic,
          of.reexport,
          of.destroyed,
          of.scrap,
          of.surplusOut,
          of.consumed,
          of.remaining,
        ),
        of.remark,
      ]),
    },
    {
      name: '成品',
      columns: [
        ...itemColumns('成品序号'),
        ...['出口数量', '深加工出口数量', '成品退换进口数量', '成品退换出口数量'].map(number),
        text('备注', 24),
      ],
      rows: report.products.map((of, index) => [
        ...itemCells(of, index),
        ...quantities(of.exported, of.transferredOut, of.returnedIn, of.returnedOut),
        of.remark,
      ]),
    },
    checkSheet(checks),
  ])
}
