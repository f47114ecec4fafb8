import { addWorkingDays } from './calendar.ts'
import type { Calendar } from './calendar.ts'
import { addDays, addYears } from './day.ts'
import type { Day } from './day.ts'

/** what the time for 报核 runs from: termination, else the last export where it is marked as the last, else the end of validity. */
export const reportTrigger = (of: { terminatedOn?: Day | undefined; lastExportOn?: Day | undefined; validTo: Day }): Day =>
  of.terminatedOn ?? of.lastExportOn ?? of.validTo

/** 报核 within 30 days of its trigger; R-22: or of the end of a ledger's cycle. Day X is not counted (C-1). The raw date. */
export const reportDeadline = (trigger: Day): Day => addDays(trigger, 30)

/** customs closes within 30 days of accepting the report, and within 30 more where it has approved them. Raw dates. */
export const closingDeadline = (acceptedOn: Day, extended: boolean): Day => addDays(acceptedOn, extended ? 60 : 30)

/** 海关稽查条例, three years from closing; nothing of the handbook is deleted before. */
export const keepUntil = (closedOn: Day): Day => addYears(closedOn, 3)

/** a 单耗质疑通知书 is answered within 10 working days of its receipt. */
export const challengeAnswerBy = (receivedOn: Day, calendar: Calendar): Day => addWorkingDays(receivedOn, 10, calendar)
