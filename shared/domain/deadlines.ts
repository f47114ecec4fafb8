import { addDays } from './day.ts'
import type { Day } from './day.ts'

/** 报核 within 30 days of the end of the handbook's validity (or of an earlier trigger); day X is not counted (C-1). The raw date. */
export const reportDeadline = (trigger: Day): Day => addDays(trigger, 30)
