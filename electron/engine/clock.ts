/** The engine's clock, given to it so that a test can set it. */
export interface Clock {
  /** The instant, ISO 8601 in UTC with milliseconds. */
  now(): string
}

export const systemClock: Clock = { now: () => new Date().toISOString() }
