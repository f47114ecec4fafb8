import type { Output } from '../../../shared/contract/contract.ts'
import { isDeepStrictEqual } from 'node:util'
import { refuse } from '../../../shared/contract/errors.ts'
import { clockOfInstant, dayOfInstant } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { readWriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookDraftsService } from '../handbook-drafts/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { KeyRow } from '../keys/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { Entry } from '../packages/archive.ts'
import { sha256 } from '../packages/build-package.ts'
import { writeManifest } from '../packages/manifest.ts'
import type { Manifest } from '../packages/manifest.ts'
import type { VerifiedPackage } from '../packages/read-package.ts'
import type { SelfVerificationService } from '../self-verification/service.ts'
import type { TaxWriteOffService } from '../tax-write-off/service.ts'
import { yearOfTax } from '../tax-write-off/tax-year.ts'
import { nobody } from '../write-off/service.ts'
import { filingId } from './filing-id.ts'
import type { FilingSources } from './filing-source.ts'
import { describe, kindNames, plainName } from './filing-names.ts'
import { prepareReport, refuseMoved } from './prepare-write-off-report.ts'
import type { PreparedReport, ReportServices } from './prepare-write-off-report.ts'
import {
  refuseChain,
  refuseChanged,
  refuseContents,
  refuseEarlier,
  refuseSigner,
  refuseUnfit,
  refuseWrongTime,
} from './may-sign.ts'
import { taxWriteOffFigures } from './tax-write-off-figures.ts'
import { ReceiptStore } from './receipt-store.ts'
import { FilingStore } from './store.ts'
import type { CheckRow, EventRow, FigureRow, FilingKind, FilingRow, NewFile } from './store.ts'

export type { CheckRow, FigureRow, FilingRow, NewFile } from './store.ts'
export { kindNames, resultNames } from './filing-names.ts'

type Filing = Output<'filings.list'>['filings'][number]
type FilingDetail = Output<'filings.get'>

/** The day on which the rules of shared/domain were last compared with their sources; stands in every package. */
const ruleVersion = '2026-11-20'

/** DESIGN §7; what stopped, or may have been lost, is not sent. */
const statesOnItsWay = {
  queued: 'queued',
  withdrawn: 'signed',
  sent: 'sent',
  outcomeUnknown: 'queued',
  stopped: 'queued',
} as const satisfies Partial<Record<EventRow['action'], FilingRow['state']>>
const answerable: ReadonlySet<FilingRow['state']> = new Set(['signed', 'queued', 'sent'])

/** What is frozen. An unsigned filing of the same draft, or of the same kind, handbook and subject, is replaced by it. */
interface NewFiling {
  kind: FilingKind
  /** Null for the first filing of a handbook. */
  handbookId: bigint | null
  /** What it is made of; null where that is the books themselves. */
  draft: { draftId: string; proposalSha256: string } | null
  /** What tells it from others of its kind: 企业内部编号, the period of a self-verification; empty for a 报核. */
  subject: string
  /** 统一编号 in the message, by which its answer is known; empty where there is none yet. */
  seqNo?: string
  checks: readonly CheckRow[]
  /** The head of what is filed, as a person reads it before signing. */
  figures: readonly FigureRow[]
  files: readonly NewFile[]
}

/** All that the manifest of a package says, but for who signs it. */
interface UnsignedPackage {
  contents: Omit<Manifest, 'format' | 'files' | 'certificateSha256' | 'kind'> & { kind: FilingKind }
  files: Manifest['files']
}

interface Neighbours extends ReportServices {
  handbooks: HandbooksService
  handbookDrafts: HandbookDraftsService
  selfVerification: SelfVerificationService
  taxWriteOff: TaxWriteOffService
  operators: OperatorsService
  journal: JournalService
  sources: FilingSources
}

/** Filings: frozen when they are made, signed once, handed out byte for byte as they were signed (DESIGN §7). */
export class FilingsService {
  private readonly store: FilingStore
  private readonly receipts: ReceiptStore
  private readonly services: Neighbours
  private readonly clock: Clock
  private readonly programVersion: string

  constructor(db: Database, services: Neighbours, context: { clock: Clock; programVersion: string }) {
    this.store = new FilingStore(db)
    this.receipts = new ReceiptStore(db)
    this.services = services
    this.clock = context.clock
    this.programVersion = context.programVersion
  }

  /** The business day of what is frozen now. */
  today(): Day {
    return dayOfInstant(this.clock.now())
  }

  list(handbookNo: string | undefined): Output<'filings.list'> {
    const handbookId = handbookNo === undefined ? undefined : this.services.handbooks.require(handbookNo).id
    return { filings: this.store.list(handbookId).map(printFiling) }
  }

