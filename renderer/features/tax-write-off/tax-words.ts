import type { Output } from '../../../shared/contract/contract.ts'

export type ValueBalance = Output<'taxWriteOff.value'>
export type TaxYear = Output<'taxWriteOff.year'>

export const tradeNames: Record<TaxYear['handbooks'][number]['trade'], string> = { imported: '进料加工', supplied: '来料加工' }
export const sideNames: Record<ValueBalance['rows'][number]['side'], string> = { imports: '进口总值', exports: '出口总值' }
