import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import type { WriteOffReport } from '../../../shared/messages/write-off-report.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { KeysService } from '../keys/service.ts'
import { buildPackage, sha256 } from '../packages/build-package.ts'
import { readPackage } from '../packages/read-package.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { checkReport, unwritableText } from './check-write-off-report.ts'
import { filingId } from './filing-id.ts'
import { headOf } from './report-workbook.ts'
import { FilingStore } from './store.ts'
import type { CheckRow, FilingRow, NewFile } from './store.ts'
import { reportOf } from './write-off-report.ts'
import type { ReportSource } from './write-off-report.ts'

type Filing = Output<'filings.list'>['filings'][number]
type FilingDetail = Output<'filings.get'>

/** The day on which the rules of shared/domain were last compared with their sources; stands in every package. */
const ruleVersion = '2026-11-20'

interface Neighbours {
  enterprise: EnterpriseService
  handbooks: HandbooksService
  bondedLists: BondedListsService
  writeOff: WriteOffService
  keys: KeysService
}

/** Filings: frozen when they are made, signed once, handed out byte for byte as they were signed (DESIGN §7). */
export class FilingsService {
  private readonly store: FilingStore
  private readonly services: Neighbours
  private readonly clock: Clock
  private readonly programVersion: string

  constructor(db: Database, services: Neighbours, context: { clock: Clock; programVersion: string }) {
    this.store = new FilingStore(db)
    this.services = services
    this.clock = context.clock
    this.programVersion = context.programVersion
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
      receipts: [],
      mustNotBeSignedBy: null,
    }
  }

  /** Filings of a handbook that are neither settled nor replaced. */
  openCount(handbookId: bigint): number {
    return this.store.list(handbookId).filter(({ state }) => state !== 'accepted' && state !== 'closed').length
  }

  /** The report as the ledger has it now, and what there is to say about it. @throws Refusal handbook.notFound, filing.* */
  prepareReport(handbookNo: string): { report: WriteOffReport; checks: CheckRow[] } {
    const handbook = this.services.handbooks.require(handbookNo)
    const enterprise =
      this.services.enterprise.get() ??
      refuse({ code: 'filing.noEnterprise', message: '还没有填写企业资料，报核缺少申报单位', next: '请先填写企业资料' })
    const source: ReportSource = {
      handbook,
      enterprise: { creditCode: enterprise.creditCode, customsCode: enterprise.customsCode, name: enterprise.name },
      today: dayOfInstant(this.clock.now()),
      materials: this.services.handbooks.itemsOf(handbook.id, 'I'),
      products: this.services.handbooks.itemsOf(handbook.id, 'E'),
      lists: this.services.bondedLists.bookedLists(handbook.id),
      balance: this.services.writeOff.compute(handbook.id),
    }
    const report = reportOf(source)
    const unwritable = unwritableText(report)
    if (unwritable)
      refuse({
        code: 'filing.unwritable',
        message: `${unwritable}含有报文不能书写的字符，没有生成报核`,
        next: '请改正后重新生成',
      })
    const checks = checkReport(report, source, {
      lists: this.services.bondedLists.countByStatus(handbook.id),
      openRefusals: this.services.bondedLists.imports(handbookNo).imports.reduce((sum, { open }) => sum + open, 0),
      unansweredReports: this.unanswered(handbook.id),
    })
    return { report, checks }
  }

  private unanswered(handbookId: bigint): number[] {
    const answered: FilingRow['state'][] = ['accepted', 'returned', 'closed']
    return this.store
      .list(handbookId)
      .flatMap(({ sequence, state }) => (sequence !== null && !answered.includes(state) ? [Number(sequence)] : []))
  }

  /** Freezes a report. Reports of the same handbook that were not signed are replaced by it. */
  addReport(report: WriteOffReport, checks: readonly CheckRow[], files: readonly NewFile[]): FilingDetail {
    const at = this.clock.now()
    const handbookId = this.services.handbooks.require(report.handbookNo).id
    for (const earlier of this.store.list(handbookId)) {
      if (earlier.state !== 'draft' && earlier.state !== 'checked') continue
      this.store.addEvent(earlier.id, { at, action: 'superseded', state: 'closed', note: '已由新生成的报核代替', file_id: null })
    }
    const id = filingId(at)
    const row = { filingId: id, kind: 'writeOffReport' as const, handbookId, ruleVersion, createdAt: at }
    const filing = this.store.add(row, { checks, figures: headOf(report), files })
    const blocking = checks.filter(({ severity }) => severity === 'blocks').length
    this.store.addEvent(filing, {
      at,
      action: 'created',
      state: blocking === 0 ? 'checked' : 'draft',
      note: blocking === 0 ? '生成报核，核对通过' : `生成报核，有 ${blocking} 项阻断`,
      file_id: null,
    })
    return this.get(id)
  }

  /** @throws Refusal filing.notFound, filing.alreadySigned, filing.superseded, filing.blocked */
  requireSignable(id: string): FilingRow {
    const filing = this.require(id)
    if (filing.sequence !== null) {
      refuse({ code: 'filing.alreadySigned', message: '这份申报已经签名，签名后的申报包不再改变', next: '请直接导出申报包' })
    }
    if (filing.state === 'closed')
      refuse({ code: 'filing.superseded', message: '这份申报已由新的代替，不能签名', next: '请签名最新的一份' })
    if (filing.state !== 'checked') {
      const reasons = this.store.checksOf(filing.id).filter(({ severity }) => severity === 'blocks')
      refuse({
        code: 'filing.blocked',
        message: `申报有 ${reasons.length} 项阻断，不能签名。${reasons.map(({ rule, message }) => `${message}（${rule}）`).join('；')}`,
        next: '请改正账本后重新生成报核',
      })
    }
    return filing
  }

  /**
   * Builds the package and puts it at the end of the chain. What it has built it verifies as a receiver would, before it is kept.
   * @param privateKey in hex, of the key `keyId`
   * @throws Refusal as {@link requireSignable}
   */
  sign(id: string, keyId: string, privateKey: string): FilingDetail {
    const filing = this.requireSignable(id)
    const key = this.services.keys.require(keyId)
    const previous = this.store.lastPackage()
    const sequence = (previous?.sequence ?? 0n) + 1n
    const createdAt = this.clock.now()
    const contents = {
      packageId: filing.filing_id,
      kind: filing.kind,
      handbookNo: filing.handbook_no,
      sequence: Number(sequence),
      previousPackageSha256: previous?.sha256 ?? null,
      createdAt,
      programVersion: this.programVersion,
      ruleVersion: filing.rule_version,
    }
    const payload = this.store.fileBytesOf(filing.id).map(({ name, bytes }) => ({ name: `payload/${name}`, bytes }))
    const built = buildPackage(contents, payload, { privateKey, publicPoint: key.public_point })
    if (readPackage(built.bytes).signer.publicPoint !== key.public_point) throw new Error('the package is not signed by its key')
    this.store.addPackage({
      filing: filing.id,
      sequence,
      name: `报核_${filing.handbook_no}_${sequence.toString().padStart(4, '0')}.zip`,
      signing_key: key.id,
      sha256: sha256(built.bytes),
      previous_sha256: contents.previousPackageSha256,
      manifest: built.manifest,
      bytes: built.bytes,
    })
    this.store.addEvent(filing.id, {
      at: createdAt,
      action: 'signed',
      state: 'signed',
      note: `用密钥“${key.name}”签名，申报包 ${sequence}`,
      file_id: null,
    })
    return this.get(id)
  }

  /** The signed bytes under their name, and the file they were last exported as. @throws Refusal filing.notFound, filing.notSigned */
  signedPackage(id: string): { name: string; bytes: Uint8Array; exportedAs: string | undefined } {
    const filing = this.require(id)
    const found =
      this.store.findPackage(filing.id) ??
      refuse({ code: 'filing.notSigned', message: '这份申报还没有签名，没有申报包可导出', next: '请先签名' })
    const exportedAs = this.store.eventsOf(filing.id).findLast(({ action }) => action === 'exported')?.file_id
    return { name: found.name, bytes: found.bytes, exportedAs: exportedAs ?? undefined }
  }

  /** Whether it has arrived is not known by this: the state stays. */
  recordExport(id: string, fileId: string): void {
    const filing = this.require(id)
    this.store.addEvent(filing.id, {
      at: this.clock.now(),
      action: 'exported',
      state: filing.state,
      note: '导出申报包',
      file_id: fileId,
    })
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
  draftId: null,
  subject: '',
  madeBy: '',
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
