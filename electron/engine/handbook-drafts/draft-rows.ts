import { refuse } from '../../../shared/contract/errors.ts'
import { keyColumns, lineTotalOf, normaliseCells, rowKey, withFallbacks } from '../../../shared/domain/handbook-record-cells.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { bodyLabels, fieldLabel, partLabels, recordField } from '../../../shared/domain/handbook-record-fields.ts'
import type { RecordBody, RecordPart } from '../../../shared/domain/handbook-record-fields.ts'
import type { JournalService } from '../journal/service.ts'
import type { Draft, DraftStore } from './store.ts'

interface RowToSave {
  rowId: number | null
  cells: Cells
}

/** Beyond this an entry of the journal counts rows instead of telling them. */
const mostToldRows = 500

/** What the clerk writes into a draft: cells as they are, right or wrong, and what follows from them. */
export class DraftRows {
  private readonly store: DraftStore
  private readonly journal: JournalService

  constructor(store: DraftStore, journal: JournalService) {
    this.store = store
    this.journal = journal
  }

  /** @returns the head as it is now. @throws Refusal draft.unknownField, draft.givenField */
  saveHead(draft: Draft, cells: Cells, now: string): Cells {
    requireFields('head', cells)
    for (const id of Object.keys(cells)) {
      if (recordField('head', id)?.given && (cells[id] ?? '') !== (draft.head[id] ?? '')) {
        refuse({
          code: 'draft.givenField',
          message: `“${fieldLabel('head', id)}”由海关或程序给出，不能填写`,
          at: { field: `cells.${id}` },
          next: '请改其他栏目',
        })
      }
    }
    const head = normaliseCells('head', { ...draft.head, ...cells })
    this.store.saveHead(draft.draft_id, head, now)
    this.journal.record({
      subject: subjectOf(draft),
      what: '修改表头',
      before: labelled('head', draft.head),
      after: labelled('head', head),
    })
    return head
  }

  /**
   * Saves the given cells of each row; others of the row stay.
   * @param inForce rows whose numbers a new one must not take, though the draft may have deleted them
   * @throws Refusal draft.unknownField, draft.noSuchRow
   */
  save(draft: Draft, body: RecordBody, rows: readonly RowToSave[], inForce: () => readonly Cells[], now: string): number[] {
    const told = new Told(body)
    const nextSeq = this.sequence(draft, body, rows, inForce)
    const rowIds = rows.map(({ rowId, cells }) => {
      requireFields(body, cells)
      const before = rowId === null ? undefined : this.requireRow(draft, body, rowId)
      const after = body === 'consumptions' ? normaliseCells(body, { ...before, ...cells }) : withTotal(body, before, cells)
      if (before && rowId !== null) {
        this.store.saveRow(rowId, after)
        told.changed(before, after)
        return rowId
      }
      const added = withFallbacks(body, after)
      const numbered = body === 'consumptions' || added['seq'] !== undefined ? added : { ...added, seq: String(nextSeq()) }
      told.changed(undefined, numbered)
      return this.store.addRow(draft.draft_id, body, numbered)
    })
    this.store.touch(draft.draft_id, now)
    this.tell(draft, `保存${bodyLabels[body]} ${rows.length} 行`, told)
    return rowIds
  }

  /** 序号 goes on after the highest that is or was there. */
  private sequence(draft: Draft, body: RecordBody, rows: readonly RowToSave[], inForce: () => readonly Cells[]): () => number {
    if (body === 'consumptions' || rows.every(({ rowId, cells }) => rowId !== null || (cells['seq'] ?? '') !== '')) return () => 0
    const held = this.store.rows(draft.draft_id, body).map(({ cells }) => cells)
    const numbers = [...held, ...inForce(), ...rows.map(({ cells }) => cells)].map(({ seq }) =>
      Number(rowKey(body, { seq: seq ?? '' })),
    )
    let last = numbers.reduce((most, number) => (number > most ? number : most), 0)
    return () => ++last
  }

  remove(draft: Draft, body: RecordBody, rowIds: readonly number[], now: string): number {
    const told = new Told(body)
    for (const rowId of new Set(rowIds)) {
      told.changed(this.requireRow(draft, body, rowId), undefined)
      this.store.removeRow(rowId)
    }
    this.store.touch(draft.draft_id, now)
    this.tell(draft, `删去${bodyLabels[body]} ${told.rows} 行`, told)
    return told.rows
  }

  /** The row of the record in force takes the place of the draft's row with its key. */
  restore(draft: Draft, body: RecordBody, key: string, held: Cells, now: string): number {
    const [row, ...others] = this.store.rows(draft.draft_id, body).filter(({ cells }) => rowKey(body, cells) === key)
    const told = new Told(body)
    told.changed(row?.cells, held)
    for (const { rowId } of others) this.store.removeRow(rowId)
    if (row) this.store.saveRow(row.rowId, held)
    const rowId = row?.rowId ?? this.store.addRow(draft.draft_id, body, held)
    this.store.touch(draft.draft_id, now)
    this.tell(draft, `恢复${bodyLabels[body]}一行`, told)
    return rowId
  }

