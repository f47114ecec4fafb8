import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openListBooks, shippedHead } from '../../../test/list-books.ts'
import type { ListBooks } from '../../../test/list-books.ts'
import { day } from '../../../shared/domain/day.ts'
import { printQuantity } from '../../../shared/domain/exact.ts'
import type { ListBusiness } from '../../../shared/domain/list-business.ts'

let books: ListBooks
beforeEach(async () => {
  books = await openListBooks()
})
afterEach(() => books.close())

const filingId = randomUUID()
const on = day('2025-12-30')
type Line = Record<string, string>

function draft(business: ListBusiness, lines: Line[], head: Line = {}): string {
  return books.write(({ listDrafts }) => {
    const { draftId, savedAt } = listDrafts.createByHand({ handbookNo: books.handbookNo, business })
    const { head: filled } = listDrafts.get(draftId)
    const whole = Object.fromEntries(Object.entries({ ...shippedHead, ...filled, ...head }).filter(([, text]) => text !== ''))
    listDrafts.save({ draftId, head: whole, lines, savedAt })
    return draftId
  })
}
const file = (draftId: string) => books.write(({ listDrafts }) => listDrafts.markFiled(draftId, filingId))
const accept = (draftId: string, listNo: string, status: 'booked' | 'reserved' | 'unbooked' = 'booked') =>
  books.write(({ listDrafts }) => listDrafts.accept(draftId, { listNo, seqNo: `S-${listNo}`, on, status }))
const material = (seq: number) => {
  const { materials } = books.services.writeOff.compute(books.services.handbooks.require(books.handbookNo).id)
  const found = materials.find((each) => each.seq === seq)
  return { balance: printQuantity(found?.balance ?? (0n as never)), reserved: printQuantity(found?.reserved ?? (0n as never)) }
}
const list = (listNo: string) => books.services.bondedLists.get(books.handbookNo, listNo)
const guardsOf = (draftId: string, rule: string) =>
  books.services.listDrafts.toBeFiled(draftId).guards.filter((each) => each.rule === rule)
const blocking = (draftId: string) =>
  books.services.listDrafts.toBeFiled(draftId).guards.filter(({ severity }) => severity === 'blocks')
const change = (listNo: string, lines: (lines: Line[]) => Line[], deletes = false) =>
  books.write(({ listDrafts }) => {
    const { draftId, savedAt } = listDrafts.createChange({ handbookNo: books.handbookNo, listNo, delete: deletes })
    const { head, body } = listDrafts.get(draftId)
    if (!deletes) listDrafts.save({ draftId, head, lines: lines(body.map(({ cells }) => cells)), savedAt })
    return draftId
  })