  /** @throws Refusal filing.notFound */
  get(id: string): FilingDetail {
    const filing = this.require(id)
    return {
      ...printFiling(filing),
      checks: this.store.checksOf(filing.id),
      summary: this.store.figuresOf(filing.id),
      files: this.store.filesOf(filing.id).map(({ name, size, sha256: hash, sm3, file_id }) => ({
        name,
        size: Number(size),
        sha256: hash,
        sm3,
        fileId: file_id,
      })),
      events: this.store.eventsOf(filing.id).map(({ at, state, note }) => ({ at, state, note })),
      previousSha256: filing.previous_sha256,
      receipts: this.receipts.printed(filing.id),
      mustNotBeSignedBy:
        filing.sequence === null && filing.made_by !== null && this.services.operators.signedByAnother()
          ? filing.made_by_name
          : null,
    }
  }

  /** What has come back lately and counted, newest first. */
  newestReceipts(most: number): { filing: Filing; receipt: FilingDetail['receipts'][number] }[] {
    return this.receipts.newest(most).map(({ filingId: id, ...receipt }) => ({ filing: printFiling(this.require(id)), receipt }))
  }

  /** Filings of a handbook that are neither settled nor replaced. */
  openCount(handbookId: bigint): number {
    return this.store.countOpen(handbookId)
  }

  /** Filings that are to be handed in and have neither been sent nor exported yet. */
  unsentCount(): number {
    return this.store.countUnsent()
  }

  /** Of what is about no one handbook: the filings of a year or a period, newest first. */
  ofSubject(kind: FilingKind, subject: string): Pick<Filing, 'filingId' | 'state' | 'createdAt' | 'signedAt'>[] {
    return this.store
      .list(undefined)
      .filter((filing) => filing.kind === kind && filing.subject === subject)
      .map(printFiling)
      .map(({ filingId: id, state, createdAt, signedAt }) => ({ filingId: id, state, createdAt, signedAt }))
  }

  /** 统一编号 that the Single Window has given to a draft's filings; empty where it has given none. */
  seqNoOfDraft(draftId: string): string {
    return this.store.listOfDraft(draftId).find(({ seq_no }) => seq_no !== '')?.seq_no ?? ''
  }

  /** The report as the ledger has it now, and what there is to say about it. @throws Refusal handbook.*, filing.* */
  prepareReport(handbookNo: string): PreparedReport {
    return prepareReport(this.services, handbookNo)
  }

  /** Keeps what is filed as it is now, in the name of the operator on duty. */
  freeze(filing: NewFiling): FilingDetail {
    const at = this.clock.now()
    const { kind, handbookId, draft, subject, checks } = filing
    const operator = this.services.operators.onDuty()
    const earlier = draft ? this.store.listOfDraft(draft.draftId) : this.store.list(handbookId ?? undefined)
    for (const each of earlier) {
      if (each.kind === kind && (draft || each.subject === subject))
        this.closeUnsigned(each, 'superseded', `已由新生成的${kindNames[kind]}代替`)
    }
    const id = filingId(at)
    const row = this.store.add(
      {
        filing_id: id,
        kind,
        handbook_id: handbookId,
        draft_id: draft?.draftId ?? null,
        proposal_sha256: draft?.proposalSha256 ?? null,
        subject,
        seq_no: filing.seqNo ?? '',
        rule_version: ruleVersion,
        made_by: operator?.id ?? null,
        made_by_name: operator?.name ?? '',
        created_at: at,
      },
      { checks, figures: filing.figures, files: filing.files },
    )
    const blocking = checks.filter(({ severity }) => severity === 'blocks').length
    this.event(row, {
      action: 'created',
      state: blocking === 0 ? 'checked' : 'draft',
      note: blocking === 0 ? `生成${kindNames[kind]}，核对通过` : `生成${kindNames[kind]}，有 ${blocking} 项阻断`,
    })
    if (draft) this.services.sources[kind]?.frozen(draft.draftId, id)
    const made = this.require(id)
    this.services.journal.record({
      subject: describe(made),
      what: blocking === 0 ? `生成${kindNames[kind]}` : `生成${kindNames[kind]}，有 ${blocking} 项阻断`,
    })
    return this.get(id)
  }

  /** Of a draft that is given up: what was frozen of it and not signed is given up with it. */
  discardOf(draftId: string): void {
    for (const each of this.store.listOfDraft(draftId)) this.closeUnsigned(each, 'discarded', '草稿已作废')
  }

  private closeUnsigned(filing: FilingRow, action: EventRow['action'], note: string): void {
    if (filing.state === 'draft' || filing.state === 'checked') this.event(filing.id, { action, state: 'closed', note })
  }

