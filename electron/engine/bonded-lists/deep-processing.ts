import type { Quantity } from '../../../shared/domain/exact.ts'
import { postingRules } from '../../../shared/domain/posting-rules.ts'
import type { Database } from '../database/connection.ts'

/** What lists that are not deleted have declared of one item as deep-processing transfer with another handbook. */
export interface DeclaredTransfer {
  handbookId: bigint
  relatedHandbookNo: string
  way: 'out' | 'in'
  itemSeq: number
  version: string
  quantity: Quantity
}

interface DeclaredRow {
  handbook_id: bigint
  related_handbook_no: string
  direction: 'I' | 'E'
  item_seq: bigint
  version: string
  quantity_e5: bigint
}

const isTransfer = ({ column }: { column: string }) => column === 'transferIn' || column === 'transferredOut'
const modes = JSON.stringify([...new Set(postingRules.filter(isTransfer).map(({ mode }) => mode))])

/** Bonded lists as one side of deep-processing transfers sees them, imported or made here, booked or on their way. */
export class DeepProcessingLists {
  private readonly totals
  private readonly numbers

  constructor(db: Database) {
    this.totals = db.prepare<[string], DeclaredRow>(`
      SELECT b.handbook_id, b.related_handbook_no, b.direction, l.item_seq, l.version, sum(l.quantity_e5) AS quantity_e5
        FROM bonded_list b JOIN list_line l ON l.list_id = b.id
       WHERE b.mode IN (SELECT value FROM json_each(?)) AND b.status <> 'deleted'
       GROUP BY b.handbook_id, b.related_handbook_no, b.direction, l.item_seq, l.version`)
    this.numbers = db
      .prepare<[string], string>(`
        SELECT h.handbook_no || ' ' || b.list_no FROM bonded_list b JOIN handbook h ON h.id = b.handbook_id
         WHERE b.mode IN (SELECT value FROM json_each(?)) AND b.status <> 'deleted'`)
      .pluck()
  }

  /** Handbook and number of each list that stands; while customs has given none, the enterprise's own. */
  standing(): ReadonlySet<string> {
    return new Set(this.numbers.all(modes))
  }

  declared(): DeclaredTransfer[] {
    return this.totals.all(modes).map((row) => ({
      handbookId: row.handbook_id,
      relatedHandbookNo: row.related_handbook_no,
      way: row.direction === 'E' ? 'out' : 'in',
      itemSeq: Number(row.item_seq),
      version: row.version,
      quantity: row.quantity_e5 as Quantity,
    }))
  }
}