describe('a new list', () => {
  test('is filled with what is known, and its empty cells are proposed, never written over', () => {
    const draftId = draft('import', [
      { itemSeq: '1', quantity: '10' },
      { itemSeq: '1', quantity: '3', unitPrice: '0.666', total: '2' },
    ])
    const { head, body, mode, innerNo, declaration } = books.services.listDrafts.get(draftId)
    expect({ mode, innerNo }).toEqual({ mode: '0615', innerNo: 'L20251230-001' })
    expect(head).toMatchObject({ customsDistrict: '2332', declaredOn: '2025-12-30', declarationForm: '1', listType: '0' })
    expect(
      body.map(({ cells, proposed }) => [cells['total'], proposed['total'], proposed['unitPrice'], proposed['legalQuantity']]),
    ).toEqual([
      [undefined, '6.5', '0.65', '10'],
      ['2', undefined, undefined, '3'],
    ])
    expect(declaration).toMatchObject([{ no: 1, quantity: '13', total: '8.5', lineNos: [1, 2] }])
    expect(blocking(draftId)).toEqual([])
    const proposal = books.services.listDrafts.proposal(draftId)
    expect(
      'problems' in proposal
        ? proposal
        : [proposal.head.seqNo, proposal.lines.map(({ mark, declarationLineNo }) => [mark, declarationLineNo])],
    ).toEqual([
      '',
      [
        ['3', 1],
        ['3', 1],
      ],
    ])
  })

  test('is reserved when it is filed, booked when customs says so, and each comes but once', () => {
    const draftId = draft('import', [{ itemSeq: '1', quantity: '10' }])
    file(draftId)
    file(draftId)
    expect(material(1)).toEqual({ balance: '0', reserved: '10' })
    expect(list('L20251230-001')).toMatchObject({ status: 'reserved', draftId, edition: 0 })
    accept(draftId, 'QD233225I000000900', 'reserved')
    expect(material(1)).toEqual({ balance: '0', reserved: '10' })
    accept(draftId, 'QD233225I000000900')
    accept(draftId, 'QD233225I000000900')
    accept(draftId, 'QD233225I000000900', 'reserved') // late
    expect(material(1)).toEqual({ balance: '10', reserved: '0' })
    expect(list('QD233225I000000900')).toMatchObject({
      status: 'booked',
      innerNo: 'L20251230-001',
      seqNo: 'S-QD233225I000000900',
    })
    expect(books.services.bondedLists.list(books.handbookNo, { offset: 0, limit: 9 }).total).toBe(1)
    expect(books.services.listDrafts.summary(draftId)).toMatchObject({ state: 'accepted', listNo: 'QD233225I000000900' })
    expect(books.refused(({ listDrafts }) => listDrafts.discard(draftId)).code).toBe('listDraft.accepted')
    expect(
      books.refused(({ listDrafts }) => listDrafts.accept(draftId, { listNo: 'QD2', seqNo: '', on, status: 'booked' })).code,
    ).toBe('list.otherNumber')
  })

  test('that comes back frees what it reserved; sent again it stands once', () => {
    const draftId = draft('import', [{ itemSeq: '1', quantity: '10' }])
    file(draftId)
    books.write(({ listDrafts }) => listDrafts.markReturned(draftId))
    books.write(({ listDrafts }) => listDrafts.markReturned(draftId))
    expect(material(1)).toEqual({ balance: '0', reserved: '0' })
    books.write(({ listDrafts }) => listDrafts.setHead(draftId, { remark: '补充说明' }))
    expect(
      books.refused(({ listDrafts }) => listDrafts.accept(draftId, { listNo: 'QD1', seqNo: '', on, status: 'booked' })).code,
    ).toBe('listDraft.notFiled')
    file(draftId)
    expect(blocking(draftId)).toEqual([])
    accept(draftId, 'QD1')
    expect(material(1)).toEqual({ balance: '10', reserved: '0' })
    expect(books.services.bondedLists.list(books.handbookNo, { offset: 0, limit: 9 })).toMatchObject({
      total: 1,
      rows: [{ listNo: 'QD1' }],
    })
  })

  test('is approved although a return came first, as long as nobody has touched it', () => {
    const draftId = draft('import', [{ itemSeq: '1', quantity: '10' }])
    file(draftId)
    books.write(({ listDrafts }) => listDrafts.markReturned(draftId))
    accept(draftId, 'QD1')
    expect(material(1).balance).toBe('10')
  })

  test('is not counted twice where a workbook brought it before its receipt', () => {
    const draftId = draft('import', [{ itemSeq: '1', quantity: '10' }])
    file(draftId)
    const { id } = books.services.handbooks.require(books.handbookNo)
    const importId = BigInt(
      books.db
        .prepare(
          "INSERT INTO list_import (handbook_id, file_id, imported_at, lists, lines) SELECT id, source_file_id, '', 1, 1 FROM handbook",
        )
        .run().lastInsertRowid,
    )
    const row = (listNo: string) => ({
      handbook_id: id,
      list_no: listNo,
      inner_no: '',
      seq_no: '',
      direction: 'I' as const,
      goods: 'I' as const,
      mode: '0615',
      list_type: '',
      declared_on: '2025-12-30',
      related_handbook_no: '',
      status: 'booked' as const,
      import_id: importId,
      draft_id: null,
    })
    const line = {
      line_no: 1n,
      item_seq: 1n,
      version: '',
      quantity_e5: 1_000_000n,
      unit_price_e5: null,
      total_e5: null,
      currency: '502',
    }
    const besides = { legal_quantity_e5: null, origin_country: '', destination_country: '' }
    books.services.bondedLists.booking.enter(row('QD1'), [{ ...line, ...besides }])
    books.services.bondedLists.booking.enter(row('QD2'), [{ ...line, ...besides, quantity_e5: 1n }])
    expect(material(1)).toEqual({ balance: '10.00001', reserved: '10' })
    expect(
      books.refused(({ listDrafts }) => listDrafts.accept(draftId, { listNo: 'QD2', seqNo: '', on, status: 'booked' })).code,
    ).toBe('list.numberTaken')
    accept(draftId, 'QD1')
    expect(material(1)).toEqual({ balance: '10.00001', reserved: '0' })
  })

  test('refuses to be saved over what somebody else has saved, and cells that nobody knows', () => {
    const draftId = draft('import', [])
    const { head, savedAt } = { ...books.services.listDrafts.get(draftId) }
    books.write(({ listDrafts }) => listDrafts.setHead(draftId, { remark: '一' }))
    expect(books.refused(({ listDrafts }) => listDrafts.save({ draftId, head, lines: [], savedAt })).code).toBe(
      'listDraft.savedMeanwhile',
    )
    expect(books.refused(({ listDrafts }) => listDrafts.setHead(draftId, { hsCode: '1' })).code).toBe('listDraft.unknownField')
  })
})

