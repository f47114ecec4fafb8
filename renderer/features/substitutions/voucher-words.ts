import type { Output } from '../../../shared/contract/contract.ts'

export type Voucher = Output<'substitutions.list'>['substitutions'][number]
export type Leg = Voucher['lines'][number]

export const byNames: Record<Leg['by'], string> = { bonded: '保税料件', imported: '进口非保税料件', domestic: '国产料件' }
export const isBy = (value: string | null): value is Leg['by'] => value !== null && Object.hasOwn(byNames, value)

/** Where what takes its place comes from, in one phrase. */
export const otherOf = (leg: Leg): string =>
  leg.by === 'bonded' ? `手册 ${leg.otherHandbookNo ?? ''} 料件 ${leg.otherItemSeq ?? ''}` : byNames[leg.by]
