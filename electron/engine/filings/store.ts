import type * as z from 'zod'
import type { filingKind, filingState } from '../../../shared/contract/filings.ts'
import type { Database } from '../database/connection.ts'

export type FilingState = z.infer<typeof filingState>
export type FilingKind = z.infer<typeof filingKind>

export interface FilingRow {
  id: bigint
  filing_id: string
  kind: FilingKind
  handbook_id: bigint | null
  /** Empty while customs has given none. */
  handbook_no: string
  draft_id: string | null
  /** Of what the draft proposed when it was frozen. */
  proposal_sha256: string | null
  subject: string
  /** 统一编号 in the message, or the one that the answers have given. */
  seq_no: string
  /** 清单编号 that an answer has given; empty before, and of what is no list. */
  list_no: string
  rule_version: string
  made_by: bigint | null
  made_by_name: string
  created_at: string
  /** Of the last event. */
  state: FilingState
  signed_at: string | null
  exported_at: string | null
  sequence: bigint | null
  key_name: string | null
  package_name: string | null
  package_size: bigint | null
  package_sha256: string | null
  previous_sha256: string | null
}

type NewFilingRow = Omit<
  FilingRow,
  | 'id'
  | 'handbook_no'
  | 'list_no'
  | 'state'
  | 'signed_at'
  | 'exported_at'
  | 'sequence'
  | 'key_name'
  | 'package_name'
  | 'package_size'
  | 'package_sha256'
  | 'previous_sha256'
>

export interface CheckRow {
  severity: 'passes' | 'warns' | 'blocks'
  rule: string
  message: string
  /** A path of the window where it is mended. */
  to?: string
}

export interface FigureRow {
  label: string
  value: string
}

interface FileHead {
  name: string
  size: bigint
  sha256: string
  sm3: string
  file_id: string
}
export type NewFile = Omit<FileHead, 'size'> & { bytes: Uint8Array }

export interface EventRow {
  at: string
  action:
    | 'created'
    | 'superseded'
    | 'signed'
    | 'exported'
    | 'receipt'
    | 'answered'
    | 'discarded'
    | 'queued'
    | 'withdrawn'
    | 'sent'
    | 'outcomeUnknown'
    | 'stopped'
  state: FilingState
  note: string
  file_id: string | null
}

interface PackageRow {
  filing: bigint
  sequence: bigint
  name: string
  signing_key: bigint
  sha256: string
  previous_sha256: string | null
  manifest: Uint8Array
  bytes: Uint8Array
}

/** The size of a package comes from its record, not from its bytes: a table of filings reads no package. */
const filings = `
  SELECT f.id, f.filing_id, f.kind, f.handbook_id, coalesce(h.handbook_no, '') AS handbook_no, f.draft_id, f.proposal_sha256, f.subject,
         coalesce(nullif(f.seq_no, ''), (SELECT seq_no FROM filing_receipt WHERE filing = f.id AND seq_no <> '' ORDER BY id DESC LIMIT 1), '') AS seq_no,
         coalesce((SELECT list_no FROM filing_receipt WHERE filing = f.id AND list_no <> '' ORDER BY id DESC LIMIT 1), '') AS list_no,
         f.rule_version, f.made_by, f.made_by_name, f.created_at,
         (SELECT state FROM filing_event WHERE filing = f.id ORDER BY id DESC LIMIT 1) AS state,
         (SELECT at FROM filing_event WHERE filing = f.id AND action = 'signed') AS signed_at,
         (SELECT min(at) FROM filing_event WHERE filing = f.id AND action = 'exported') AS exported_at,
         p.sequence, k.name AS key_name, p.name AS package_name, length(p.bytes) AS package_size, p.sha256 AS package_sha256, p.previous_sha256
    FROM filing f
    LEFT JOIN handbook h ON h.id = f.handbook_id
    LEFT JOIN filing_package p ON p.filing = f.id
    LEFT JOIN signing_key k ON k.id = p.signing_key`

export class FilingStore {
  private readonly all
  private readonly ofHandbook
  private readonly byFilingId
  private readonly checks
  private readonly figures
  private readonly fileHeads
  private readonly fileBytes
  private readonly events
  private readonly packageOf
  private readonly last
  private readonly lastSigned
  private readonly possible
  private readonly unsent
  private readonly openOnes
  private readonly insertGap
  private readonly insertFiling
  private readonly setHandbook
  private readonly ofDraft
  private readonly insertCheck
  private readonly insertFigure
  private readonly insertFile
  private readonly insertPackage
  private readonly insertEvent

