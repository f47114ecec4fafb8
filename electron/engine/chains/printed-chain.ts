import type { Output } from '../../../shared/contract/contract.ts'
import type { ChainBalance } from '../../../shared/domain/chip-chain.ts'
import { Exact, printQuantity, printRate } from '../../../shared/domain/exact.ts'
import type { Quantity, Rate } from '../../../shared/domain/exact.ts'
import type { BookedEntry } from './booked-entries.ts'
import type { ChainRow, EntryRow, StepRow, YieldRow } from './store.ts'

type Summary = Output<'chains.save'>
type Detail = Output<'chains.get'>

/** A chain with all that has happened in it. */
export interface Whole {
  chain: ChainRow
  steps: StepRow[]
  yields: YieldRow[]
  entries: EntryRow[]
  /** By step, what booked lists say of it. */
  booked: (BookedEntry & { step: StepRow })[]
  balance: ChainBalance
}

export const entryNames = { in: '投入', processed: '加工', out: '产出转出' } as const
export const amount = (value: Exact): string => printQuantity(value.toQuantity())

export const summaryOf = ({ chain, steps, balance }: Whole): Summary => ({
  chainId: chain.chain_id,
  name: chain.name,
  steps: steps.length,
  state: balance.state,
  savedAt: chain.saved_at,
})

export const stepOf = (row: StepRow, yields: readonly YieldRow[]) => ({
  stepId: row.step_id,
  role: row.role,
  enterpriseName: row.enterprise_name,
  handbookNo: row.handbook_no,
  inputName: row.input_name,
  inputUnit: row.input_unit,
  outputName: row.output_name,
  outputUnit: row.output_unit,
  gross: printRate(row.gross_e9 as Rate),
  yields: yields.flatMap(({ step_id, name, percent_e9 }) =>
    step_id === row.step_id ? [{ name, percent: printRate(percent_e9 as Rate) }] : [],
  ),
  ...(row.input_item_seq !== null && { inputItemSeq: Number(row.input_item_seq) }),
  ...(row.output_item_seq !== null && { outputItemSeq: Number(row.output_item_seq) }),
})

const hundred = Exact.fraction(100n, 1n)

export function figuresOf(of: ChainBalance['steps'][number] | undefined) {
  const figure = (value: Exact | undefined) => amount(value ?? Exact.zero)
  return {
    in: figure(of?.in),
    processed: figure(of?.processed),
    expected: figure(of?.expected),
    produced: figure(of?.produced),
    out: figure(of?.out),
    lost: figure(of?.lost),
    inputStock: figure(of?.inputStock),
    outputStock: figure(of?.outputStock),
    consumed: figure(of?.consumed),
    unitConsumption: of?.unitConsumption ? printRate(of.unitConsumption.toRate()) : '',
    lossRate: of?.loss ? of.loss.times(hundred).toText(6) : '',
    difference: figure(of?.difference),
    state: of?.state ?? 'waiting',
  }
}

/** Entries and booked lists together, the newest first. */
export function entriesOf({ steps, entries, booked }: Whole): Detail['entries'] {
  const stepNo = new Map(steps.map(({ step_id }, index) => [step_id, index + 1]))
  const all: Detail['entries'] = [
    ...entries.map((row) => ({
      entryId: row.entry_id,
      stepNo: stepNo.get(row.step_id) ?? 0,
      kind: row.kind,
      happenedOn: row.happened_on,
      quantity: printQuantity(row.quantity_e5 as Quantity),
      output: row.output_e5 === null ? null : printQuantity(row.output_e5 as Quantity),
      evidence: row.evidence,
      to: null,
      voidedAt: row.voided_at,
      voidReason: row.void_reason,
    })),
    ...booked.map((each) => ({
      entryId: null,
      stepNo: stepNo.get(each.step.step_id) ?? 0,
      kind: each.kind,
      happenedOn: each.on,
      quantity: printQuantity(each.quantity),
      output: null,
      evidence: each.listNo,
      to: each.to,
      voidedAt: null,
      voidReason: '',
    })),
  ]
  return all.toSorted((a, b) => (a.happenedOn < b.happenedOn ? 1 : a.happenedOn > b.happenedOn ? -1 : b.stepNo - a.stepNo))
}

export function said(entry: EntryRow, step: StepRow): string {
  const amountIn = `${printQuantity(entry.quantity_e5 as Quantity)} ${entry.kind === 'out' ? step.output_unit : step.input_unit}`
  const gave = entry.output_e5 === null ? '' : `，产出 ${printQuantity(entry.output_e5 as Quantity)} ${step.output_unit}`
  return `第 ${step.step_no} 环节 ${step.enterprise_name}${entryNames[entry.kind]} ${amountIn}${gave}（${entry.happened_on}）`
}

export function fieldsOf(name: string, steps: readonly StepRow[], yields: readonly YieldRow[]): Record<string, string> {
  const fields: Record<string, string> = { 名称: name }
  for (const step of steps) {
    const losses = yields.filter(({ step_id }) => step_id === step.step_id)
    fields[`第 ${step.step_no} 环节`] = [
      step.enterprise_name,
      step.handbook_no,
      `${step.input_name} ${step.input_unit} → ${step.output_name} ${step.output_unit}`,
      `毛产出 ${printRate(step.gross_e9 as Rate)}`,
      ...losses.map(({ name: of, percent_e9 }) => `${of} ${printRate(percent_e9 as Rate)}%`),
    ]
      .filter((part) => part !== '')
      .join('，')
  }
  return fields
}
