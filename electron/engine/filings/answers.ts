import type { Input } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { day, dayOfInstant } from '../../../shared/domain/day.ts'
import { listMeaning, strengthOf } from '../../../shared/messages/receipts.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { ListStatusInBooks, Receipt, ReceiptResult } from '../../../shared/messages/receipts.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookDraftsService } from '../handbook-drafts/service.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { ListDraftsService } from '../list-drafts/service.ts'
import type { OutwardProcessingService } from '../outward-processing/service.ts'
import type { SurplusService } from '../transfers/surplus.ts'
import { describe, resultNames } from './filing-names.ts'
import { proposesStill } from './filing-source.ts'
import type { FilingSources } from './filing-source.ts'
import { matchReceipt } from './match-receipt.ts'
import { ReceiptStore } from './receipt-store.ts'
import { FilingStore } from './store.ts'
import type { FilingKind, FilingRow, FilingState } from './store.ts'

interface Neighbours {
  handbookLife: HandbookLifeService
  handbookDrafts: HandbookDraftsService
  listDrafts: ListDraftsService
  outwardProcessing: OutwardProcessingService
  surplus: SurplusService
  journal: JournalService
  sources: FilingSources
}

/** What an answer says, whoever brought it. */
interface Answer {
  message: string
  result: ReceiptResult
  strength: number
  /** `yyyy-MM-dd`, with a time where it is known. */
  at: string
  seqNo: string
  handbookNo: string
  /** Of a list: its number, and what customs' books say of it. */
  listNo: string
  listStatus: ListStatusInBooks | undefined
  /** Of outward processing: 外发加工备案编号. */
  applicationNo: string
  notes: readonly string[]
  /** The receipt as a file; none for what the clerk has read off the web page. */
  source: { fileId: string; sha256: string } | null
}

/** What is known of a receipt besides what it says. */
interface ReceiptContext {
  named: string | undefined
  wasSent: (filingId: string) => boolean
}

/** In words: what it did, or why it did nothing. */
interface Taken {
  filingId: string | null
  message: string
}

const states: Record<ReceiptResult, FilingState> = {
  received: 'acknowledged',
  notReceived: 'returned',
  approved: 'accepted',
  manualReview: 'manualReview',
  returned: 'returned',
}