  constructor(db: Database) {
    this.all = db.prepare<[], FilingRow>(`${filings} ORDER BY f.id DESC`)
    this.ofHandbook = db.prepare<[bigint], FilingRow>(`${filings} WHERE f.handbook_id = ? ORDER BY f.id DESC`)
    this.byFilingId = db.prepare<[string], FilingRow>(`${filings} WHERE f.filing_id = ?`)
    this.checks = db.prepare<[bigint], Required<CheckRow>>(
      'SELECT severity, rule, message, mend_at AS "to" FROM filing_check WHERE filing = ? ORDER BY no',
    )
    this.figures = db.prepare<[bigint], FigureRow>('SELECT label, value FROM filing_figure WHERE filing = ? ORDER BY no')
    this.fileHeads = db.prepare<[bigint], FileHead>(
      'SELECT name, length(bytes) AS size, sha256, sm3, file_id FROM filing_file WHERE filing = ? ORDER BY no',
    )
    this.fileBytes = db.prepare<[bigint], { name: string; bytes: Uint8Array }>(
      'SELECT name, bytes FROM filing_file WHERE filing = ? ORDER BY no',
    )
    this.events = db.prepare<[bigint], EventRow>(
      'SELECT at, action, state, note, file_id FROM filing_event WHERE filing = ? ORDER BY id',
    )
    this.packageOf = db.prepare<[bigint], PackageRow>('SELECT * FROM filing_package WHERE filing = ?')
    this.last = db.prepare<[], { sequence: bigint; sha256: string }>('SELECT sequence, sha256 FROM package_chain_end')
    this.lastSigned = db
      .prepare<[], string>(`
        SELECT coalesce((SELECT e.at FROM filing_package p JOIN filing_event e ON e.filing = p.filing AND e.action = 'signed' WHERE p.sequence = c.sequence),
                        (SELECT recorded_at FROM package_chain_gap WHERE sequence = c.sequence))
          FROM package_chain_end c`)
      .pluck()
    this.possible = db.prepare<Record<'seqNo' | 'listNo' | 'handbookNo' | 'innerNo' | 'ownNo', string>, FilingRow>(`
      ${filings} WHERE f.id IN (
        SELECT id FROM filing WHERE subject IN (@innerNo, @ownNo) AND subject <> ''
        UNION SELECT id FROM filing WHERE seq_no = @seqNo AND seq_no <> ''
        UNION SELECT filing FROM filing_receipt WHERE seq_no = @seqNo AND seq_no <> ''
        UNION SELECT filing FROM filing_receipt WHERE list_no = @listNo AND list_no <> ''
        UNION SELECT id FROM filing WHERE kind <> 'bondedList' AND handbook_id = (SELECT id FROM handbook WHERE handbook_no = @handbookNo))
       ORDER BY f.id DESC`)
    // A self-verification is kept for inspection, a package goes to the partner: no authority answers them, the signature is their end.
    this.openOnes = db
      .prepare<[bigint], bigint>(`
        SELECT count(*) FROM (SELECT kind, (SELECT state FROM filing_event WHERE filing = filing.id ORDER BY id DESC LIMIT 1) AS state
                                FROM filing WHERE handbook_id = ?)
         WHERE state NOT IN ('accepted', 'returned', 'closed') AND NOT (kind IN ('selfVerification', 'transferPackage') AND state = 'signed')`)
      .pluck()
    this.unsent = db
      .prepare<[], bigint>(`
        SELECT count(*) FROM (SELECT id, kind, (SELECT state FROM filing_event WHERE filing = filing.id ORDER BY id DESC LIMIT 1) AS state FROM filing) f
         WHERE (state IN ('draft', 'checked', 'queued') OR state = 'signed' AND kind NOT IN ('selfVerification', 'transferPackage'))
           AND NOT EXISTS (SELECT 1 FROM filing_event WHERE filing = f.id AND action = 'exported')`)
      .pluck()
    this.insertGap = db.prepare<{ sequence: bigint; sha256: string; recorded_at: string }>(
      'INSERT INTO package_chain_gap VALUES (@sequence, @sha256, @recorded_at)',
    )
    this.insertFiling = db.prepare<NewFilingRow>(`
      INSERT INTO filing (filing_id, kind, handbook_id, draft_id, proposal_sha256, subject, seq_no, rule_version, made_by, made_by_name, created_at)
      VALUES (@filing_id, @kind, @handbook_id, @draft_id, @proposal_sha256, @subject, @seq_no, @rule_version, @made_by, @made_by_name, @created_at)`)
    this.setHandbook = db.prepare<[bigint, bigint]>('UPDATE filing SET handbook_id = ? WHERE id = ?')
    this.ofDraft = db.prepare<[string], FilingRow>(`${filings} WHERE f.draft_id = ? ORDER BY f.id DESC`)
    this.insertCheck = db.prepare<Required<CheckRow> & { filing: bigint; no: bigint }>(
      'INSERT INTO filing_check VALUES (@filing, @no, @severity, @rule, @message, @to)',
    )
    this.insertFigure = db.prepare<FigureRow & { filing: bigint; no: bigint }>(
      'INSERT INTO filing_figure VALUES (@filing, @no, @label, @value)',
    )
    this.insertFile = db.prepare<NewFile & { filing: bigint; no: bigint }>(
      'INSERT INTO filing_file (filing, no, name, sha256, sm3, file_id, bytes) VALUES (@filing, @no, @name, @sha256, @sm3, @file_id, @bytes)',
    )
    this.insertPackage = db.prepare<PackageRow>(
      'INSERT INTO filing_package VALUES (@filing, @sequence, @name, @signing_key, @sha256, @previous_sha256, @manifest, @bytes)',
    )
    this.insertEvent = db.prepare<EventRow & { filing: bigint }>(
      'INSERT INTO filing_event (filing, at, action, state, note, file_id) VALUES (@filing, @at, @action, @state, @note, @file_id)',
    )
  }