describe('a change of a list in the books (R-68)', () => {
  beforeEach(() => {
    const draftId = draft('import', [
      { itemSeq: '1', quantity: '10' },
      { itemSeq: '2', quantity: '5' },
    ])
    file(draftId)
    accept(draftId, 'QD1')
  })

  test('takes back what was booked and books the new edition; the old one is never edited', () => {
    const draftId = change('QD1', ([first]) => [{ ...first, quantity: '8', total: '5.2' }])
    const { body, deleted, headBefore } = books.services.listDrafts.get(draftId)
    expect([body[0]?.before?.['quantity'], deleted.map(({ lineNo }) => lineNo), headBefore?.['innerNo']]).toEqual([
      '10',
      [2],
      'L20251230-001',
    ])
    const proposal = books.services.listDrafts.proposal(draftId)
    expect(
      'problems' in proposal ? proposal : [proposal.head.listNo, proposal.head.changeNo, proposal.lines.map(({ mark }) => mark)],
    ).toEqual(['QD1', 1, ['1', '2']])
    file(draftId)
    expect(material(1)).toEqual({ balance: '10', reserved: '0' })
    accept(draftId, 'QD1')
    accept(draftId, 'QD1')
    expect([material(1).balance, material(2).balance]).toEqual(['8', '0'])
    expect(list('QD1')).toMatchObject({ edition: 1, status: 'booked', lines: [{ quantity: '8' }] })
    expect(books.services.bondedLists.list(books.handbookNo, { offset: 0, limit: 9 }).total).toBe(1)
    expect(books.services.bondedLists.countByStatus(1n)).toEqual({ booked: 1, reserved: 0, unbooked: 0, deleted: 0 })
    const movements = books.db.prepare('SELECT quantity_e5, reverses_id IS NULL AS stands FROM movement ORDER BY id').all()
    expect(movements).toHaveLength(5)

    // And once more, on the new edition.
    const again = change('QD1', ([first]) => [{ ...first, quantity: '9', total: '5.85' }])
    file(again)
    accept(again, 'QD1')
    expect(list('QD1').edition).toBe(2)
    expect(material(1).balance).toBe('9')
  })

  test('without a line in the middle says so of that line alone; the others keep their numbers, in the next change too', () => {
    const draftId = draft('import', [
      { itemSeq: '1', quantity: '7', levyMode: '1' },
      { itemSeq: '2', quantity: '4' },
      { itemSeq: '1', quantity: '6', remark: '末行' },
    ])
    file(draftId)
    accept(draftId, 'QD2')
    const marks = (changed: string) => {
      const proposal = books.services.listDrafts.proposal(changed)
      return 'problems' in proposal ? proposal : proposal.lines.map(({ lineNo, itemSeq, mark }) => `${lineNo} ${itemSeq} ${mark}`)
    }

    const without = change('QD2', (lines) => lines.toSpliced(1, 1))
    const { body, deleted } = books.services.listDrafts.get(without)
    expect(body.map(({ lineNo, cells, before }) => [lineNo, cells['remark'], before?.['remark']])).toEqual([
      [1, undefined, undefined],
      [3, '末行', '末行'],
    ])
    expect(deleted.map(({ lineNo }) => lineNo)).toEqual([2])
    expect(marks(without)).toEqual(['1 1 0', '2 2 2', '3 1 0'])
    const saved = books.services.journal.list({ offset: 0, limit: 50 }).rows.find(({ what }) => what === '修改清单草稿')
    expect(Object.keys(saved?.before ?? {})).toEqual(['删去的第 2 行'])
    file(without)
    accept(without, 'QD2')
    expect(list('QD2').lines.map(({ lineNo, quantity }) => [lineNo, quantity])).toEqual([
      [1, '7'],
      [3, '6'],
    ])

    const more = change('QD2', (lines) => [...lines, { itemSeq: '2', quantity: '2' }])
    expect(books.services.listDrafts.get(more).body.map(({ lineNo, cells }) => [lineNo, cells['remark']])).toEqual([
      [1, undefined],
      [3, '末行'],
      [4, undefined],
    ])
    expect(marks(more)).toEqual(['1 1 0', '3 1 0', '4 2 3'])
  })

  test('a deletion takes it back, once', () => {
    const draftId = change('QD1', (lines) => lines, true)
    expect(books.services.listDrafts.summary(draftId).declarationType).toBe('3')
    file(draftId)
    expect(material(1).balance).toBe('10')
    accept(draftId, 'QD1')
    accept(draftId, 'QD1')
    expect(material(1)).toEqual({ balance: '0', reserved: '0' })
    expect(list('QD1').status).toBe('deleted')
    expect(
      books.refused(({ listDrafts }) => listDrafts.createChange({ handbookNo: books.handbookNo, listNo: 'QD1', delete: false })),
    ).toMatchObject({ code: 'list.cannotChange' })
  })

  test('one at a time; not where nothing differs, and not of a written-off handbook', () => {
    const draftId = change('QD1', (lines) => lines)
    expect(guardsOf(draftId, 'R-68')).toMatchObject([{ severity: 'blocks', message: '与账内清单没有不同，不用变更' }])
    expect(
      books.refused(({ listDrafts }) => listDrafts.createChange({ handbookNo: books.handbookNo, listNo: 'QD1', delete: true }))
        .message,
    ).toContain('已有一份变更或删除草稿')
    books.write(({ handbookLife }) => handbookLife.record(1n, 'closed', on))
    expect(guardsOf(draftId, 'R-68')).toMatchObject([{ severity: 'blocks' }])
    books.write(({ listDrafts }) => listDrafts.discard(draftId))
    expect(
      books.refused(({ listDrafts }) => listDrafts.createChange({ handbookNo: books.handbookNo, listNo: 'QD1', delete: true }))
        .message,
    ).toContain('核销')
    expect(
      books.refused(({ listDrafts }) => listDrafts.createByHand({ handbookNo: books.handbookNo, business: 'import' })).code,
    ).toBe('handbook.closed')
  })

  test('a deletion that would leave materials short is blocked (R-110)', () => {
    const sale = draft('materialSale', [{ itemSeq: '1', quantity: '4', unitPrice: '5' }])
    file(sale)
    const draftId = change('QD1', (lines) => lines, true)
    expect(guardsOf(draftId, 'R-110')).toMatchObject([{ severity: 'blocks', lineNo: 1 }])
  })
})