  private event(filing: bigint, event: Omit<EventRow, 'at' | 'file_id'>, fileId: string | null = null): void {
    this.store.addEvent(filing, { ...event, at: this.clock.now(), file_id: fileId })
  }

  /**
   * @throws Refusal filing.notFound, filing.alreadySigned, filing.superseded, filing.blocked, filing.booksMoved, filing.draftChanged, and who may not
   * sign: operator.roleMissing, filing.signerMadeIt
   */
  requireSignable(id: string): FilingRow {
    const filing = this.require(id)
    refuseUnfit(filing, this.store.checksOf(filing.id))
    if (filing.handbook_id !== null) this.services.handbookLife.requireOpen(filing.handbook_no)
    refuseChanged(filing, this.services.sources)
    if (filing.kind === 'writeOffReport') refuseMoved(this.frozenReport(filing), this.prepareReport(filing.handbook_no))
    if (filing.kind === 'taxWriteOff') this.refuseOtherFigures(filing)
    if (filing.kind === 'selfVerification') this.services.selfVerification.requireUnchanged(filing.filing_id)
    refuseSigner(filing, this.services.operators)
    return filing
  }

  /** @throws Refusal filing.booksMoved */
  private refuseOtherFigures(filing: FilingRow): void {
    const { enterprise, taxWriteOff } = this.services
    const { year, handbooks } = taxWriteOff.year(yearOfTax(filing.subject))
    const now = taxWriteOffFigures(enterprise.get() ?? nobody, year, handbooks)
    if (
      isDeepStrictEqual(
        this.store.figuresOf(filing.id).map(({ label, value }) => ({ label, value })),
        now,
      )
    )
      return
    refuse({
      code: 'filing.booksMoved',
      message: '生成年度核销以后数据又有变动，不能签名',
      next: '请重新核对并生成年度核销',
    })
  }

  private frozenReport(filing: FilingRow): WriteOffReport {
    const message = this.messageOf(filing.filing_id)
    if (!message) throw new Error(`report ${filing.filing_id} has no message`)
    return readWriteOffReport(Buffer.from(message).toString())
  }

  /** Packages signed here follow each other in time as in number. @throws Refusal filing.clockSetBack */
  requireClock(): void {
    refuseEarlier(this.clock.now(), this.store.lastSignedAt())
  }

  /** A person has looked: now is right, and what the clock said at the last signature was not. */
  noteClockChecked(): void {
    const [now, last] = [this.clock.now(), this.store.lastSignedAt()]
    if (last === undefined || now >= last) return
    this.services.journal.record({
      subject: '电脑时间',
      what: '核对无误，上一份申报包签名时的时间不对',
      before: { 上一份签名: clockOfInstant(last) },
      after: { 现在: clockOfInstant(now) },
    })
  }

  /** What a package of it would say, at the end of the chain as it is now. @throws Refusal as {@link requireSignable} */
  unsigned(id: string): UnsignedPackage {
    const filing = this.requireSignable(id)
    const previous = this.store.lastPackage()
    return {
      contents: {
        packageId: filing.filing_id,
        kind: filing.kind,
        handbookNo: filing.handbook_no,
        sequence: Number(previous?.sequence ?? 0n) + 1,
        previousPackageSha256: previous?.sha256 ?? null,
        createdAt: this.clock.now(),
        programVersion: this.programVersion,
        ruleVersion: filing.rule_version,
      },
      files: this.store.filesOf(filing.id).map(({ name, size, sha256: hash, sm3 }) => ({
        name: `payload/${name}`,
        size: Number(size),
        sha256: hash,
        sm3,
      })),
    }
  }

  /** The frozen bytes, under their names in the package. @throws Refusal filing.notFound */
  payload(id: string): Entry[] {
    return this.store.fileBytesOf(this.require(id).id).map(({ name, bytes }) => ({ name: `payload/${name}`, bytes }))
  }

