import type { Input } from '../../../shared/contract/contract.ts'

/** What is declared together: one partner, one way, one handbook on each side. */
export type TransferAccount = Omit<Input<'transfers.propose'>, 'through'>

/** As it stands in the address. */
export const accountOf = ({ partnerId, way, handbookNo, partnerHandbookNo }: TransferAccount): string =>
  [partnerId, way, handbookNo, partnerHandbookNo].join('.')

export function readAccount(text: string | null): TransferAccount | undefined {
  const [partnerId, way, handbookNo, partnerHandbookNo] = text?.split('.') ?? []
  if (!partnerId || !handbookNo || !partnerHandbookNo || (way !== 'out' && way !== 'in')) return undefined
  return { partnerId, way, handbookNo, partnerHandbookNo }
}