/** Answers of the authority: each moves its filing once, in whatever order they come, and with it the draft or the handbook (FORMATS §8). */
export class FilingAnswers {
  private readonly db: Database
  private readonly store: FilingStore
  private readonly receipts: ReceiptStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.db = db
    this.store = new FilingStore(db)
    this.receipts = new ReceiptStore(db)
    this.services = services
    this.clock = clock
  }

  /** Whether these very bytes were taken in before. */
  isKnown(sha256: string): boolean {
    return this.receipts.holderOf(sha256) !== undefined
  }

  /** Whether there is a filing that it answers. */
  hasFiling(receipt: Receipt, { named, wasSent }: ReceiptContext): boolean {
    const found = matchReceipt(this.store, receipt, named, this.today())
    return 'filing' in found && wasSent(found.filing.filing_id)
  }

  /**
   * Takes in one receipt, whole or not at all.
   * @param keep makes the file of the receipt known, and answers its id; asked only where the receipt has a filing
   * @param context the filing whose file's name the receipt's name repeats, and whether a filing can have reached anybody
   * @throws Refusal where what it says cannot be put in force; nothing is changed then
   */
  take(receipt: Receipt, sha256: string, keep: () => string, context: ReceiptContext): Taken {
    const holder = this.receipts.holderOf(sha256)
    if (holder !== undefined) return { filingId: holder, message: '这份回执已经导入过，没有重复记入' }
    const found = matchReceipt(this.store, receipt, context.named, this.today())
    if ('reason' in found) return { filingId: null, message: `没有对上申报：${found.reason}` }
    const { filing } = found
    if (!context.wasSent(filing.filing_id))
      return { filingId: null, message: `没有对上申报：${describe(filing)}（申报包 ${filing.sequence ?? ''}）还没有发出` }
    const { message, result, strength, seqNo, notes, ofPackage: numbers } = receipt
    const at = receipt.at || this.today()
    const ofList = filing.kind === 'bondedList'
    const ofApplication = filing.kind === 'outwardProcessing'
    const number = !numbers ? receipt.businessId : ofList || ofApplication ? numbers.listNo : numbers.handbookNo
    const done = this.db.transaction(() =>
      this.answer(filing, {
        message,
        result,
        strength,
        at,
        seqNo,
        handbookNo: ofList || ofApplication ? '' : number,
        listNo: ofList ? number : '',
        listStatus: ofList ? receipt.listStatus : undefined,
        applicationNo: ofApplication ? number : '',
        notes,
        source: { fileId: keep(), sha256 },
      }),
    )()
    return { filingId: filing.filing_id, message: done.message }
  }

  /** What the clerk has seen on the page of the Single Window. @throws Refusal filing.*, answer.* */
  record(input: Input<'filings.recordAnswer'>): void {
    const filing = this.store.find(input.filingId)
    if (!filing)
      return refuse({
        code: 'filing.notFound',
        message: '没有这份申报',
        at: { field: 'filingId' },
        next: '请回到申报列表重新选择',
      })
    if (filing.kind === 'selfVerification' || filing.kind === 'transferPackage') {
      const message = filing.kind === 'selfVerification' ? '自核记录留在企业备查' : '结转包交给往来企业'
      refuse({ code: 'answer.notAnswered', message: `${message}，没有审核结果可登记`, next: '请核对所选的申报' })
    }
    if (filing.sequence === null)
      refuse({ code: 'filing.notSigned', message: '这份申报还没有签名，不会有审核结果', next: '请先签名并递交' })
    const [on, today] = [day(input.answeredOn), this.today()]
    if (on > today)
      refuse({
        code: 'answer.inFuture',
        message: `日期 ${on} 在今天（${today}）之后`,
        at: { field: 'answeredOn' },
        next: '请核对日期',
      })
    if (filing.signed_at !== null && on < dayOfInstant(filing.signed_at))
      refuse({
        code: 'answer.tooEarly',
        message: `日期 ${on} 早于签名日期 ${dayOfInstant(filing.signed_at)}`,
        at: { field: 'answeredOn' },
        next: '请核对日期',
      })
    const listStatus = filing.kind === 'bondedList' && input.result === 'approved' ? input.listStatus : undefined
    const { counted, message } = this.answer(filing, {
      message: 'manual',
      result: input.result,
      strength: strengthOf(answerOf[filing.kind] ?? 'EML211', input.result),
      ...(listStatus && listMeaning(listStatus)),
      at: on,
      seqNo: input.seqNo,
      handbookNo: input.handbookNo ?? '',
      listNo: input.listNo,
      listStatus,
      applicationNo: input.applicationNo,
      notes: input.notes,
      source: null,
    })
    if (!counted) refuse({ code: 'answer.weaker', message: `没有登记：${message}`, next: '请核对这份申报已有的结果' })
  }

  private today(): Day {
    return dayOfInstant(this.clock.now())
  }

  private answer(filing: FilingRow, answer: Answer): { counted: boolean; message: string } {
    const why = this.whyNot(filing, answer)
    const { source } = answer
    this.receipts.add({
      filing: filing.id,
      at: this.clock.now(),
      message: answer.message,
      result: answer.result,
      answered_at: answer.at,
      strength: BigInt(answer.strength),
      seq_no: answer.seqNo,
      handbook_no: answer.handbookNo,
      list_no: answer.listNo,
      list_status: answer.listStatus ?? '',
      notes: JSON.stringify(answer.notes),
      file_id: source?.fileId ?? null,
      sha256: source?.sha256 ?? null,
      counted: why === undefined ? 1n : 0n,
    })
    if (why !== undefined) return { counted: false, message: why }
    const effect = this.apply(filing, answer)
    const name = resultNames[answer.result]
    const said = [`${source ? '回执' : '登记结果'}：${name}（${answer.at.slice(0, 10)}）`, effect].filter(Boolean).join('，')
    this.store.addEvent(filing.id, {
      at: this.clock.now(),
      action: source ? 'receipt' : 'answered',
      state: states[answer.result],
      note: said,
      file_id: null,
    })
    this.services.journal.record({
      subject: describe(filing),
      what: said,
      ...(answer.notes.length > 0 && { after: { 审核意见: answer.notes.join('；').slice(0, 2000) } }),
    })
    return { counted: true, message: said }
  }

  /** Why an answer only goes on record: customs has said something stronger, or later, already, or closed the handbook. */
  private whyNot({ id, state, handbook_id }: FilingRow, { result, strength, at }: Answer): string | undefined {
    if (state === 'accepted') return '申报已经通过，这份回执只存入记录'
    if (handbook_id !== null && this.services.handbookLife.life(handbook_id).closed) return '手册已经结案，这份回执只存入记录'
    const counted = this.receipts.of(id).filter((receipt) => receipt.counted === 1n)
    if (result === 'notReceived' && counted.some((receipt) => receipt.result !== 'notReceived'))
      return '申报已被接收，这份“未接收”的回执只存入记录'
    const strongest = counted.reduce((most, receipt) => Math.max(most, Number(receipt.strength)), -1)
    if (strength < strongest) return '已有更确定的结果，这份回执只存入记录'
    if (strength > strongest) return undefined
    return counted.some((receipt) => Number(receipt.strength) === strongest && isLater(receipt.answered_at, at))
      ? '已有更晚的结果，这份回执只存入记录'
      : undefined
  }

  /** What an answer does beside moving its filing, in words. @throws Refusal answer.* */
  private apply(filing: FilingRow, answer: Answer): string {
    const on = day(answer.at.slice(0, 10))
    const returned = states[answer.result] === 'returned'
    if (filing.draft_id !== null && filing.kind === 'bondedList') return this.applyToList(filing, filing.draft_id, answer)
    if (filing.draft_id !== null && filing.kind === 'outwardProcessing')
      return this.applyToApplication(filing, filing.draft_id, answer)
    if (filing.draft_id !== null) {
      if (answer.result === 'approved') return this.putInForce(filing, filing.draft_id, answer)
      if (returned) {
        if (filing.state !== 'returned') this.services.handbookDrafts.markReturned(filing.draft_id)
        return '草稿可以修改后重新申报'
      }
      if (filing.state !== 'returned') return ''
      this.requireUnchanged(filing)
      this.services.handbookDrafts.markFiled(filing.draft_id, filing.filing_id)
      return '草稿重新锁定'
    }
    const { handbook_id: handbookId } = filing
    if (handbookId === null || filing.kind !== 'writeOffReport') return ''
    const life = this.services.handbookLife
    if (answer.result === 'approved') {
      life.record(handbookId, 'reportAccepted', on, ofPackage(filing), answer.source?.fileId ?? null)
      return '海关已受理报核'
    }
    if (returned && filing.state !== 'returned') {
      life.record(handbookId, 'reportReturned', on, ofPackage(filing), answer.source?.fileId ?? null)
      return '请改正后重新生成报核'
    }
    if (!returned && filing.state === 'returned') life.record(handbookId, 'reported', on, ofPackage(filing))
    return ''
  }

  /** 预核扣, 已核扣, 退单 of a list: the books follow what customs says of it. @throws Refusal answer.* */
  private applyToList(filing: FilingRow, draftId: string, answer: Answer): string {
    const { listDrafts } = this.services
    if (states[answer.result] === 'returned') {
      if (filing.state !== 'returned') listDrafts.markReturned(draftId)
      return '占用的数量已释放，草稿可以修改后重新申报'
    }
    if (filing.state === 'returned') {
      this.requireUnchanged(filing)
      listDrafts.markFiled(draftId, filing.filing_id)
    }
    if (answer.listStatus === undefined) return ''
    const listNo = answer.listNo || filing.list_no
    if (listNo === '') {
      refuse({
        code: 'answer.noListNo',
        message: '没有给出清单编号，没有记账',
        at: { field: 'listNo' },
        next: '请在单一窗口查到清单编号，用“登记结果”填入',
      })
    }
    listDrafts.accept(draftId, {
      listNo,
      seqNo: answer.seqNo || filing.seq_no,
      on: day(answer.at.slice(0, 10)),
      status: answer.listStatus,
    })
    this.services.surplus.noteAccepted(draftId)
    return `清单 ${listNo} ${listStatusNames[answer.listStatus]}`
  }

  private applyToApplication(filing: FilingRow, applicationId: string, answer: Answer): string {
    const { outwardProcessing } = this.services
    if (states[answer.result] === 'returned') {
      if (filing.state !== 'returned') outwardProcessing.markReturned(applicationId)
      return '申报表可以修改后重新申报'
    }
    if (filing.state === 'returned') {
      this.requireUnchanged(filing)
      outwardProcessing.markFiled(applicationId, filing.filing_id)
    }
    if (answer.result !== 'approved') return ''
    outwardProcessing.accept(applicationId, { applicationNo: answer.applicationNo, on: day(answer.at.slice(0, 10)) })
    return '外发加工申报表已备案'
  }

  /** 备案生效: the handbook is as it was filed, under the number that customs has given. */
  private putInForce(filing: FilingRow, draftId: string, { handbookNo, seqNo, at, source }: Answer): string {
    const known = filing.handbook_no
    if (known !== '' && handbookNo !== '' && handbookNo !== known) {
      refuse({
        code: 'answer.otherHandbook',
        message: `结果的手册编号 ${handbookNo} 与申报的手册 ${known} 不一致，没有生效`,
        at: { field: 'handbookNo' },
        next: '请核对手册编号',
      })
    }
    const number = known || handbookNo
    if (!/^[A-Z][0-9A-Z]{11}$/.test(number)) {
      refuse({
        code: 'answer.noHandbookNo',
        message:
          number === ''
            ? '备案通过，但没有给出手册编号，没有生效'
            : `备案通过，但手册编号“${number.slice(0, 40)}”不是 12 位，没有生效`,
        at: { field: 'handbookNo' },
        next: '请在单一窗口查到手册编号，用“登记结果”填入',
      })
    }
    this.requireUnchanged(filing)
    if (filing.state === 'returned') this.services.handbookDrafts.markFiled(draftId, filing.filing_id)
    const [file] = this.store.filesOf(filing.id)
    const acceptedOn = day(at.slice(0, 10))
    const { extension } = this.services.handbookDrafts.get(draftId)
    const sourceFileId = file?.file_id ?? ''
    const handbook = this.services.handbookDrafts.accept(draftId, {
      handbookNo: number,
      seqNo: seqNo || filing.seq_no,
      acceptedOn,
      sourceFileId,
    })
    if (filing.handbook_id === null) this.store.attachHandbook(filing.id, handbook.id)
    const step = filing.kind === 'handbookFiling' ? 'established' : extension ? 'extended' : 'changed'
    this.services.handbookLife.record(handbook.id, step, acceptedOn, filing.subject, source?.fileId ?? sourceFileId)
    return `手册 ${number} ${filing.kind === 'handbookFiling' ? '备案生效' : '变更生效'}`
  }

  /** A draft that was returned may have been changed meanwhile: what customs has passed is what was signed. */
  private requireUnchanged(filing: FilingRow): void {
    if (filing.state !== 'returned' || proposesStill(this.services.sources, filing)) return
    refuse({
      code: 'answer.draftChanged',
      message: '退单以后草稿又有改动，与海关审核的申报不一致，没有生效',
      next: '请把草稿改回申报时的内容，再导入这份回执',
    })
  }
}

/** What the answer to a filing comes as. */
const answerOf: Partial<Record<FilingKind, 'EML221' | 'INV201'>> = { writeOffReport: 'EML221', bondedList: 'INV201' }
const listStatusNames: Record<ListStatusInBooks, string> = { booked: '已核扣', reserved: '预核扣', unbooked: '通过，未核扣' }

const ofPackage = ({ sequence }: FilingRow): string => `申报包 ${sequence ?? ''}`

/** Whether `a` is after `b`; where one of them has no time, the day alone decides. */
function isLater(a: string, b: string): boolean {
  const common = Math.min(a.length, b.length)
  return a.slice(0, common) > b.slice(0, common)
}
