import { refuse } from '../../../shared/contract/errors.ts'
import type { WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { checkReport, unwritableText } from './check-write-off-report.ts'
import type { FilingsService } from './service.ts'
import type { CheckRow } from './store.ts'
import { reportOf } from './write-off-report.ts'
import type { ReportSource } from './write-off-report.ts'

export interface ReportServices {
  enterprise: EnterpriseService
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  bondedLists: BondedListsService
  writeOff: WriteOffService
  filings: FilingsService
}

export interface PreparedReport {
  handbook: HandbookRow
  report: WriteOffReport
  checks: CheckRow[]
}

/** The report as the ledger has it now, and what there is to say about it. @throws Refusal handbook.*, filing.* */
export function prepareReport(services: ReportServices, handbookNo: string): PreparedReport {
  const handbook = services.handbookLife.requireOpen(handbookNo)
  const enterprise =
    services.enterprise.get() ??
    refuse({ code: 'filing.noEnterprise', message: '还没有填写企业资料，报核缺少申报单位', next: '请先填写企业资料' })
  const { lastExport, terminated } = services.handbookLife.life(handbook.id)
  const source: ReportSource = {
    handbook,
    enterprise: { creditCode: enterprise.creditCode, customsCode: enterprise.customsCode, name: enterprise.name },
    today: services.filings.today(),
    reportBy: services.handbookLife.reportDeadline(handbook),
    movementsEnded: lastExport !== undefined || terminated !== undefined,
    materials: services.handbooks.itemsOf(handbook.id, 'I'),
    products: services.handbooks.itemsOf(handbook.id, 'E'),
    lists: services.bondedLists.reportedLists(handbook.id),
    balance: services.writeOff.compute(handbook.id),
  }
  const report = reportOf(source)
  const unwritable = unwritableText(report)
  if (unwritable)
    refuse({
      code: 'filing.unwritable',
      message: `${unwritable}含有报文不能书写的字符，没有生成报核`,
      next: '请改正后重新生成',
    })
  const checks = checkReport(report, source, {
    lists: services.bondedLists.countByStatus(handbook.id),
    openRefusals: services.bondedLists.imports(handbookNo).imports.reduce((sum, { open }) => sum + open, 0),
    unansweredReports: services.filings.unanswered(handbook.id, 'writeOffReport'),
  })
  return { handbook, report, checks }
}
