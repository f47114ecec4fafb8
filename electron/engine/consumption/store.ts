import type { Output } from '../../../shared/contract/contract.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { Database } from '../database/connection.ts'

type EvidenceKind = Output<'consumption.addEvidence'>['kind']
type ChallengeStep = Output<'consumption.challenges'>['challenges'][number]['steps'][number]['state']

/** Of one handbook. */
export interface Version {
  handbook_id: bigint
  product_seq: bigint
  version: string
}

interface NewEvidenceRow extends Version {
  kind: EvidenceKind
  file_id: string
  name: string
  note: string
  added_at: string
  added_by: string
}
export interface EvidenceRow extends NewEvidenceRow {
  id: bigint
  handbook_no: string
  size: bigint
  sha256: string
  withdrawn: string | null
  withdrawn_at: string | null
  withdrawn_by: string | null
}

interface NewChallengeRow extends Version {
  notice_no: string
  received_on: Day
  file_id: string | null
  recorded_at: string
  recorded_by: string
}
export interface ChallengeRow extends NewChallengeRow {
  id: bigint
  handbook_no: string
  product_name: string
}

interface NewAnswerRow {
  challenge: bigint
  state: ChallengeStep
  happened_on: Day
  answer: string
  file_id: string | null
  recorded_at: string
  recorded_by: string
}
type AnswerRow = NewAnswerRow & { id: bigint }

/** A domestic sale that was converted by a version. */
interface SaleRow extends Version {
  sale_id: string
  sale_no: bigint
  sold_on: Day
}

export class ConsumptionStore {
  private readonly evidenceOfVersion
  private readonly evidenceById
  private readonly evidenceByHash
  private readonly evidenceCounts
  private readonly insertEvidence
  private readonly withdraw
  private readonly challenges
  private readonly challengeById
  private readonly insertChallenge
  private readonly answers
  private readonly insertAnswer
  private readonly sales
  private readonly insertSale
  private readonly release

  constructor(db: Database) {
    const evidence = `
      SELECT e.*, h.handbook_no, f.size, f.sha256
        FROM consumption_evidence e JOIN stored_file f ON f.file_id = e.file_id JOIN handbook h ON h.id = e.handbook_id`
    this.evidenceOfVersion = db.prepare<[bigint, bigint, string], EvidenceRow>(
      `${evidence} WHERE e.handbook_id = ? AND e.product_seq = ? AND e.version = ? ORDER BY e.id`,
    )
    this.evidenceById = db.prepare<[bigint], EvidenceRow>(`${evidence} WHERE e.id = ?`)
    this.evidenceByHash = db.prepare<[string], EvidenceRow>(`${evidence} WHERE f.sha256 = ? ORDER BY e.id LIMIT 1`)
    this.evidenceCounts = db.prepare<[bigint], { product_seq: bigint; version: string; n: bigint }>(`
      SELECT product_seq, version, count(*) AS n FROM consumption_evidence
       WHERE handbook_id = ? AND withdrawn IS NULL GROUP BY product_seq, version`)
    this.insertEvidence = db.prepare<NewEvidenceRow>(`
      INSERT INTO consumption_evidence (handbook_id, product_seq, version, kind, file_id, name, note, added_at, added_by)
      VALUES (@handbook_id, @product_seq, @version, @kind, @file_id, @name, @note, @added_at, @added_by)`)
    this.withdraw = db.prepare<[string, string, string, bigint]>(
      'UPDATE consumption_evidence SET withdrawn = ?, withdrawn_at = ?, withdrawn_by = ? WHERE id = ?',
    )
    const challenge = `
      SELECT c.*, h.handbook_no, coalesce(i.name, '') AS product_name
        FROM consumption_challenge c JOIN handbook h ON h.id = c.handbook_id
        LEFT JOIN item i ON i.handbook_id = c.handbook_id AND i.kind = 'E' AND i.seq = c.product_seq`
    this.challenges = db.prepare<{ handbook_id: bigint | null }, ChallengeRow>(
      `${challenge} WHERE @handbook_id IS NULL OR c.handbook_id = @handbook_id ORDER BY c.received_on DESC, c.id DESC`,
    )
    this.challengeById = db.prepare<[bigint], ChallengeRow>(`${challenge} WHERE c.id = ?`)
    this.insertChallenge = db.prepare<NewChallengeRow>(`
      INSERT INTO consumption_challenge (handbook_id, product_seq, version, notice_no, received_on, file_id, recorded_at, recorded_by)
      VALUES (@handbook_id, @product_seq, @version, @notice_no, @received_on, @file_id, @recorded_at, @recorded_by)`)
    this.answers = db.prepare<[bigint], AnswerRow>('SELECT * FROM consumption_challenge_event WHERE challenge = ? ORDER BY id')
    this.insertAnswer = db.prepare<NewAnswerRow>(`
      INSERT INTO consumption_challenge_event (challenge, state, happened_on, answer, file_id, recorded_at, recorded_by)
      VALUES (@challenge, @state, @happened_on, @answer, @file_id, @recorded_at, @recorded_by)`)
    this.sales = db.prepare<[bigint], SaleRow>(
      'SELECT * FROM consumption_sale WHERE handbook_id = ? AND released_at IS NULL ORDER BY id',
    )
    this.insertSale = db.prepare<SaleRow>(`
      INSERT INTO consumption_sale (handbook_id, product_seq, version, sale_id, sale_no, sold_on)
      VALUES (@handbook_id, @product_seq, @version, @sale_id, @sale_no, @sold_on)`)
    this.release = db.prepare<[string, string]>(
      'UPDATE consumption_sale SET released_at = ? WHERE sale_id = ? AND released_at IS NULL',
    )
  }

  evidenceOf({ handbook_id, product_seq, version }: Version): EvidenceRow[] {
    return this.evidenceOfVersion.all(handbook_id, product_seq, version)
  }

  findEvidence(id: number | bigint): EvidenceRow | undefined {
    return this.evidenceById.get(BigInt(id))
  }

  /** The first evidence of any handbook with these bytes. */
  evidenceWithBytes(sha256: string): EvidenceRow | undefined {
    return this.evidenceByHash.get(sha256)
  }

  /** Of each version, without what has been withdrawn. */
  countEvidence(handbookId: bigint): { product_seq: bigint; version: string; n: bigint }[] {
    return this.evidenceCounts.all(handbookId)
  }

  addEvidence(row: NewEvidenceRow): bigint {
    return BigInt(this.insertEvidence.run(row).lastInsertRowid)
  }

  withdrawEvidence(id: bigint, reason: string, at: string, by: string): void {
    this.withdraw.run(reason, at, by, id)
  }

  /** Newest first; of all handbooks where null. */
  challengesOf(handbookId: bigint | null): ChallengeRow[] {
    return this.challenges.all({ handbook_id: handbookId })
  }

  findChallenge(id: number | bigint): ChallengeRow | undefined {
    return this.challengeById.get(BigInt(id))
  }

  addChallenge(row: NewChallengeRow): bigint {
    return BigInt(this.insertChallenge.run(row).lastInsertRowid)
  }

  answersTo(challenge: bigint): AnswerRow[] {
    return this.answers.all(challenge)
  }

  addAnswer(row: NewAnswerRow): void {
    this.insertAnswer.run(row)
  }

  /** Those that stand. */
  salesOf(handbookId: bigint): SaleRow[] {
    return this.sales.all(handbookId)
  }

  addSale(row: SaleRow): void {
    this.insertSale.run(row)
  }

  releaseSale(saleId: string, at: string): void {
    this.release.run(at, saleId)
  }
}
