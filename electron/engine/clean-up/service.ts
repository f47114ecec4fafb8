import type { Input, Output } from '../../../shared/contract/contract.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { daysBetween } from '../../../shared/domain/day.ts'
import type { WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import { nobody, partyOf } from '../write-off/service.ts'
import { reportOf } from '../write-off/report.ts'
import type { ReportBooks } from '../write-off/report.ts'
import type { Neighbours } from './neighbours.ts'
import { reportChecks } from './report-checks.ts'
import { situationOf } from './situation.ts'
import type { Situation } from './situation.ts'
import { cleanUpSteps } from './steps.ts'

/** 核销前的收尾, and what is checked before 报核. Nothing is kept here: every step reads what the books say now. */
export class CleanUpService {
  private readonly services: Neighbours

  constructor(services: Neighbours) {
    this.services = services
  }

  get({ handbookNo }: Input<'cleanUp.get'>): Output<'cleanUp.get'> {
    const of = this.situation(handbookNo)
    return {
      handbookNo,
      steps: cleanUpSteps(of),
      reportBy: of.reportBy,
      daysLeft: daysBetween(of.books.today, of.reportBy),
    }
  }

  checks({ handbookNo }: Input<'cleanUp.checks'>): Output<'cleanUp.checks'> {
    const of = this.situation(handbookNo)
    return { checks: reportChecks(reportOf(of.books), of) }
  }

  /** Of a report as it is about to be frozen. */
  checksOf(report: WriteOffReport, books: ReportBooks): Guard[] {
    return reportChecks(report, situationOf(this.services, books.handbook, books))
  }

  /** @throws Refusal handbook.notFound */
  private situation(handbookNo: string): Situation {
    const { handbooks, enterprise, writeOff } = this.services
    const handbook = handbooks.require(handbookNo)
    const known = enterprise.get()
    return situationOf(this.services, handbook, writeOff.reportBooks(handbook, known ? partyOf(known) : nobody, ''))
  }
}
