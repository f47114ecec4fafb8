import { currencyName, shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { day } from '../../../shared/domain/day.ts'
import { noQuantity, printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import type { TransferItem } from '../../../shared/domain/pairing.ts'
import { mostItems, mostSlips, plainText } from '../../../shared/messages/transfer-package.ts'
import type { TransferContent } from '../../../shared/messages/transfer-package.ts'
import type { ItemRow } from '../handbooks/service.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import type { Between } from './proposals.ts'
import type { Slip } from './slip-problem.ts'
import type { TransferRow } from './transfer-store.ts'

/** A transfer as the partner is told of it. @throws Refusal transfer.tooLong */
export function transferContent(of: {
  row: TransferRow
  between: Between
  enterprise: NonNullable<Output<'enterprise.get'>>
  items: ReadonlyMap<number, ItemRow>
  declared: readonly TransferItem[]
  listNo: string
  slips: readonly Slip[]
}): TransferContent {
  const { row, between, enterprise, items, declared } = of
  if (of.slips.length > mostSlips || declared.length > mostItems)
    refuse({
      code: 'transfer.tooLong',
      message: `结转 ${row.transfer_no} 的收发货单超过 ${mostSlips} 张或商品超过 ${mostItems} 项，不能做成结转包`,
      next: '请把截止日期提前，分几次结转',
    })
  const isDeclared = new Set(declared.map(({ itemSeq }) => itemSeq))
  const onSlips = new Set(of.slips.flatMap(({ lines }) => lines.map(({ itemSeq }) => itemSeq)))
  const elsewhere = [...onSlips.difference(isDeclared)].map((itemSeq) => itemOf(itemSeq, items))
  return {
    transferNo: row.transfer_no,
    from: { name: plainText(enterprise.name), creditCode: enterprise.creditCode, customsCode: enterprise.customsCode },
    to: {
      name: plainText(between.partner.name),
      creditCode: between.partner.credit_code,
      customsCode: between.partner.customs_code,
    },
    way: row.way,
    handbookNo: between.handbook.handbook_no,
    partnerHandbookNo: row.partner_handbook_no,
    periodFrom: day(row.from_day),
    periodTo: day(row.to_day),
    listNo: plainText(of.listNo),
    slips: of.slips.map((slip) => ({
      slipNo: plainText(slip.slipNo),
      kind: slip.kind,
      deliveredOn: day(slip.deliveredOn),
      vehicle: plainText(slip.vehicle),
      signedBy: plainText(slip.signedBy),
      lines: slip.lines.map(({ itemSeq, quantity, unitPrice, currency, lot }) => ({
        itemSeq,
        quantity,
        unitPrice,
        currency,
        lot: plainText(lot),
      })),
    })),
    items: [...declared, ...elsewhere]
      .map((item) => ({ ...item, name: plainText(item.name) }))
      .toSorted((a, b) => a.itemSeq - b.itemSeq),
  }
}

const itemOf = (itemSeq: number, items: ReadonlyMap<number, ItemRow>): TransferItem => {
  const item = items.get(itemSeq)
  return {
    itemSeq,
    hsCode: item?.hs_code ?? '',
    name: item?.name ?? '',
    unit: item?.unit ?? '',
    quantity: noQuantity,
    unitPrice: undefined,
    currency: '',
  }
}

/** The same for a person: what is declared, and the slips behind it. */
export function transferSheets(content: TransferContent): SheetToWrite[] {
  const way = content.way === 'out' ? '转出' : '转入'
  const title = `结转 ${content.transferNo}：${content.from.name}（${content.handbookNo}）${way}，对方 ${content.to.name}（${content.partnerHandbookNo}），${content.periodFrom} 至 ${content.periodTo}`
  const figures = (of: {
    quantity: Parameters<typeof printQuantity>[0]
    unitPrice: Parameters<typeof printMoney>[0] | undefined
    currency: string
  }) => [
    printQuantity(of.quantity),
    of.unitPrice === undefined ? '' : printMoney(of.unitPrice),
    currencyName(of.currency) ?? of.currency,
  ]
  return [
    {
      name: '结转商品',
      title: content.listNo === '' ? title : `${title}，清单 ${content.listNo}`,
      columns: [
        { title: '备案序号', kind: 'number' },
        { title: '商品编码' },
        { title: '名称', width: 30 },
        { title: '单位' },
        { title: '数量', kind: 'number' },
        { title: '单价', kind: 'number' },
        { title: '币制' },
      ],
      rows: content.items.map((item) => [`${item.itemSeq}`, item.hsCode, item.name, shownUnit(item.unit), ...figures(item)]),
    },
    {
      name: '收发货单',
      columns: [
        { title: '单号', width: 22 },
        { title: '类别' },
        { title: '日期', kind: 'date' },
        { title: '备案序号', kind: 'number' },
        { title: '数量', kind: 'number' },
        { title: '单价', kind: 'number' },
        { title: '币制' },
        { title: '批次' },
        { title: '运输工具' },
        { title: '签收人' },
      ],
      rows: content.slips.flatMap((slip) =>
        slip.lines.map((line) => [
          slip.slipNo,
          slip.kind === 'delivery' ? '交货' : '退货',
          slip.deliveredOn,
          `${line.itemSeq}`,
          ...figures(line),
          line.lot,
          slip.vehicle,
          slip.signedBy,
        ]),
      ),
    },
  ]
}
