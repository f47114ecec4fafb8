import { currencyName, shownUnit, supervisionModeName } from '../../../shared/codes/tables.ts'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { saleKindNames } from '../../../shared/domain/sale-kinds.ts'
import { taxKinds } from '../../../shared/domain/tax.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { number, text } from '../workbook/columns.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import type { PrintedSheet } from './print-sheet.ts'
import type { SaleDetail } from './sale-body.ts'

/** 税款计算表 as a workbook: sum, taxes, conversion, imports behind the values, interest. @throws Refusal sale.noSheet */
export async function saleSheetWorkbook(
  { saleId }: Input<'domesticSales.sheetWorkbook'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'domesticSales.sheetWorkbook'>> {
  const detail = call.read((services) => services.domesticSales.get(saleId))
  const { sheet } = detail
  if (!sheet)
    return refuse({
      code: 'sale.noSheet',
      message: `内销 ${detail.saleNo} 的税款还算不出来`,
      next: '请先补上缺少的税率、汇率或价格',
    })
  await call.step('整理税款计算表', 0, null)
  const taken = await folder.take([await writeWorkbook(sheetsOf(detail, sheet))])
  const { fileId, name } = await call.write((services) =>
    services.files.record(`税款计算表_${detail.handbookNo}_内销${detail.saleNo}.xlsx`, taken),
  )
  return { fileId, name }
}

const date = (title: string) => ({ title, width: 12, kind: 'date' as const })
const goodsColumns = [number('序号', 6), number('备案序号', 9), text('商品名称', 20), text('商品编码')]

function sheetsOf(detail: SaleDetail, sheet: PrintedSheet): SheetToWrite[] {
  const { interest, totals, lines } = sheet
  const head = (line: PrintedSheet['lines'][number]) => [String(line.no), String(line.itemSeq), line.name, line.hsCode]
  const period = (from: string, to: string | null) => `${from} 至 ${to ?? '未定'}`
  const sums: [string, string, string][] = [
    ['内销', String(detail.saleNo), saleKindNames[detail.kind]],
    ['手册', detail.handbookNo, ''],
    ['销售日期', detail.soldOn, ''],
    ['买方', detail.buyer, ''],
    ['计税价格合计', totals.value, ''],
    ...Object.entries(taxKinds).map(([kind, name]): [string, string, string] => [
      name,
      totals[kind as keyof typeof taxKinds],
      '',
    ]),
    ['税款合计', totals.tax, ''],
    ['缓税利息', totals.interest, sheet.interestWhy],
    ['应缴合计', totals.total, ''],
    ['缴款期限', sheet.payBy ?? '', 'R-71'],
    ...(sheet.lateFee ? [['滞纳金', sheet.lateFee.amount, `滞纳 ${sheet.lateFee.days} 天`] as [string, string, string]] : []),
    ['许可证', sheet.licence.needed ? '需要' : '不需要', `${sheet.licence.message}（${sheet.licence.rule}）`],
    ['定格时间', detail.frozenAt ?? '没有定格，随税率和进口变动', ''],
  ]
  return [
    { name: '汇总', columns: [text('项目', 16), text('内容', 24), text('说明', 60)], rows: sums },
    {
      name: '税款',
      columns: [
        ...goodsColumns,
        number('数量'),
        text('单位', 8),
        number('计税价格'),
        text('计税价格的计算', 60),
        text('税种', 10),
        text('税率种类', 10),
        number('税率', 8),
        number('税基'),
        number('税额'),
        text('税额的计算', 50),
        text('税率依据', 40),
        text('有效期', 26),
        text('规则', 12),
      ],
      rows: lines.flatMap((line) => {
        const { quantity, unit, valuation } = line
        const goods = [...head(line), quantity, shownUnit(unit), valuation.value, valuation.formula]
        if (line.taxes.length === 0) return [goods]
        return line.taxes.map((tax) => [
          ...goods,
          taxKinds[tax.tax],
          tax.rateKind,
          tax.rate,
          tax.base,
          tax.amount,
          tax.formula,
          tax.basis ? `${tax.basis.what}：${tax.basis.value}，${tax.basis.source}` : '',
          tax.basis ? period(tax.basis.from, tax.basis.to) : '',
          tax.rule,
        ])
      }),
    },
    {
      name: '折料',
      columns: [...goodsColumns, number('内销行', 8), number('折合数量'), text('单位', 8), text('折算', 80)],
      rows: lines.flatMap((line) =>
        line.conversion.map((part) => [...head(line), String(part.saleLine), part.quantity, shownUnit(line.unit), part.formula]),
      ),
    },
    {
      name: '进口清单',
      columns: [
        ...goodsColumns,
        text('清单编号', 22),
        number('清单行', 8),
        date('申报日期'),
        text('监管方式', 18),
        number('数量'),
        number('单价'),
        text('币制', 10),
        number('汇率', 10),
        text('汇率依据', 30),
        number('人民币总价'),
      ],
      rows: lines.flatMap((line) =>
        line.valuation.imports.map((each) => [
          ...head(line),
          each.listNo,
          String(each.lineNo),
          each.declaredOn,
          `${each.mode} ${supervisionModeName(each.mode) ?? ''}`,
          each.quantity,
          each.unitPrice,
          currencyName(each.currency) ?? each.currency,
          each.exchangeRate,
          each.exchangeSource,
          each.total,
        ]),
      ),
    },
    {
      name: '缓税利息',
      columns: [
        text('税种', 10),
        number('税额'),
        number('利息'),
        number('首尾都计'),
        text('计算', 60),
        text('起讫', 60),
        text('利率依据', 50),
      ],
      rows: (interest?.taxes ?? []).map((tax) => [
        taxKinds[tax.tax],
        tax.base,
        tax.amount,
        tax.amountBothEnds,
        tax.formula,
        interest ? `${interest.from} ${interest.fromBasis} 至 ${interest.to} ${interest.toBasis}，${interest.days} 天` : '',
        interest ? `${interest.basis.value}，${interest.basis.source}` : '',
      ]),
    },
  ]
}
