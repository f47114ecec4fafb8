import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { taxYear } from '../tax-write-off/tax-year.ts'
import { number, text } from '../workbook/columns.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import { checkSheet } from './check-sheet.ts'
import { keepFiles } from './keep-files.ts'
import type { CheckRow } from './store.ts'
import { taxWriteOffFigures } from './tax-write-off-figures.ts'

type Year = Omit<Output<'taxWriteOff.year'>, 'filings'>
type ValueBalance = Output<'taxWriteOff.value'>

/** 进料加工业务年度核销: the 核销表 of the year's closed handbooks and the value rows behind it, frozen for the tax office. */
export function createTaxWriteOff(
  { year }: Input<'filings.createTaxWriteOff'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.createTaxWriteOff'>> {
  return call.write(async (services) => {
    await call.step('汇总结案手册', 0, 3)
    const enterprise = services.enterprise.get()
    if (!enterprise)
      return refuse({ code: 'filing.noEnterprise', message: '还没有填写企业资料，缺少申报单位', next: '请先填写企业资料' })
    const of = services.taxWriteOff.year(year)
    const books = of.handbooks.filter(({ trade }) => trade === 'imported')
    if (books.length === 0)
      return refuse({
        code: 'taxWriteOff.noHandbooks',
        message: `${year} 年没有结案的进料加工手册或核准的账册周期`,
        at: { field: 'year' },
        next: '年度核销只报上一年结案的手册和核准的账册周期，请核对年份',
      })
    const values = books.map(({ handbookNo, cycle }) => services.taxWriteOff.value({ handbookNo, ...cycle }))
    const checks = checksOf(of, services.filings.today())
    await call.step('写工作簿', 1, 3)
    const bytes = await writeWorkbook([...sheetsOf(year, books, values), checkSheet(checks)])
    await call.step('保存', 2, 3)
    return services.filings.freeze({
      kind: 'taxWriteOff',
      handbookId: null,
      draft: null,
      subject: taxYear(year),
      checks,
      figures: taxWriteOffFigures(enterprise, year, books),
      files: await keepFiles(services, folder, [{ name: 'tax-write-off.xlsx', savedAs: `进料加工年度核销_${year}.xlsx`, bytes }]),
    })
  })
}

function checksOf({ year, deadlines, handbooks }: Year, today: string): CheckRow[] {
  const imported = handbooks.filter(({ trade }) => trade === 'imported')
  const lacking = imported.filter(({ problems }) => problems.length > 0)
  const raw = deadlines.find(({ trade }) => trade === 'imported')?.raw ?? ''
  return [
    { severity: 'passes', rule: 'R-178', message: `${year} 年结案的进料加工手册 ${imported.length} 本，每本列一次` },
    ...lacking.map(({ handbookNo, problems, actualRate }): CheckRow => ({
      severity: actualRate === null ? 'blocks' : 'warns',
      rule: actualRate === null ? 'R-121' : 'R-122',
      message: `${handbookNo}：${problems.join('；')}`,
      to: `/write-off/value-balance?handbook=${handbookNo}`,
    })),
    today > raw
      ? { severity: 'warns', rule: 'R-178', message: `年度核销期限 ${raw} 已过，请尽快办理并准备说明` }
      : { severity: 'passes', rule: 'R-178', message: `在年度核销期限 ${raw} 之内` },
  ]
}

const shown = (value: string | null): string => value ?? ''

function sheetsOf(year: number, books: Year['handbooks'], values: readonly ValueBalance[]): SheetToWrite[] {
  return [
    {
      name: '核销表',
      title: `${year} 年度进料加工业务免抵退税核销表`,
      columns: [
        number('序号', 6),
        text('手册编号', 16),
        text('结案日期', 12),
        ...['进口总值', '出口总值', '计划分配率（%）', '实际分配率（%）', '已抵减额', '应抵减额', '调整额'].map((title) =>
          number(title),
        ),
      ],
      rows: books.map((book, index) => [
        `${index + 1}`,
        book.handbookNo,
        shown(book.closedOn),
        shown(book.importTotal),
        shown(book.exportTotal),
        shown(book.planRate),
        shown(book.actualRate),
        shown(values[index]?.planCredit ?? null),
        shown(values[index]?.actualCredit ?? null),
        shown(book.adjustment),
      ]),
    },
    {
      name: '按监管方式',
      columns: [
        text('手册编号', 16),
        text('监管方式', 22),
        text('进出口', 8),
        text('计入', 10),
        text('加减', 6),
        number('人民币金额'),
      ],
      rows: values.flatMap(({ handbookNo, rows }) =>
        rows.map(({ mode, modeName, direction, side, sign, cny }) => [
          handbookNo,
          `${mode} ${modeName}`,
          direction === 'I' ? '进口' : '出口',
          side === 'imports' ? '进口总值' : '出口总值',
          sign,
          shown(cny),
        ]),
      ),
    },
    {
      name: '各月出口',
      columns: [
        text('手册编号', 16),
        text('月份', 10),
        ...['离岸价（人民币）', '征税率（%）', '退税率（%）', '按计划抵减', '按实际抵减'].map((title) => number(title)),
      ],
      rows: values.flatMap(({ handbookNo, periods }) =>
        periods.map(({ month, fob, levyRate, refundRate, credit, actualCredit }) => [
          handbookNo,
          month,
          fob,
          levyRate,
          refundRate,
          shown(credit),
          shown(actualCredit),
        ]),
      ),
    },
  ]
}
