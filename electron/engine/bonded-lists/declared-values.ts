import type { Day } from '../../../shared/domain/day.ts'
import type { Direction } from '../../../shared/domain/posting-rules.ts'
import type { Database } from '../database/connection.ts'

/** What was booked under one mode and direction on one day in one currency. */
export interface DeclaredValue {
  goods: 'I' | 'E'
  mode: string
  direction: Direction
  declared_on: Day
  currency: string
  /** 10⁻⁵ of the currency. */
  value_e5: bigint
  lines: bigint
  /** Lines for which the list gave no total. */
  without_value: bigint
}

type DeclaredRow = Omit<DeclaredValue, 'value_e5'> & { value_high: bigint; value_low: bigint }

/** Values as they were declared (R-113: only what is 已核扣), for the value balance and the forex register. */
export class DeclaredValues {
  private readonly between

  constructor(db: Database) {
    // In two halves, because many large ones pass 64 bits.
    this.between = db.prepare<[bigint, string, string], DeclaredRow>(`
      SELECT m.item_kind AS goods, m.mode, m.direction, m.booked_on AS declared_on, l.currency,
             coalesce(SUM(m.value_e5 / 1000000000), 0) AS value_high, coalesce(SUM(m.value_e5 % 1000000000), 0) AS value_low, COUNT(*) AS lines, SUM(m.value_e5 IS NULL) AS without_value
        FROM movement m JOIN list_line l ON l.list_id = m.list_id AND l.line_no = m.line_no
       WHERE m.handbook_id = ? AND m.booked_on BETWEEN ? AND ?
         AND m.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)
       GROUP BY m.item_kind, m.mode, m.direction, m.booked_on, l.currency
       ORDER BY m.mode, m.direction, m.booked_on`)
  }

  /** Both days included. */
  of(handbookId: bigint, from: string, to: string): DeclaredValue[] {
    return this.between
      .all(handbookId, from, to)
      .map(({ value_high, value_low, ...row }) => ({ ...row, value_e5: value_high * 1_000_000_000n + value_low }))
  }
}