  /** Newest first; of all handbooks where none is named. */
  list(handbookId: bigint | undefined): FilingRow[] {
    return handbookId === undefined ? this.all.all() : this.ofHandbook.all(handbookId)
  }

  find(id: string): FilingRow | undefined {
    return this.byFilingId.get(id)
  }

  checksOf(filing: bigint): Required<CheckRow>[] {
    return this.checks.all(filing)
  }

  figuresOf(filing: bigint): FigureRow[] {
    return this.figures.all(filing)
  }

  filesOf(filing: bigint): FileHead[] {
    return this.fileHeads.all(filing)
  }

  fileBytesOf(filing: bigint): { name: string; bytes: Uint8Array }[] {
    return this.fileBytes.all(filing)
  }

  eventsOf(filing: bigint): EventRow[] {
    return this.events.all(filing)
  }

  findPackage(filing: bigint): PackageRow | undefined {
    return this.packageOf.get(filing)
  }

  /** The end of the chain of packages. */
  lastPackage(): { sequence: bigint; sha256: string } | undefined {
    return this.last.get()
  }

  /** Those that bear one of these numbers, newest first: empty numbers are nobody's. */
  candidates(by: { seqNo: string; listNo: string; handbookNo: string; subjects: readonly [string, string] }): FilingRow[] {
    const { subjects, ...numbers } = by
    return this.possible.all({ ...numbers, innerNo: subjects[0], ownNo: subjects[1] })
  }

  /** Of the end of the chain: when it was signed, or found to be missing from these books. */
  lastSignedAt(): string | undefined {
    return this.lastSigned.get()
  }

  /** Of a handbook: neither settled nor replaced. */
  countOpen(handbookId: bigint): number {
    return Number(this.openOnes.get(handbookId) ?? 0n)
  }

  /** To be handed in, and neither sent nor exported. */
  countUnsent(): number {
    return Number(this.unsent.get() ?? 0n)
  }

  /** Newest first. */
  listOfDraft(draftId: string): FilingRow[] {
    return this.ofDraft.all(draftId)
  }

  add(
    row: NewFilingRow,
    parts: { checks: readonly CheckRow[]; figures: readonly FigureRow[]; files: readonly NewFile[] },
  ): bigint {
    const filing = BigInt(this.insertFiling.run(row).lastInsertRowid)
    parts.checks.forEach((check, no) => this.insertCheck.run({ to: '', ...check, filing, no: BigInt(no) }))
    parts.figures.forEach((figure, no) => this.insertFigure.run({ ...figure, filing, no: BigInt(no) }))
    parts.files.forEach((file, no) => this.insertFile.run({ ...file, filing, no: BigInt(no) }))
    return filing
  }

  /** Of a first filing, when customs has given the handbook its number. */
  attachHandbook(filing: bigint, handbookId: bigint): void {
    this.setHandbook.run(handbookId, filing)
  }

  addPackage(row: PackageRow): void {
    this.insertPackage.run(row)
  }

  addGap(row: { sequence: bigint; sha256: string; recorded_at: string }): void {
    this.insertGap.run(row)
  }

  addEvent(filing: bigint, event: EventRow): void {
    this.insertEvent.run({ ...event, filing })
  }
}
