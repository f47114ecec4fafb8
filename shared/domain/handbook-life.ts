import type { Day } from './day.ts'

/**
 * What happens to a handbook after customs has set it up (R-14 … R-23). Its state is never stored: it follows from its events.
 * `lastExportUnmarked` takes the mark back; `reportReturned` (退单) takes the report back.
 */
const lifeEvents = [
  'established',
  'changed',
  'extended',
  'lastExport',
  'lastExportUnmarked',
  'terminated',
  'reported',
  'reportReturned',
  'reportAccepted',
  'closingExtended',
  'closed',
] as const
export type LifeEvent = (typeof lifeEvents)[number]

export interface HandbookLife {
  /** Day of the mark that the last finished goods have left; R-17 counts from it. */
  lastExport: Day | undefined
  terminated: Day | undefined
  reported: Day | undefined
  reportAccepted: Day | undefined
  closingExtended: Day | undefined
  closed: Day | undefined
  changes: number
  extensions: number
}

/** @param events in the order in which they were recorded; `on` is the business day on which each happened. */
export function lifeOf(events: readonly { event: LifeEvent; on: Day }[]): HandbookLife {
  const life: HandbookLife = {
    lastExport: undefined,
    terminated: undefined,
    reported: undefined,
    reportAccepted: undefined,
    closingExtended: undefined,
    closed: undefined,
    changes: 0,
    extensions: 0,
  }
  for (const { event, on } of events) {
    if (event === 'changed') life.changes++
    else if (event === 'extended') life.extensions++
    else if (event === 'lastExportUnmarked') life.lastExport = undefined
    else if (event === 'reportReturned') life.reported = undefined
    else if (event !== 'established') life[event] = on
  }
  return life
}

type LifeState = 'executing' | 'changing' | 'lastExported' | 'reporting' | 'reportAccepted' | 'closed'

/** @param changing whether a change draft is being written or waits for its answer */
export function lifeState(life: HandbookLife, changing: boolean): LifeState {
  if (life.closed) return 'closed'
  if (life.reportAccepted) return 'reportAccepted'
  if (life.reported) return 'reporting'
  if (changing) return 'changing'
  return life.lastExport || life.terminated ? 'lastExported' : 'executing'
}

/** a cycle follows the one before without a gap; at most a year, and its method is chosen for all of it. */
type CycleProblem = 'order' | 'gap' | 'tooLong'

/** @param oneYearOn the last day a cycle that starts on `startsOn` may end on (R-21: ≤ 1 year) */
export function cycleProblem(
  next: { startsOn: Day; endsOn: Day },
  previous: { nextDay: Day } | undefined,
  oneYearOn: Day,
): CycleProblem | undefined {
  if (next.endsOn < next.startsOn) return 'order'
  if (previous && next.startsOn !== previous.nextDay) return 'gap'
  if (next.endsOn > oneYearOn) return 'tooLong'
  return undefined
}

/** Amber from 30 days before a date, red from 10 (R-17: from day 20 of 30 on). */
export const urgency = (daysLeft: number): 'blocks' | 'warns' | 'info' =>
  daysLeft <= 10 ? 'blocks' : daysLeft <= 30 ? 'warns' : 'info'
