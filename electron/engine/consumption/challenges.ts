import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { knownFor } from '../../../shared/domain/calendar.ts'
import type { Calendar } from '../../../shared/domain/calendar.ts'
import type { VersionFixing } from '../../../shared/domain/consumption-version.ts'
import { challengeAnswerBy } from '../../../shared/domain/deadlines.ts'
import { day, dayOfInstant, daysBetween } from '../../../shared/domain/day.ts'
import type { Clock } from '../clock.ts'
import type { FilesService } from '../files/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { ReferenceService } from '../reference/service.ts'
import { subjectOf } from './evidence.ts'
import type { ChallengeRow, ConsumptionStore, Version } from './store.ts'

type Challenge = Output<'consumption.recordChallenge'>
type VersionInput = Input<'consumption.evidence'>

interface Neighbours {
  handbooks: HandbooksService
  files: FilesService
  reference: ReferenceService
  operators: OperatorsService
  journal: JournalService
}

const stateNames: Record<Challenge['steps'][number]['state'], string> = {
  answered: '书面答复单耗质疑',
  settled: '单耗质疑磋商一致',
  fixed: '海关核定单耗',
}

/** 单耗质疑 and its clock. */
export class VersionChallenges {
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

  list({ handbookNo }: Input<'consumption.challenges'>): Output<'consumption.challenges'> {
    const handbookId = handbookNo === undefined ? null : this.services.handbooks.require(handbookNo).id
    return { challenges: this.print(this.store.challengesOf(handbookId)) }
  }

  /** Those that wait for an answer; of all handbooks without an id. */
  open(handbookId: bigint | null = null): Challenge[] {
    return this.print(this.store.challengesOf(handbookId)).filter(({ state }) => state === 'open')
  }

  /** What customs has fixed. */
  fixings(handbookId: bigint): VersionFixing[] {
    return this.store.challengesOf(handbookId).flatMap((row) => {
      const fixed = this.store.answersTo(row.id).find(({ state }) => state === 'fixed')
      if (!fixed) return []
      return { productSeq: Number(row.product_seq), version: row.version, noticeNo: row.notice_no, on: fixed.happened_on }
    })
  }

  /** @throws Refusal consumption.noVersion, challenge.inFuture, challenge.alreadyThere, file.notFound */
  record(input: Input<'consumption.recordChallenge'>): Challenge {
    const version = this.requireVersion(input)
    this.notInFuture(input.receivedOn, 'receivedOn', '收到日期')
    const same = this.store
      .challengesOf(version.handbook_id)
      .some(
        (row) => row.notice_no === input.noticeNo && row.product_seq === version.product_seq && row.version === version.version,
      )
    if (same)
      refuse({
        code: 'challenge.alreadyThere',
        message: `通知书 ${input.noticeNo} 对这个版本的质疑已经登记`,
        at: { field: 'noticeNo' },
        next: '请核对通知书编号',
      })
    if (input.fileId !== undefined) this.services.files.require(input.fileId)
    const id = this.store.addChallenge({
      ...version,
      notice_no: input.noticeNo,
      received_on: day(input.receivedOn),
      file_id: input.fileId ?? null,
      recorded_at: this.clock.now(),
      recorded_by: this.services.operators.onDuty()?.name ?? '',
    })
    const challenge = this.require(id)
    this.services.journal.record({
      subject: subjectOf(input),
      what: `登记单耗质疑通知书 ${input.noticeNo}`,
      after: { 收到日期: input.receivedOn, 答复期限: challenge.answerBy },
    })
    return challenge
  }

  /** @throws Refusal challenge.notFound, challenge.ended, challenge.inFuture, challenge.beforeNotice, file.notFound */
  answer(input: Input<'consumption.answerChallenge'>): Challenge {
    const before = this.require(BigInt(input.challengeId))
    if (before.state === 'settled' || before.state === 'fixed')
      refuse({
        code: 'challenge.ended',
        message: `通知书 ${before.noticeNo} 的质疑已经结束（${stateNames[before.state]}），不再登记答复`,
        at: { field: 'challengeId' },
      })
    this.notInFuture(input.on, 'on', '日期')
    if (input.on < before.receivedOn)
      refuse({
        code: 'challenge.beforeNotice',
        message: `日期 ${input.on} 早于收到通知书的日期 ${before.receivedOn}`,
        at: { field: 'on' },
        next: '请核对日期',
      })
    if (input.fileId !== undefined) this.services.files.require(input.fileId)
    this.store.addAnswer({
      challenge: BigInt(input.challengeId),
      state: input.state,
      happened_on: day(input.on),
      answer: input.answer,
      file_id: input.fileId ?? null,
      recorded_at: this.clock.now(),
      recorded_by: this.services.operators.onDuty()?.name ?? '',
    })
    this.services.journal.record({
      subject: subjectOf(before),
      what: `${stateNames[input.state]}（通知书 ${before.noticeNo}）`,
      after: { 日期: input.on, 内容: input.answer },
    })
    return this.require(BigInt(input.challengeId))
  }

  private notInFuture(on: string, field: string, what: string): void {
    const today = dayOfInstant(this.clock.now())
    if (on > today)
      refuse({
        code: 'challenge.inFuture',
        message: `${what} ${on} 在今天（${today}）之后`,
        at: { field },
        next: '请核对日期',
      })
  }

  private require(id: bigint): Challenge {
    const row = this.store.findChallenge(id)
    const [challenge] = row ? this.print([row]) : []
    return challenge ?? refuse({ code: 'challenge.notFound', message: '没有这份质疑通知书', at: { field: 'challengeId' } })
  }

  private print(rows: readonly ChallengeRow[]): Challenge[] {
    if (rows.length === 0) return []
    const calendar = this.services.reference.calendar()
    return rows.map((row) => this.printOne(row, calendar))
  }

  private printOne(row: ChallengeRow, calendar: Calendar): Challenge {
    const answerBy = challengeAnswerBy(row.received_on, calendar)
    const answers = this.store.answersTo(row.id)
    const last = answers.at(-1)
    return {
      challengeId: Number(row.id),
      handbookNo: row.handbook_no,
      noticeNo: row.notice_no,
      productSeq: Number(row.product_seq),
      productName: row.product_name,
      version: row.version,
      receivedOn: row.received_on,
      noticeFileId: row.file_id,
      answerBy,
      daysLeft: daysBetween(dayOfInstant(this.clock.now()), answerBy),
      answeredOn: answers.find(({ state }) => state === 'answered')?.happened_on ?? null,
      answer: last?.answer ?? '',
      steps: answers.map(({ state, happened_on, answer, file_id, recorded_by }) => ({
        state,
        on: happened_on,
        answer,
        fileId: file_id,
        recordedBy: recorded_by,
      })),
      state: last?.state ?? 'open',
      calendarKnown: knownFor(row.received_on, calendar) && knownFor(answerBy, calendar),
    }
  }
}
