import { randomUUID } from 'node:crypto'
import { fc } from '@fast-check/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Refusal } from '../../shared/contract/errors.ts'
import { day } from '../../shared/domain/day.ts'
import type { ListBusiness } from '../../shared/domain/list-business.ts'
import { openListBooks, shippedHead } from '../list-books.ts'
import type { ListBooks } from '../list-books.ts'

let books: ListBooks
beforeAll(async () => {
  books = await openListBooks()
})
afterAll(() => books.close())

const on = day('2025-12-30')
const businesses = ['import', 'export', 'returnedIn', 'materialSale', 'reexport', 'scrapSale', 'destruction'] as const
const isProduct = (business: ListBusiness) => business === 'export' || business === 'returnedIn'

interface Made {
  draftId: string
  business: ListBusiness
}
let made: Made[] = []
let numbers = 0

const lines = (business: ListBusiness, count: number, n: number) =>
  Array.from({ length: count }, (_, index) => ({
    itemSeq: String(((n + index) % 3) + 1),
    quantity: `${(n % 50) + 1}.${index}25`,
    unitPrice: '1.25',
    ...(isProduct(business) && { version: '1' }),
  }))

/** What a clerk, customs, or a late message may do next; which draft it is done to is chosen by `n`. */
const deeds: Record<string, (n: number) => void> = {
  'a list is begun': (n) => {
    const business = businesses[n % businesses.length] ?? 'import'
    const { listDrafts } = books.services
    const { draftId, savedAt } = listDrafts.createByHand({ handbookNo: books.handbookNo, business })
    made.push({ draftId, business })
    listDrafts.save({
      draftId,
      head: { ...shippedHead, ...listDrafts.get(draftId).head },
      lines: lines(business, 1 + (n % 3), n),
      savedAt,
    })
  },
  'it is saved': (n) =>
    withDraft(n, ({ draftId, business }) => {
      const { head, savedAt } = books.services.listDrafts.get(draftId)
      books.services.listDrafts.save({ draftId, head, lines: lines(business, 1 + (n % 2), n + 7), savedAt })
    }),
  'it is filed': (n) => withDraft(n, ({ draftId }) => books.services.listDrafts.markFiled(draftId, randomUUID())),
  'it comes back': (n) => withDraft(n, ({ draftId }) => books.services.listDrafts.markReturned(draftId)),
  'customs reserves it': (n) => withDraft(n, ({ draftId }) => accept(draftId, 'reserved')),
  'customs books it': (n) => withDraft(n, ({ draftId }) => accept(draftId, 'booked')),
  'it is told once more': (n) =>
    withDraft(n, ({ draftId }) => {
      accept(draftId, 'booked')
      accept(draftId, 'booked')
      accept(draftId, 'unbooked')
    }),
  'it is discarded': (n) => withDraft(n, ({ draftId }) => void books.services.listDrafts.discard(draftId)),
  'a change is begun': (n) => withList(n, (listNo) => begin(listNo, false, n)),
  'a deletion is begun': (n) => withList(n, (listNo) => begin(listNo, true, n)),
}

function begin(listNo: string, deletes: boolean, n: number) {
  const { listDrafts } = books.services
  const { draftId, business, savedAt } = listDrafts.createChange({ handbookNo: books.handbookNo, listNo, delete: deletes })
  made.push({ draftId, business })
  if (deletes) return
  const { head } = listDrafts.get(draftId)
  listDrafts.save({ draftId, head, lines: lines(business, 1 + (n % 4), n + 3), savedAt })
}
/** Mostly the latest ones: a story goes on. */
const withDraft = (n: number, deed: (of: Made) => void) => {
  const of = made.at(-1 - (n % Math.min(3, Math.max(1, made.length))))
  if (of) deed(of)
}
const withList = (n: number, deed: (listNo: string) => void) => {
  const { rows } = books.services.bondedLists.list(books.handbookNo, { offset: 0, limit: 100 })
  const row = rows[n % Math.max(1, rows.length)]
  if (row) deed(row.listNo)
}
function accept(draftId: string, status: 'booked' | 'reserved' | 'unbooked') {
  const { listNo } = books.services.listDrafts.summary(draftId)
  books.services.listDrafts.accept(draftId, { listNo: listNo || `QD${(numbers += 1)}`, seqNo: '', on, status })
}

