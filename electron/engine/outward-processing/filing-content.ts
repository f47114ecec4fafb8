import type { Output } from '../../../shared/contract/contract.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { outwardFields, outwardMessageProblems, writeOutwardApplication } from '../../../shared/messages/outward-processing.ts'
import type { OutwardApplication } from '../../../shared/messages/outward-processing.ts'
import { number, text } from '../workbook/columns.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import { goodsNames } from './goods.ts'
import type { ApplicationRow } from './store.ts'

type Detail = Output<'outwardProcessing.get'>

/** What a filing freezes of an application. */
export interface OutwardFiling {
  handbookId: bigint
  state: ApplicationRow['state']
  /** 企业内部编号 */
  subject: string
  /** The data as GcdBsc; empty where a field cannot be written, which a guard blocks. */
  xml: string
  sheets: readonly SheetToWrite[]
  figures: { label: string; value: string }[]
  guards: readonly Guard[]
}

const kinds = { dispatch: '外发', return: '收回' } as const

export function contentOf(of: { application: ApplicationRow; message: OutwardApplication; detail: Detail }): OutwardFiling {
  const { application, message, detail } = of
  const fields = outwardFields(message)
  return {
    handbookId: application.handbook_id,
    state: application.state,
    subject: application.inner_no,
    xml: outwardMessageProblems(message).length === 0 ? writeOutwardApplication(message) : '',
    sheets: sheetsOf(fields, detail),
    figures: [
      { label: '外发工序', value: detail.processes },
      ...fields.flatMap(({ label, value }) => (value === '' ? [] : [{ label, value }])),
    ],
    guards: detail.guards,
  }
}

/** To be typed on the web page, and to be read: the fields, the slips (kept, not filed: 218 §3) and the guarantee. */
function sheetsOf(fields: ReturnType<typeof outwardFields>, detail: Detail): SheetToWrite[] {
  return [
    {
      name: '申报表',
      title: `外发加工申报表 ${detail.innerNo}`,
      columns: [text('栏目', 26), text('内容', 60), text('数据项', 24)],
      rows: [...fields.map(({ element, label, value }) => [label, value, element]), ['外发工序', detail.processes, '']],
    },
    {
      name: '收发记录',
      columns: [
        text('类别', 8),
        text('单号', 18),
        text('日期', 12),
        text('货物', 10),
        text('备案序号', 10),
        text('名称', 28),
        number('数量'),
        text('单位', 10),
        text('耗用', 60),
      ],
      rows: detail.movements
        .filter(({ voidedAt }) => voidedAt === null)
        .flatMap(({ kind, slipNo, movedOn, lines }) =>
          lines.map(({ goods, itemSeq, name, quantity, unit, uses }) => [
            kinds[kind],
            slipNo,
            movedOn,
            goodsNames[goods],
            `${itemSeq}`,
            name,
            quantity,
            unit,
            uses.map((use) => `${goodsNames[use.goods]} ${use.itemSeq} ${use.name} ${use.quantity} ${use.unit}`).join('；'),
          ]),
        ),
    },
    {
      name: '在外数量',
      columns: [
        text('货物', 10),
        text('备案序号', 10),
        text('名称', 28),
        text('单位', 10),
        number('外发'),
        number('原样收回'),
        number('加工耗用'),
        number('还在外'),
      ],
      rows: detail.outstandingLines.map((line) => [
        goodsNames[line.goods],
        `${line.itemSeq}`,
        line.name,
        line.unit,
        line.sent,
        line.returned,
        line.used,
        line.out,
      ]),
    },
    ...(detail.guarantee
      ? [
          {
            name: '担保计算',
            columns: [text('备案序号', 10), text('名称', 28), number('价值'), number('关税'), number('增值税')],
            rows: [
              ...detail.guarantee.lines.map(({ itemSeq, name, value, duty, vat }) => [`${itemSeq}`, name, value, duty, vat]),
              ['', '合计', '', '', detail.guarantee.total],
            ],
          },
        ]
      : []),
  ]
}
