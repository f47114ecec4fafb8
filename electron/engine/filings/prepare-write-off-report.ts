import { isDeepStrictEqual } from 'node:util'
import { refuse } from '../../../shared/contract/errors.ts'
import { isXmlText } from '../../../shared/messages/xml.ts'
import type { WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { CleanUpService } from '../clean-up/service.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbookRow } from '../handbooks/service.ts'
import { reportOf } from '../write-off/report.ts'
import { partyOf } from '../write-off/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { checksOf } from './check-sheet.ts'
import type { ReportFilings } from './report-filings.ts'
import type { CheckRow } from './store.ts'

export interface ReportServices {
  enterprise: EnterpriseService
  handbookLife: HandbookLifeService
  writeOff: WriteOffService
  cleanUp: CleanUpService
  reportFilings: ReportFilings
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
  // The Single Window asks for the number it has given in everything that follows.
  const seqNo = services.reportFilings.of(handbook.id).find((filing) => filing.seqNo !== '')?.seqNo ?? ''
  const books = services.writeOff.reportBooks(handbook, partyOf(enterprise), seqNo)
  const report = reportOf(books)
  const unwritable = unwritableText(report)
  if (unwritable)
    refuse({
      code: 'filing.unwritable',
      message: `${unwritable}含有报文不能书写的字符，没有生成报核`,
      next: '请改正后重新生成',
    })
  return { handbook, report, checks: checksOf(services.cleanUp.checksOf(report, books)) }
}

/**
 * Books go on after a report was frozen: what is signed is what they still say, and nothing stands in its way since.
 * @throws Refusal filing.booksMoved, filing.blocked
 */
export function refuseMoved(frozen: WriteOffReport, { report, checks }: PreparedReport): void {
  const next = '请重新核对并生成报核'
  if (!isDeepStrictEqual({ ...report, declaredOn: frozen.declaredOn }, frozen))
    refuse({ code: 'filing.booksMoved', message: '生成报核以后账本又有变动，报核与账本不符，不能签名', next })
  const reasons = checks.filter(({ severity }) => severity === 'blocks')
  if (reasons.length > 0)
    refuse({
      code: 'filing.blocked',
      message: `生成报核以后又有 ${reasons.length} 项阻断，不能签名。${reasons.map(({ rule, message }) => `${message}（${rule}）`).join('；')}`,
      next,
    })
}

/** The first text that no XML can hold, as a sentence; undefined where there is none. */
export function unwritableText(report: WriteOffReport): string | undefined {
  const parties = [report.operator, report.processor, report.declarant].flatMap((party) => Object.values(party))
  if (![report.handbookNo, report.customsDistrict, ...parties].every(isXmlText)) return '表头的企业名称或编码'
  if (!report.lists.every(({ listNo }) => isXmlText(listNo))) return '核注清单编号'
  for (const [what, items] of [
    ['料件', report.materials],
    ['成品', report.products],
  ] as const) {
    const bad = items.find((item) => ![item.partNo, item.hsCode, item.name, item.unit].every(isXmlText))
    if (bad) return `${what} ${bad.seq} 的料号、编码、名称或单位`
  }
  return undefined
}