  replace(draft: Draft, body: RecordBody, rows: readonly Cells[], now: string): void {
    const before = this.store.rows(draft.draft_id, body).length
    this.store.clearBody(draft.draft_id, body)
    for (const cells of rows) this.store.addRow(draft.draft_id, body, cells)
    this.store.touch(draft.draft_id, now)
    this.journal.record({
      subject: subjectOf(draft),
      what: `从工作簿导入${bodyLabels[body]}，替换原有各行`,
      before: { 行数: String(before) },
      after: { 行数: String(rows.length) },
    })
  }

  /** @param versions `productSeq:version`; the draft's rows of these are replaced */
  propose(draft: Draft, versions: ReadonlySet<string>, rows: readonly Cells[], now: string): void {
    const told = new Told('consumptions')
    for (const { rowId, cells } of this.store.rows(draft.draft_id, 'consumptions')) {
      if (!versions.has(`${cells['productSeq'] ?? ''}:${cells['version'] ?? '0'}`)) continue
      told.changed(cells, undefined)
      this.store.removeRow(rowId)
    }
    for (const cells of rows) {
      told.changed(undefined, cells)
      this.store.addRow(draft.draft_id, 'consumptions', cells)
    }
    this.store.touch(draft.draft_id, now)
    this.tell(draft, `提出单耗新版本（成品:版本 ${[...versions].join('、')}）`, told)
  }

  private requireRow(draft: Draft, body: RecordBody, rowId: number): Cells {
    return (
      this.store.row(draft.draft_id, body, rowId) ??
      refuse({
        code: 'draft.noSuchRow',
        message: `草稿的${bodyLabels[body]}里没有这一行`,
        at: { field: 'rowId' },
        next: '请刷新后重试',
      })
    )
  }

  private tell(draft: Draft, what: string, told: Told): void {
    this.journal.record({ subject: subjectOf(draft), what, ...told.fields() })
  }
}

/** Rows as they were and as they are, only the cells that differ: for the journal. */
class Told {
  rows = 0
  private readonly body: RecordBody
  private readonly before: Record<string, string> = {}
  private readonly after: Record<string, string> = {}

  constructor(body: RecordBody) {
    this.body = body
  }

  changed(before: Cells | undefined, after: Cells | undefined): void {
    this.rows += 1
    if (this.rows > mostToldRows) return
    const ids = Object.keys({ ...before, ...after }).filter((id) => (before?.[id] ?? '') !== (after?.[id] ?? ''))
    const key = keyColumns[this.body].map((column) => (after ?? before)?.[column] ?? '').join(':')
    const said = (cells: Cells) =>
      ids.flatMap((id) => (cells[id] === undefined ? [] : [`${fieldLabel(this.body, id)} ${cells[id]}`])).join('；')
    if (before) this.before[`${bodyLabels[this.body]} ${key}`] = said(before)
    if (after) this.after[`${bodyLabels[this.body]} ${key}`] = said(after)
  }

  fields(): { before?: Record<string, string>; after?: Record<string, string> } {
    return this.rows > mostToldRows ? { after: { 行数: String(this.rows) } } : { before: this.before, after: this.after }
  }
}

function requireFields(part: RecordPart, cells: Cells): void {
  const unknown = Object.keys(cells).find((id) => !recordField(part, id))
  if (unknown === undefined) return
  refuse({
    code: 'draft.unknownField',
    message: `${partLabels[part]}没有“${unknown}”这个栏目`,
    at: { field: `cells.${unknown}` },
    next: '请刷新后重试',
  })
}

/** 申报总价 follows quantity and price until somebody gives another. */
function withTotal(body: 'materials' | 'products', before: Cells | undefined, given: Cells): Cells {
  const cells = normaliseCells(body, { ...before, ...given })
  const followed = before === undefined || before['total'] === undefined || before['total'] === lineTotalOf(before)
  const givenTotal = given['total'] !== undefined && given['total'] !== ''
  const total = followed && !givenTotal ? lineTotalOf(cells) : cells['total']
  return total === undefined ? cells : { ...cells, total }
}

const labelled = (part: RecordPart, cells: Cells): Record<string, string> =>
  Object.fromEntries(Object.entries(cells).map(([id, text]) => [fieldLabel(part, id), text]))

export const subjectOf = ({ head }: Pick<Draft, 'head'>): string =>
  head['handbookNo'] === undefined ? `备案草稿 ${head['innerNo'] ?? ''}`.trim() : `手册 ${head['handbookNo']} 变更草稿`
