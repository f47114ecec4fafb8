import { shownUnit } from '../../../shared/codes/tables.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import { number, text } from '../workbook/columns.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import { openingListTable, totalTable } from './read-openings.ts'

const numbers: ReadonlySet<string> = new Set(['itemSeq', 'quantity', 'value'])

/** Every material as a direct import and every version of a product as an export, without figures; the clerk adds the other modes. */
export function openingTemplate(handbook: HandbookRow, handbooks: HandbooksService): SheetToWrite[] {
  const mode = handbook.supervision_mode
  const materials = handbooks
    .itemsOf(handbook.id, 'I')
    .map((item) => ['料件', `${item.seq}`, '', mode, '进口', '', '', '', item.name, shownUnit(item.unit)])
  const versions = [...handbooks.recordedVersions(handbook.id)].map((version) => version.split(':'))
  const products = handbooks
    .itemsOf(handbook.id, 'E')
    .flatMap((item) =>
      versions
        .filter(([seq]) => seq === `${item.seq}`)
        .map(([, version = '0']) => ['成品', `${item.seq}`, version, mode, '出口', '', '', '', item.name, shownUnit(item.unit)]),
    )
  return [
    {
      name: totalTable.readAs,
      title: `手册 ${handbook.handbook_no}：截止日以前各监管方式的累计数量，没有发生的留空；其他监管方式请加行`,
      columns: [
        ...totalTable.columns.map(({ id, heading }) => (numbers.has(id) ? number(heading) : text(heading))),
        text('商品名称', 28),
        text('单位', 8),
      ],
      rows: [...materials, ...products],
    },
    {
      name: openingListTable.readAs,
      title: `手册 ${handbook.handbook_no}：截止日以前已核扣的每一份清单`,
      columns: openingListTable.columns.map(({ heading }) => text(heading, 26)),
      rows: [],
    },
  ]
}
