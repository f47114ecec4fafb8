import { currencyName, shownUnit } from '../../../shared/codes/tables.ts'
import { codeLabel, formatQuantity } from '../../components/fields/format.ts'
import { Paper, PaperPart, PaperTable } from '../../components/paper.tsx'
import { printYuan } from '../../components/yuan.ts'
import type { SaleForm } from './sale-form.ts'
import { baseText, heldText, rateText } from './rate-words.ts'
import { saleKindNames, taxKinds, taxOrder, valuationMethods } from './sale-words.ts'
import type { SaleDetail, Sheet } from './sale-words.ts'

const column = (title: string, numeric = false) => ({ title, numeric })

/** 税款计算表 with every figure and where it comes from, for signing. */
export function SalePaper({
  form,
  sheet,
  sale,
  saved,
}: {
  form: SaleForm
  sheet: Sheet
  sale: SaleDetail | undefined
  /** Whether the sheet is of what is in the books. */
  saved: boolean
}) {
  const { interest, totals } = sheet
  const period = sheet.lines.flatMap(({ valuation }) => valuation.imports.map(({ declaredOn }) => declaredOn)).toSorted()
  const imports = sheet.lines.flatMap((line) => line.valuation.imports.map((each) => ({ line, each })))
  const converted = sheet.lines.filter(({ conversion }) => conversion.length > 0)
  return (
    <Paper
      title="内销税款计算表"
      wide
      facts={[
        ['手册', form.handbookNo],
        ['内销', sale ? `${sale.saleNo} ${saleKindNames[form.kind]}` : saleKindNames[form.kind]],
        ['内销日期', form.soldOn],
        ...(period[0] !== undefined ? [['进口期间', `${period[0]} 至 ${period.at(-1) ?? ''}`] as const] : []),
        ...(form.buyer ? [['购买方', form.buyer] as const] : []),
        ...(form.contractNo ? [['合同', form.contractNo] as const] : []),
        ...(form.invoiceNo ? [['发票', form.invoiceNo] as const] : []),
        ...(sale?.taxBillNo ? [['税单', sale.taxBillNo] as const] : []),
        ['状态', !saved || !sale ? '试算，尚未保存' : sale.frozenAt === null ? '试算' : '已定格'],
      ]}
    >
      {converted.length > 0 && (
        <PaperPart title="折成料件">
          <PaperTable
            columns={[column('料件'), column('名称'), column('怎样折算'), column('折料数量', true), column('单位')]}
            rows={converted.map((line) => [
              String(line.itemSeq),
              line.name,
              line.conversion.map(({ formula }) => formula).join('；'),
              formatQuantity(line.quantity),
              shownUnit(line.unit),
            ])}
          />
        </PaperPart>
      )}
      <PaperPart title="计税价格">
        <PaperTable
          columns={[
            column('序号'),
            column('名称'),
            column('商品编码'),
            column('数量', true),
            column('单位'),
            column('计价方法'),
            column('单价（元）', true),
            column('计税价格（元）', true),
          ]}
          rows={[
            ...sheet.lines.map((line) => [
              String(line.itemSeq),
              line.name,
              line.hsCode,
              formatQuantity(line.quantity),
              shownUnit(line.unit),
              `${valuationMethods[line.valuation.method]}（${line.valuation.rule}）`,
              formatQuantity(line.valuation.unitPrice),
              printYuan(line.valuation.value),
            ]),
            ['', '合计', '', '', '', '', '', printYuan(totals.value)],
          ]}
        />
      </PaperPart>
      <PaperPart title="税款">
        <PaperTable
          columns={[
            column('序号'),
            column('名称'),
            column('税种'),
            column('税率种类'),
            column('税率', true),
            column('税基', true),
            column('税额（元）', true),
            column('依据'),
          ]}
          rows={[
            ...sheet.lines.flatMap((line) =>
              line.taxes.map((tax) => [
                String(line.itemSeq),
                line.name,
                taxKinds[tax.tax],
                tax.rateKind,
                rateText(tax),
                baseText(tax),
                `${printYuan(tax.amount)}${tax.waived ? ' 免征' : ''}`,
                tax.basis ? `${tax.basis.source}；${heldText(tax.basis)}` : tax.rule,
              ]),
            ),
            [
              '',
              '合计',
              taxOrder
                .filter((tax) => totals[tax] !== '0')
                .map((tax) => `${taxKinds[tax]} ${printYuan(totals[tax])}`)
                .join('；'),
              '',
              '',
              '',
              printYuan(totals.tax),
              '',
            ],
          ]}
        />
      </PaperPart>
      <PaperPart title="缓税利息">
        {interest ? (
          <>
            <p>
              起息 {interest.from}（{interest.fromBasis}），止息 {interest.to}（{interest.toBasis}），计息 {interest.days}{' '}
              天（两端都计 {interest.daysBothEnds} 天），年利率 {interest.rate}%（{interest.basis.source}，
              {heldText(interest.basis)}）{interest.waived && `；暂免：${interest.waived.source}，${heldText(interest.waived)}`}
            </p>
            <PaperTable
              columns={[
                column('税种'),
                column('税额（元）', true),
                column('算式'),
                column('缓税利息（元）', true),
                column('两端都计', true),
              ]}
              rows={[
                ...interest.taxes.map(({ tax, base, formula, amount, amountBothEnds }) => [
                  taxKinds[tax],
                  printYuan(base),
                  formula,
                  printYuan(amount),
                  printYuan(amountBothEnds),
                ]),
                ['合计', '', '', printYuan(totals.interest), ''],
              ]}
            />
          </>
        ) : (
          <p>{sheet.interestWhy || '不计缓税利息（R-89）'}</p>
        )}
      </PaperPart>
      <PaperPart title="应缴合计">
        <PaperTable
          columns={[
            column('税款合计（元）', true),
            column('缓税利息（元）', true),
            ...(sheet.lateFee ? [column(`滞纳金（元，${sheet.lateFee.days} 天）`, true)] : []),
            column('应缴合计（元）', true),
            column('最后缴款日'),
            column('许可证'),
          ]}
          rows={[
            [
              printYuan(totals.tax),
              printYuan(totals.interest),
              ...(sheet.lateFee ? [printYuan(sheet.lateFee.amount)] : []),
              printYuan(totals.total),
              sheet.payBy ?? '',
              form.licenceNo || sheet.licence.message,
            ],
          ]}
        />
      </PaperPart>
      {imports.length > 0 && (
        <PaperPart title="加权平均的进口">
          <PaperTable
            columns={[
              column('料件'),
              column('清单编号'),
              column('行', true),
              column('申报日期'),
              column('监管方式'),
              column('数量', true),
              column('单价', true),
              column('币制'),
              column('汇率', true),
              column('总价（元）', true),
              column('汇率依据'),
            ]}
            rows={imports.map(({ line, each }) => [
              `${line.itemSeq} ${line.name}`,
              each.listNo,
              String(each.lineNo),
              each.declaredOn,
              each.mode,
              formatQuantity(each.quantity),
              formatQuantity(each.unitPrice),
              codeLabel(each.currency, currencyName(each.currency)),
              each.exchangeRate,
              printYuan(each.total),
              each.exchangeSource,
            ])}
          />
        </PaperPart>
      )}
    </Paper>
  )
}