  /**
   * Puts a package at the end of the chain: signed here or elsewhere, it has been verified as a receiver would, and says what was
   * frozen. @param key whose it is: the signer is that key
   * @throws Refusal as {@link requireSignable}; filing.chainMoved where another was signed meanwhile, filing.packageOfAnother, filing.signedAtWrongTime
   */
  keepSigned(bytes: Uint8Array, { manifest, signer }: VerifiedPackage, key: KeyRow): FilingDetail {
    const id = manifest.packageId
    const { contents, files } = this.unsigned(id)
    const filing = this.require(id)
    if (manifest.sequence !== contents.sequence || manifest.previousPackageSha256 !== contents.previousPackageSha256)
      refuseChain()
    const { kind, handbookNo } = contents
    const says = [manifest.kind, manifest.handbookNo, manifest.ruleVersion, manifest.files]
    if (
      signer.publicPoint !== key.public_point ||
      JSON.stringify(says) !== JSON.stringify([kind, handbookNo, contents.ruleVersion, files])
    )
      refuseContents(describe(filing))
    refuseWrongTime(manifest.createdAt, filing.created_at, this.clock.now())
    this.store.addPackage({
      filing: filing.id,
      sequence: BigInt(manifest.sequence),
      name: `${kindNames[kind]}_${handbookNo || plainName(filing.subject)}_${String(manifest.sequence).padStart(4, '0')}.zip`,
      signing_key: key.id,
      sha256: sha256(bytes),
      previous_sha256: manifest.previousPackageSha256,
      manifest: writeManifest(manifest),
      bytes,
    })
    const note = `申报包 ${manifest.sequence}`
    this.event(filing.id, { action: 'signed', state: 'signed', note: `用密钥“${key.name}”签名，${note}` })
    this.services.journal.record({ subject: describe(filing), what: `签名，${note}，密钥“${key.name}”` })
    if (filing.draft_id !== null) this.services.sources[kind]?.filed(filing.draft_id, id)
    if (kind === 'writeOffReport' && filing.handbook_id !== null)
      this.services.handbookLife.record(filing.handbook_id, 'reported', this.today(), note)
    return this.get(id)
  }

  /** The signed bytes under their name, and the file they were last exported as. @throws Refusal filing.notFound, filing.notSigned */
  signedPackage(id: string): { name: string; bytes: Uint8Array; sha256: string; exportedAs: string | undefined } {
    const filing = this.require(id)
    const found =
      this.store.findPackage(filing.id) ??
      refuse({ code: 'filing.notSigned', message: '这份申报还没有签名，没有申报包可导出', next: '请先签名' })
    const exportedAs = this.store.eventsOf(filing.id).findLast(({ action }) => action === 'exported')?.file_id
    return { name: found.name, bytes: found.bytes, sha256: found.sha256, exportedAs: exportedAs ?? undefined }
  }

  /** Whether it has arrived is not known by this: the state stays. */
  recordExport(id: string, fileId: string): void {
    const filing = this.require(id)
    this.event(filing.id, { action: 'exported', state: filing.state, note: '导出申报包' }, fileId)
    this.services.journal.record({ subject: describe(filing), what: '导出申报包' })
  }

  /** The last package that was signed; undefined before the first. */
  chainEnd(): { sequence: bigint; sha256: string } | undefined {
    return this.store.lastPackage()
  }

  /** Of books that were set back: the next package follows the last one that was ever signed, though these books do not have it. */
  continueBehind(end: { sequence: bigint; sha256: string }): void {
    if (end.sequence > (this.store.lastPackage()?.sequence ?? 0n)) this.store.addGap({ ...end, recorded_at: this.clock.now() })
  }

  /** Without what it consists of. @throws Refusal filing.notFound */
  head(id: string): Filing {
    return printFiling(this.require(id))
  }

  /** By which other tables name it. @throws Refusal filing.notFound */
  rowId(id: string): bigint {
    return this.require(id).id
  }

  /** The authority's own message in it; undefined where it has none. @throws Refusal filing.notFound */
  messageOf(id: string): Uint8Array | undefined {
    const filing = this.require(id)
    return this.store.fileBytesOf(filing.id).find(({ name }) => /^[^/]+\.xml$/.test(name))?.bytes
  }

  /** What happened between the signature and the answer. What the authority has said is not undone by what is known of the way. */
  recordOnItsWay(id: string, action: keyof typeof statesOnItsWay, note: string): void {
    const filing = this.require(id)
    const state = answerable.has(filing.state) ? statesOnItsWay[action] : filing.state
    this.event(filing.id, { action, state, note })
    this.services.journal.record({ subject: describe(filing), what: note })
  }

  private require(id: string): FilingRow {
    return (
      this.store.find(id) ??
      refuse({ code: 'filing.notFound', message: '没有这份申报', at: { field: 'filingId' }, next: '请回到申报列表重新选择' })
    )
  }
}

const printFiling = (row: FilingRow): Filing => ({
  filingId: row.filing_id,
  kind: row.kind,
  handbookNo: row.handbook_no,
  draftId: row.draft_id,
  subject: row.subject,
  madeBy: row.made_by_name,
  state: row.state,
  createdAt: row.created_at,
  signedAt: row.signed_at,
  exportedAt: row.exported_at,
  sequence: row.sequence === null ? null : Number(row.sequence),
  keyName: row.key_name,
  packageName: row.package_name,
  packageSize: row.package_size === null ? null : Number(row.package_size),
  packageSha256: row.package_sha256,
})
