import { currencyName } from '../../../shared/codes/tables.ts'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { forexKindNames } from '../../../shared/contract/forex.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { number, text } from '../workbook/columns.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { checkSheet } from './check-sheet.ts'
import { keepFiles } from './keep-files.ts'
import type { CheckRow, FigureRow } from './store.ts'

/** 收付汇登记 of a period and the contracts as they stood at its end, frozen for the forex authority. */
export function createForexReport(
  { from, to }: Input<'filings.createForexReport'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.createForexReport'>> {
  return call.write(async (services) => {
    await call.step('汇总登记', 0, 2)
    const enterprise = services.enterprise.get()
    if (!enterprise)
      return refuse({ code: 'filing.noEnterprise', message: '还没有填写企业资料，缺少申报单位', next: '请先填写企业资料' })
    const { entries, contracts } = services.forex.between(from, to)
    const standing = entries.filter(({ voidedBecause }) => voidedBecause === '')
    if (standing.length === 0)
      return refuse({ code: 'forex.empty', message: `${from} 至 ${to} 没有收付汇登记`, next: '请先登记，或改选期间' })
    const nameless = contracts.filter(({ contractNo }) => contractNo === '')
    const overReceived = contracts.filter(({ toReceive }) => toReceive.startsWith('-'))
    const overPaid = contracts.filter(({ toPay }) => toPay.startsWith('-'))
    const named = (of: typeof contracts) =>
      of.map(({ contractNo, currency }) => `${contractNo} ${currencyName(currency)}`).join('、')
    const laterOpenings = services.handbooks
      .list()
      .filter(({ id }) => (services.bondedLists.openings.find(id)?.as_of ?? '') > to)
      .map(({ handbook_no }) => handbook_no)
    const checks: CheckRow[] = [
      { severity: 'passes', rule: 'R-180', message: `期间登记 ${standing.length} 笔，合同 ${contracts.length} 份` },
      ...(nameless.length > 0
        ? [{ severity: 'warns' as const, rule: 'R-180', message: `${nameless.length} 本手册没有合同号，进出口金额列在空合同下` }]
        : []),
      ...(overReceived.length > 0
        ? [{ severity: 'warns' as const, rule: 'R-180', message: `收汇多于出口：${named(overReceived)}，请核对是否预收` }]
        : []),
      ...(overPaid.length > 0
        ? [{ severity: 'warns' as const, rule: 'R-180', message: `付汇多于进口：${named(overPaid)}，请核对是否预付` }]
        : []),
      ...(laterOpenings.length > 0
        ? [
            {
              severity: 'warns' as const,
              rule: 'R-180',
              message: `手册 ${laterOpenings.join('、')} 的期初晚于 ${to}，进出口金额不含期初，请核对`,
            },
          ]
        : []),
    ]
    const figures: FigureRow[] = [
      { label: '申报单位', value: [enterprise.name, enterprise.creditCode].filter(Boolean).join(' · ') },
      { label: '期间', value: `${from} 至 ${to}` },
      { label: '登记笔数', value: String(standing.length) },
      { label: '合同数', value: String(contracts.length) },
    ]
    await call.step('写工作簿', 1, 2)
    const bytes = await writeWorkbook([
      {
        name: '收付汇登记',
        columns: [
          text('日期', 12),
          text('种类', 12),
          text('合同号', 18),
          text('手册编号', 16),
          text('币制', 10),
          number('金额'),
          text('银行', 20),
          text('凭证号', 18),
          text('备注', 24),
        ],
        rows: standing.map((entry) => [
          entry.on,
          forexKindNames[entry.kind],
          entry.contractNo,
          entry.handbookNo,
          currencyName(entry.currency) ?? entry.currency,
          entry.amount,
          entry.bank,
          entry.documentNo,
          entry.remark,
        ]),
      },
      {
        name: '合同对照',
        columns: [
          text('手册编号', 16),
          text('合同号', 18),
          text('币制', 10),
          ...['已出口', '已收汇', '待收汇', '已进口', '已付汇', '待付汇', '加工费'].map((title) => number(title)),
        ],
        rows: contracts.map((of) => [
          of.handbookNo,
          of.contractNo,
          currencyName(of.currency) ?? of.currency,
          of.exported,
          of.received,
          of.toReceive,
          of.imported,
          of.paid,
          of.toPay,
          of.processingFee,
        ]),
      },
      checkSheet(checks),
    ])
    return services.filings.freeze({
      kind: 'forexReport',
      handbookId: null,
      draft: null,
      subject: `${from} 至 ${to}`,
      checks,
      figures,
      files: await keepFiles(services, folder, [
        { name: 'forex-report.xlsx', savedAs: `外汇收支登记_${from}_${to}.xlsx`, bytes },
      ]),
    })
  })
}
