import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { text } from '../workbook/columns.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { checkSheet } from './check-sheet.ts'
import { keepFiles } from './keep-files.ts'
import type { CheckRow, FigureRow } from './store.ts'

/** 加工贸易企业经营状况及生产能力信息表 as the reference tables have it, frozen for the commerce department. */
export function createCapabilityTable(
  _: Input<'filings.createCapabilityTable'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.createCapabilityTable'>> {
  return call.write(async (services) => {
    await call.step('核对信息表', 0, 2)
    const enterprise = services.enterprise.get()
    const table = services.reference.capability()
    if (!enterprise)
      return refuse({ code: 'filing.noEnterprise', message: '还没有填写企业资料，缺少申报单位', next: '请先填写企业资料' })
    if (!table)
      return refuse({ code: 'capability.missing', message: '还没有填写信息表', next: '请在资料 › 信息表填写后再生成申报' })
    const today = services.filings.today()
    const checks: CheckRow[] = [
      today <= table.validTo
        ? { severity: 'passes', rule: 'R-5', message: `填报于 ${table.filledOn}，有效至 ${table.validTo}` }
        : {
            severity: 'blocks',
            rule: 'R-5',
            message: `信息表填报于 ${table.filledOn}，${table.validTo} 已失效`,
            to: '/reference/capability',
          },
      { severity: 'passes', rule: 'R-145', message: `列有商品编码前四位 ${table.headings.length} 个` },
    ]
    const figures: FigureRow[] = [
      { label: '企业名称', value: enterprise.name },
      { label: '统一社会信用代码', value: enterprise.creditCode },
      { label: '海关编码', value: enterprise.customsCode },
      { label: '信息表编号', value: table.documentNo },
      { label: '填报日期', value: table.filledOn },
      { label: '有效期至', value: table.validTo },
      { label: '租赁厂房', value: table.leasedPlant ? '是' : '否' },
      { label: '商品编码前四位', value: table.headings.join('、') },
    ]
    await call.step('写工作簿', 1, 2)
    const bytes = await writeWorkbook([
      {
        name: '信息表',
        title: '加工贸易企业经营状况及生产能力信息表',
        columns: [text('项目', 22), text('内容', 80)],
        rows: figures.map(({ label, value }) => [label, value]),
      },
      checkSheet(checks),
    ])
    return services.filings.freeze({
      kind: 'capabilityTable',
      handbookId: null,
      draft: null,
      subject: table.documentNo || table.filledOn,
      checks,
      figures,
      files: await keepFiles(services, folder, [
        { name: 'capability-table.xlsx', savedAs: `信息表_${table.filledOn}.xlsx`, bytes },
      ]),
    })
  })
}
