import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { chainBalance } from '../../../shared/domain/chip-chain.ts'
import type { StepFigures } from '../../../shared/domain/chip-chain.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import { addQuantities, Exact, noQuantity, printRate, quantity, rate } from '../../../shared/domain/exact.ts'
import type { Quantity, Rate } from '../../../shared/domain/exact.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import { bookedEntries } from './booked-entries.ts'
import { chainGuards } from './chain-guards.ts'
import { amount, entriesOf, entryNames, fieldsOf, figuresOf, said, stepOf, summaryOf } from './printed-chain.ts'
import type { Whole } from './printed-chain.ts'
import { ChainStore } from './store.ts'
import type { ChainRow, EntryRow, StepRow } from './store.ts'

type Summary = Output<'chains.save'>
type Detail = Output<'chains.get'>
type StepInput = Input<'chains.save'>['steps'][number]
type Work = Pick<Output<'workbench.today'>, 'due' | 'todo'>

interface Neighbours {
  handbooks: HandbooksService
  bondedLists: BondedListsService
  journal: JournalService
}

/** 集成电路全产业链保税. Steps of our own handbooks take their figures from booked lists, the others from entries. */
export class ChainsService {
  private readonly store: ChainStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new ChainStore(db)
    this.services = services
    this.clock = clock
  }

  list(): Output<'chains.list'> {
    return { chains: this.store.list().map((chain) => summaryOf(this.whole(chain))) }
  }

  /** @throws Refusal chain.notFound */
  get(chainId: string): Detail {
    const whole = this.whole(this.require(chainId))
    const { steps, yields, balance } = whole
    return {
      ...summaryOf(whole),
      steps: steps.map((step, index) => ({
        ...stepOf(step, yields),
        stepNo: index + 1,
        ours: this.isOurs(step),
        inFromLists: this.fromLists(step, 'in'),
        outFromLists: this.fromLists(step, 'out'),
        ...figuresOf(balance.steps[index]),
      })),
      hops: balance.hops.map(({ sent, received, difference }, index) => ({
        from: index + 1,
        to: index + 2,
        sent: amount(sent),
        received: amount(received),
        unit: steps[index]?.output_unit ?? '',
        difference: amount(difference),
      })),
      chainUnitConsumption: balance.unitConsumption ? printRate(balance.unitConsumption.toRate()) : '',
      consumption: amount(balance.consumption),
      embodied: amount(balance.embodied),
      lost: amount(balance.lost),
      inStock: amount(balance.inStock),
      inTransit: amount(balance.inTransit),
      rawInput: amount(balance.rawInput),
      difference: amount(balance.difference),
      lastOutput: amount(balance.steps.at(-1)?.out ?? Exact.zero),
      entries: entriesOf(whole),
      guards: chainGuards(steps, balance, new Set(steps.filter((step) => this.isOurs(step)).map(({ step_id }) => step_id))),
    }
  }

  /** @throws Refusal chain.* */
  save(input: Input<'chains.save'>): Summary {
    const same = this.store.named(input.name)
    if (same && same.chain_id !== input.chainId)
      refuse({ code: 'chain.nameTaken', message: `已有名为“${input.name}”的链条`, at: { field: 'name' }, next: '请换一个名称' })
    const now = this.clock.now()
    const before = input.chainId === undefined ? undefined : this.require(input.chainId)
    const chainId = before?.chain_id ?? randomUUID()
    if (before) this.store.rename(before.id, input.name, now)
    else this.store.insert(chainId, input.name, now)
    const chain = this.require(chainId)

    const known = this.store.stepsOf(chain.id)
    const knownYields = this.store.yieldsOf(chain.id)
    const steps = input.steps.map((step, index) => this.stepRow(chain.id, step, index + 1, known))
    if (new Set(steps.map(({ step_id }) => step_id)).size < steps.length)
      refuse({ code: 'chain.stepTwice', message: '同一个环节出现了两次', at: { field: 'steps' }, next: '请删去重复的环节' })
    const used = new Set(this.store.entriesOf(chain.id).map(({ step_id }) => step_id))
    const kept = new Set(steps.map(({ step_id }) => step_id))
    const lost = known.find(({ step_id }) => used.has(step_id) && !kept.has(step_id))
    if (lost)
      refuse({
        code: 'chain.stepUsed',
        message: `第 ${lost.step_no} 环节 ${lost.enterprise_name}已有登记，不能删去`,
        at: { field: 'steps' },
        next: '有记录的环节可以修改和移动，不能删去',
      })
    const yields = input.steps.flatMap((step, index) =>
      step.yields.map(({ name, percent }, no) => ({
        step_id: steps[index]?.step_id ?? '',
        yield_no: BigInt(no + 1),
        name,
        percent_e9: rate(percent),
      })),
    )
    this.store.replaceSteps(chain.id, steps, yields)
    this.services.journal.record({
      subject: `链条 ${input.name}`,
      what: before ? '修改链条' : '建立链条',
      ...(before && { before: fieldsOf(before.name, known, knownYields) }),
      after: fieldsOf(input.name, steps, yields),
    })
    return summaryOf(this.whole(chain))
  }

  /** @throws Refusal chain.* */
  enter(input: Input<'chains.enter'>): Summary {
    const chain = this.require(input.chainId)
    const step =
      this.store.stepsOf(chain.id)[input.stepNo - 1] ??
      refuse({ code: 'chain.noStep', message: `链条没有第 ${input.stepNo} 个环节`, at: { field: 'stepNo' } })
    const amountIn = quantity(input.quantity)
    if (amountIn <= 0n)
      refuse({ code: 'chain.quantity', message: '数量须大于零', at: { field: 'quantity' }, next: '请填写实际数量' })
    if (input.kind !== 'processed' && this.fromLists(step, input.kind))
      refuse({
        code: 'chain.fromLists',
        message: `第 ${input.stepNo} 环节的${entryNames[input.kind]}由手册 ${step.handbook_no} 的清单自动计入`,
        at: { field: 'kind' },
        next: '请在该手册导入或申报清单，核扣后这里自动更新',
      })
    const today = dayOfInstant(this.clock.now())
    if (input.happenedOn > today)
      refuse({ code: 'chain.inFuture', message: `日期 ${input.happenedOn} 在今天（${today}）之后`, at: { field: 'happenedOn' } })
    const output = input.kind === 'processed' ? quantity(input.output ?? refuseNoOutput()) : null
    if (output !== null && output < 0n)
      refuse({ code: 'chain.output', message: '产出不能为负', at: { field: 'output' }, next: '请填写产出的数量' })
    const entry = {
      entry_id: randomUUID(),
      chain: chain.id,
      step_id: step.step_id,
      kind: input.kind,
      happened_on: input.happenedOn,
      quantity_e5: amountIn,
      output_e5: output,
      evidence: input.evidence,
      recorded_at: this.clock.now(),
      voided_at: null,
      void_reason: '',
    }
    this.store.addEntry(entry)
    this.services.journal.record({ subject: `链条 ${chain.name}`, what: `登记${said(entry, step)}` })
    return summaryOf(this.whole(chain))
  }

  /** @throws Refusal chain.* */
  void({ chainId, entryId, reason }: Input<'chains.void'>): Summary {
    const chain = this.require(chainId)
    const entry =
      this.store.entriesOf(chain.id).find((each) => each.entry_id === entryId) ??
      refuse({ code: 'chain.noEntry', message: '链条没有这条登记', at: { field: 'entryId' } })
    if (entry.voided_at !== null) refuse({ code: 'chain.voided', message: '这条登记已经作废', next: '作废只做一次' })
    this.store.voidEntry(entryId, this.clock.now(), reason)
    const step = this.store.stepsOf(chain.id).find(({ step_id }) => step_id === entry.step_id)
    this.services.journal.record({ subject: `链条 ${chain.name}`, what: `作废${step ? said(entry, step) : ''}：${reason}` })
    return summaryOf(this.whole(chain))
  }

  /** For the workbench: chains whose figures do not agree. */
  work(): Work {
    return {
      due: [],
      todo: this.list()
        .chains.filter(({ state }) => state === 'differs')
        .map(({ chainId, name }) => ({
          severity: 'warns',
          title: `链条“${name}”有差异`,
          detail: this.get(chainId).guards.find(({ severity }) => severity === 'blocks')?.message ?? '各环节的数量对不上',
          to: paths.chain(chainId),
          rule: 'R-66',
        })),
    }
  }

  private require(chainId: string): ChainRow {
    return (
      this.store.find(chainId) ??
      refuse({ code: 'chain.notFound', message: '没有这条链', at: { field: 'chainId' }, next: '请在“全产业链”中重新选择' })
    )
  }

  private isOurs({ handbook_no }: StepRow): boolean {
    return handbook_no !== '' && this.services.handbooks.find(handbook_no) !== undefined
  }

  private fromLists(step: StepRow, kind: 'in' | 'out'): boolean {
    return this.isOurs(step) && (kind === 'in' ? step.input_item_seq : step.output_item_seq) !== null
  }

  private whole(chain: ChainRow): Whole {
    const steps = this.store.stepsOf(chain.id)
    const yields = this.store.yieldsOf(chain.id)
    const entries = this.store.entriesOf(chain.id)
    const booked = steps.flatMap((step) =>
      (['in', 'out'] as const).flatMap((kind) => {
        const itemSeq = kind === 'in' ? step.input_item_seq : step.output_item_seq
        if (itemSeq === null || !this.isOurs(step)) return []
        const of = { handbookNo: step.handbook_no, kind, itemSeq: Number(itemSeq) }
        return bookedEntries(this.services.bondedLists, of).map((entry) => ({ ...entry, step }))
      }),
    )
    const balance = chainBalance(
      steps.map((step) => ({
        step: {
          gross: step.gross_e9 as Rate,
          yields: yields.flatMap(({ step_id, percent_e9 }) => (step_id === step.step_id ? [percent_e9 as Rate] : [])),
        },
        figures: this.figures(step, entries, booked),
      })),
    )
    return { chain, steps, yields, entries, booked, balance }
  }

  /** Where booked lists are the figure, an entry that was made before the item was chosen no longer counts. */
  private figures(step: StepRow, entries: readonly EntryRow[], booked: Whole['booked']): StepFigures {
    const standing = entries.filter(({ step_id, voided_at }) => step_id === step.step_id && voided_at === null)
    const total = (kind: 'in' | 'out') =>
      this.fromLists(step, kind)
        ? sum(booked.flatMap((each) => (each.step === step && each.kind === kind ? [each.quantity] : [])))
        : sum(standing.flatMap((each) => (each.kind === kind ? [each.quantity_e5 as Quantity] : [])))
    const processed = standing.filter(({ kind }) => kind === 'processed')
    return {
      in: total('in'),
      process:
        processed.length === 0
          ? undefined
          : {
              processed: sum(processed.map(({ quantity_e5 }) => quantity_e5 as Quantity)),
              produced: sum(processed.map(({ output_e5 }) => (output_e5 ?? 0n) as Quantity)),
            },
      out: total('out'),
    }
  }

  private stepRow(chain: bigint, step: StepInput, stepNo: number, known: readonly StepRow[]): StepRow {
    const at = { field: `steps.${stepNo - 1}` }
    const no = `第 ${stepNo} 环节`
    if (step.stepId !== undefined && !known.some(({ step_id }) => step_id === step.stepId))
      refuse({ code: 'chain.noStep', message: `${no}不属于这条链`, at, next: '请重新打开链条后修改' })
    if (rate(step.gross) <= 0n)
      refuse({
        code: 'chain.gross',
        message: `${no}：每投入单位的毛产出须大于零（填写了 ${step.gross}）`,
        at,
        next: '不换单位的填 1',
      })
    const wrong = step.yields.find(({ percent }) => rate(percent) <= 0n || rate(percent) > rate('100'))
    if (wrong)
      refuse({
        code: 'chain.yield',
        message: `${no}：良率“${wrong.name}”须大于 0、不超过 100（填写了 ${wrong.percent}）`,
        at,
        next: '良率以百分数填写，例如 96.5',
      })
    const handbook = step.handbookNo === '' ? undefined : this.services.handbooks.find(step.handbookNo)
    if (!handbook && (step.inputItemSeq !== undefined || step.outputItemSeq !== undefined))
      refuse({
        code: 'chain.notOurs',
        message: `${no}的手册不在本账本，不能选备案序号`,
        at,
        next: '请登记数量，或改填本企业的手册',
      })
    if (handbook) {
      for (const [seq, kind, what] of [
        [step.inputItemSeq, 'I', '料件'],
        [step.outputItemSeq, 'E', '成品'],
      ] as const) {
        if (seq !== undefined && !this.services.handbooks.itemOf(handbook.id, kind, seq))
          refuse({
            code: 'chain.noItem',
            message: `${no}：手册 ${step.handbookNo} 没有${what} ${seq}`,
            at,
            next: '请核对备案序号',
          })
      }
    }
    return {
      step_id: step.stepId ?? randomUUID(),
      chain,
      step_no: BigInt(stepNo),
      role: step.role,
      enterprise_name: step.enterpriseName,
      handbook_no: step.handbookNo,
      input_name: step.inputName,
      input_unit: step.inputUnit,
      output_name: step.outputName,
      output_unit: step.outputUnit,
      gross_e9: rate(step.gross),
      input_item_seq: step.inputItemSeq === undefined ? null : BigInt(step.inputItemSeq),
      output_item_seq: step.outputItemSeq === undefined ? null : BigInt(step.outputItemSeq),
    }
  }
}

const refuseNoOutput = (): never =>
  refuse({ code: 'chain.noOutput', message: '请填写加工的产出', at: { field: 'output' }, next: '全部报废的填 0' })

const sum = (quantities: readonly Quantity[]): Quantity => quantities.reduce(addQuantities, noQuantity)