describe('guards', () => {
  test('R-114: a list that waits counts as well as one that is booked', () => {
    const first = draft('import', [{ itemSeq: '1', quantity: '900' }])
    expect(guardsOf(first, 'R-114')).toEqual([])
    const second = draft('import', [{ itemSeq: '1', quantity: '46.82501' }])
    expect(guardsOf(second, 'R-114')).toEqual([])
    file(first)
    expect(guardsOf(first, 'R-114')).toEqual([])
    expect(guardsOf(second, 'R-114')).toMatchObject([{ severity: 'blocks', lineNo: 1, column: 'quantity' }])
    expect(books.services.listDrafts.get(second).body[0]?.item.left).toBe('46.825')
    books.write(({ listDrafts }) => listDrafts.markReturned(first))
    expect(guardsOf(second, 'R-114')).toEqual([])
  })

  test('R-114: so does a change that waits, by what it adds', () => {
    const first = draft('import', [{ itemSeq: '1', quantity: '900' }])
    file(first)
    accept(first, 'QD1')
    const changed = change('QD1', ([line]) => [{ ...line, quantity: '940', total: '611' }])
    const second = draft('import', [{ itemSeq: '1', quantity: '10' }])
    expect(guardsOf(second, 'R-114')).toEqual([])
    file(changed)
    expect(guardsOf(changed, 'R-114')).toEqual([])
    expect(guardsOf(second, 'R-114')).toMatchObject([{ severity: 'blocks', message: expect.stringContaining('超出 3.175') }])
  })

  test('R-110: no more material leaves than there is', () => {
    const bought = draft('import', [{ itemSeq: '1', quantity: '10' }])
    file(bought)
    const sold = (quantity: string) => draft('reexport', [{ itemSeq: '1', quantity }])
    expect(guardsOf(sold('10'), 'R-110')).toEqual([])
    expect(guardsOf(sold('10.00001'), 'R-110')).toMatchObject([{ severity: 'blocks' }])
  })

  test('R-33, R-35, R-115: a product needs its version and declared consumption; its materials are looked at', () => {
    const draftId = draft('export', [
      { itemSeq: '1', version: '1', quantity: '1' },
      { itemSeq: '1', version: '77', quantity: '1' },
    ])
    expect(guardsOf(draftId, 'R-33')).toMatchObject([{ severity: 'blocks', lineNo: 2, column: 'version' }])
    expect(guardsOf(draftId, 'R-115').every(({ severity }) => severity === 'warns')).toBe(true)
    expect(guardsOf(draftId, 'R-115').length).toBeGreaterThan(0)
    expect(guardsOf(draft('export', [{ itemSeq: '1', version: '1', quantity: '99999999' }]), 'R-115')).toContainEqual(
      expect.objectContaining({ severity: 'blocks', lineNo: 1 }),
    )
  })

  test('R-2: a business that the letter does not know is refused; a sale is taxed', () => {
    const { head } = books.services.listDrafts.get(draft('materialSale', []))
    expect(head).toMatchObject({ transportMode: '9', country: '142' })
    const sale = draft('materialSale', [{ itemSeq: '1', quantity: '1', unitPrice: '1', levyMode: '3' }])
    expect(guardsOf(sale, 'R-2')).toMatchObject([{ severity: 'warns', column: 'levyMode' }])
  })

  test('R-50, R-47: a transfer out names the list and the handbook of the other side', () => {
    const draftId = draft('transferOut', [{ itemSeq: '1', version: '1', quantity: '1' }])
    expect(guardsOf(draftId, 'R-50')).toMatchObject([{ severity: 'blocks', column: 'relatedListNo' }])
    books.write(({ listDrafts }) => listDrafts.setHead(draftId, { relatedListNo: 'QD9', relatedHandbookNo: 'C23325020252' }))
    expect([...guardsOf(draftId, 'R-50'), ...guardsOf(draftId, 'R-47')]).toEqual([])
  })

  test('R-55: a surplus goes between handbooks of one kind', () => {
    const draftId = draft('surplusOut', [{ itemSeq: '1', quantity: '1' }], {
      relatedHandbookNo: 'B23325020252',
      relatedListNo: 'QD1',
    })
    expect(guardsOf(draftId, 'R-55')).toMatchObject([{ severity: 'blocks', column: 'relatedHandbookNo' }])
  })

  test('R-59: no more comes back than has gone', () => {
    const draftId = draft('returnedIn', [{ itemSeq: '1', version: '1', quantity: '1' }])
    expect(guardsOf(draftId, 'R-59')).toMatchObject([{ severity: 'blocks', lineNo: 1 }])
  })

  test('R-116: scrap beyond the tangible loss and its tolerance is told; by-products leave by the same mode', () => {
    const draftId = draft('scrapSale', [{ itemSeq: '1', quantity: '1', unitPrice: '1' }])
    expect(guardsOf(draftId, 'R-116')).toMatchObject([{ severity: 'warns', lineNo: 1 }])
  })

  test('R-185: two drafts with one number block each other', () => {
    const one = draft('import', [{ itemSeq: '1', quantity: '1' }], { innerNo: 'A-1' })
    const other = draft('import', [{ itemSeq: '1', quantity: '1' }], { innerNo: 'A-1' })
    expect([guardsOf(one, 'R-185'), guardsOf(other, 'R-185')]).toMatchObject([[{ severity: 'blocks' }], [{ severity: 'blocks' }]])
    books.write(({ listDrafts }) => listDrafts.discard(other))
    expect(guardsOf(one, 'R-185')).toEqual([])
  })

  test('the validity of the handbook, and a total that is not quantity × price', () => {
    const late = draft('import', [{ itemSeq: '1', quantity: '3', unitPrice: '0.6667', total: '2.1' }], {
      declaredOn: '2027-01-01',
    })
    expect(guardsOf(late, 'R-14')).toMatchObject([{ severity: 'blocks', column: 'declaredOn' }])
    expect(guardsOf(late, 'R-67')).toContainEqual(expect.objectContaining({ severity: 'blocks', column: 'total', lineNo: 1 }))
  })
})

