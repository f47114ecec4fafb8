import { evidenceKinds } from '../../../shared/contract/consumption.ts'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Clock } from '../clock.ts'
import type { FilesService, StoredFile } from '../files/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { ConsumptionStore, EvidenceRow, Version } from './store.ts'

type Evidence = Output<'consumption.withdrawEvidence'>
type VersionInput = Input<'consumption.evidence'>

interface Neighbours {
  files: FilesService
  operators: OperatorsService
  journal: JournalService
}

/** 证据档案 of a version: append-only; what was wrong is withdrawn with its reason and stays. */
export class VersionEvidence {
  private readonly store: ConsumptionStore
  private readonly services: Neighbours
  private readonly clock: Clock
  private readonly requireVersion: (of: VersionInput) => Version

  constructor(store: ConsumptionStore, services: Neighbours, clock: Clock, requireVersion: (of: VersionInput) => Version) {
    this.store = store
    this.services = services
    this.clock = clock
    this.requireVersion = requireVersion
  }

  list(of: VersionInput): Output<'consumption.evidence'> {
    return { evidence: this.store.evidenceOf(this.requireVersion(of)).map(printEvidence) }
  }

  /**
   * Keeps a file as evidence. Bytes that are kept already are not kept again: `unneeded` is then the upload, whose bytes may go
   * once this is committed.
   * @throws Refusal consumption.noVersion, file.notFound, file.missing, evidence.alreadyThere
   */
  add(input: Input<'consumption.addEvidence'>): { added: Output<'consumption.addEvidence'>; unneeded: string | undefined } {
    const version = this.requireVersion(input)
    const { files, journal } = this.services
    const file = files.require(input.fileId)
    const there = this.store.evidenceOf(version).find((row) => row.withdrawn === null && row.sha256 === file.sha256)
    if (there)
      refuse({
        code: 'evidence.alreadyThere',
        message: `“${file.name}”与档案里的“${there.name}”内容相同，没有再存`,
        at: { field: 'fileId' },
        next: '要改类别或说明，请先撤下原来那份',
      })
    const before = this.store.evidenceWithBytes(file.sha256)
    const kept = files.sameBytes({ fileId: file.file_id, sha256: file.sha256 }) ?? file
    const id = this.store.addEvidence({
      ...version,
      kind: input.kind,
      file_id: kept.file_id,
      name: file.name,
      note: input.note,
      added_at: this.clock.now(),
      added_by: this.services.operators.onDuty()?.name ?? '',
    })
    const unneeded = kept.file_id !== file.file_id && files.forget(file.file_id) ? file.file_id : undefined
    journal.record({
      subject: subjectOf(input),
      what: `存入证据“${file.name}”`,
      after: { 类别: evidenceKinds[input.kind], 说明: input.note, 'SHA-256': file.sha256 },
    })
    const keptBefore = before
      ? {
          handbookNo: before.handbook_no,
          productSeq: Number(before.product_seq),
          version: before.version,
          name: before.name,
        }
      : null
    return { added: { ...this.require(id), keptBefore }, unneeded }
  }

  /** @throws Refusal evidence.notFound, evidence.withdrawn */
  withdraw({ evidenceId, reason }: Input<'consumption.withdrawEvidence'>): Evidence {
    const row = this.store.findEvidence(evidenceId) ?? notFound()
    if (row.withdrawn !== null)
      refuse({ code: 'evidence.withdrawn', message: `“${row.name}”已经撤下`, at: { field: 'evidenceId' } })
    this.store.withdrawEvidence(row.id, reason, this.clock.now(), this.services.operators.onDuty()?.name ?? '')
    this.services.journal.record({
      subject: subjectOf({ handbookNo: row.handbook_no, productSeq: Number(row.product_seq), version: row.version }),
      what: `撤下证据“${row.name}”`,
      after: { 原因: reason },
    })
    return this.require(row.id)
  }

  /** What is exported: the evidence that stands, with its file. @throws Refusal evidence.none, file.missing */
  standing(of: VersionInput): { evidence: Evidence; file: StoredFile }[] {
    const rows = this.store.evidenceOf(this.requireVersion(of)).filter((row) => row.withdrawn === null)
    if (rows.length === 0)
      refuse({ code: 'evidence.none', message: '这个版本还没有证据', next: '请先存入照片、图纸、工艺文件等' })
    return rows.map((row) => ({ evidence: printEvidence(row), file: this.services.files.require(row.file_id) }))
  }

  private require(id: bigint): Evidence {
    return printEvidence(this.store.findEvidence(id) ?? notFound())
  }
}

const notFound = () => refuse({ code: 'evidence.notFound', message: '没有这份证据', at: { field: 'evidenceId' } })

/** A version, as the journal names it. */
export const subjectOf = ({ handbookNo, productSeq, version }: VersionInput): string =>
  `手册 ${handbookNo} 成品 ${productSeq} 单耗版本 ${version}`

const printEvidence = (row: EvidenceRow): Evidence => ({
  evidenceId: Number(row.id),
  kind: row.kind,
  name: row.name,
  fileId: row.file_id,
  size: Number(row.size),
  sha256: row.sha256,
  note: row.note,
  addedAt: row.added_at,
  addedBy: row.added_by,
  withdrawn: row.withdrawn,
  withdrawnAt: row.withdrawn_at,
  withdrawnBy: row.withdrawn_by,
})