interface Sums {
  id: bigint
  status: string
  replaced: bigint
  lines: bigint
  booked: bigint | null
  reversed: bigint | null
}

/** What leads on is done more often. */
const oftenDone = [
  'it is filed',
  'it is filed',
  'customs books it',
  'customs books it',
  'a change is begun',
  'a deletion is begun',
]

function check() {
  const sums = books.db
    .prepare<[], Sums>(`
      SELECT b.id, b.status, b.replaced_by IS NOT NULL AS replaced, (SELECT sum(quantity_e5) FROM list_line WHERE list_id = b.id) AS lines,
             (SELECT sum(quantity_e5) FROM movement WHERE list_id = b.id AND reverses_id IS NULL) AS booked,
             (SELECT sum(quantity_e5) FROM movement WHERE list_id = b.id AND reverses_id IS NOT NULL) AS reversed
        FROM bonded_list b`)
    .all()
  for (const { status, lines: declared, booked, reversed, replaced } of sums) {
    // The movements of an edition sum to its lines, or to nothing.
    const standing = (booked ?? 0n) + (reversed ?? 0n)
    expect(standing).toBe(status === 'booked' ? declared : 0n)
    if (booked !== null) expect(booked).toBe(declared)
    if (replaced === 1n) expect(status).toBe('deleted')
  }
  // No draft stands in the books twice, no number has two newest editions.
  for (const by of ['draft_id', 'handbook_id, list_no', 'inner_no']) {
    const twice = books.db
      .prepare<[], bigint>(
        `SELECT count(*) FROM bonded_list WHERE replaced_by IS NULL AND status <> 'deleted' GROUP BY ${by} HAVING count(*) > 1`,
      )
      .pluck()
      .all()
    expect(twice, by).toEqual([])
  }
  // The totals of the ledger are those of the lists that stand as booked.
  const total = (sql: string) => books.db.prepare<[], bigint | null>(sql).pluck().get() ?? 0n
  expect(total('SELECT sum(quantity_e5) FROM movement_total')).toBe(
    total("SELECT sum(l.quantity_e5) FROM bonded_list b JOIN list_line l ON l.list_id = b.id WHERE b.status = 'booked'"),
  )
  for (const { draftId } of made) {
    const { state, listNo } = books.services.listDrafts.summary(draftId)
    if (state === 'accepted') expect(listNo).not.toBe('')
  }
  // Conservation is asserted by the balance itself.
  books.services.writeOff.compute(books.services.handbooks.require(books.handbookNo).id)
}

test('whatever is done to lists in whatever order, each is booked once or not at all, and nothing booked is edited', () => {
  const counts = new Map<string, { done: number; refused: number }>()
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...Object.keys(deeds), ...oftenDone), fc.nat({ max: 1000 })), {
        minLength: 5,
        maxLength: 40,
        size: 'max',
      }),
      (steps) => {
        books.db.exec('SAVEPOINT one_run')
        made = []
        numbers = 0
        try {
          for (const [name, n] of steps) {
            const count = counts.get(name) ?? { done: 0, refused: 0 }
            counts.set(name, count)
            try {
              books.write(() => deeds[name]?.(n))
              count.done += 1
            } catch (error) {
              if (!(error instanceof Refusal)) throw error
              count.refused += 1
            }
          }
          check()
        } finally {
          books.db.exec('ROLLBACK TO one_run; RELEASE one_run')
        }
      },
    ),
    { numRuns: 60 },
  )
  // The run means something: everything was done.
  for (const name of Object.keys(deeds)) expect(counts.get(name)?.done ?? 0, name).toBeGreaterThan(5)
}, 120_000)