test('drafts of an origin are found by it, told of, and gone with it', () => {
  const draftId = books.write(({ listDrafts }) =>
    listDrafts.create({
      handbookNo: books.handbookNo,
      business: 'transferIn',
      head: { relatedHandbookNo: 'C23325020252' },
      lines: [{ itemSeq: '1', quantity: '1', unitPrice: '0.65' }],
      origin: { kind: 'transfer', id: 'T-1' },
    }),
  )
  expect(books.services.listDrafts.ofOrigin('transfer', 'T-1')).toMatchObject([
    { draftId, lines: 1, state: 'editing', origin: { what: '深加工结转', to: '/transfers/transfers/T-1' } },
  ])
  books.write(({ listDrafts }) => listDrafts.discard(draftId))
  expect(books.services.listDrafts.ofOrigin('transfer', 'T-1')).toMatchObject([{ state: 'discarded' }])
})

test('ten thousand lines, huge figures and odd texts are told of, not choked on', () => {
  const odd = ['', '-1', '0', '1e400', '99999999999999999999', '١٢', '1/3', 'NaN', '=1+1', '\u0000', '🀄'.repeat(50)]
  const lines = Array.from({ length: 10_000 }, (_, index) => ({
    itemSeq: String((index % 60) + 1),
    quantity: index % 7 === 0 ? (odd[index % odd.length] ?? '') : String(index + 1),
    unitPrice: index % 11 === 0 ? '1000000000000' : '0.0001',
  }))
  const start = performance.now()
  const draftId = draft('import', lines)
  const { guards, body, blocks } = books.services.listDrafts.get(draftId)
  expect(body).toHaveLength(10_000)
  expect(guards.length).toBeLessThanOrEqual(1001)
  expect(blocks).toBeGreaterThan(1000)
  expect(books.services.listDrafts.proposal(draftId)).toHaveProperty('problems')
  expect(performance.now() - start).toBeLessThan(20_000)
  expect(books.refused(({ listDrafts }) => listDrafts.markFiled(draftId, filingId)).code).toBe('listDraft.wrong')
})
