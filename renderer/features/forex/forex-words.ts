import type { Output } from '../../../shared/contract/contract.ts'

export type ForexEntry = Output<'forex.list'>['entries'][number]
export type ForexContract = Output<'forex.list'>['contracts'][number]
