import { productColumns } from '../../../shared/domain/posting-rules.ts'
import type { ProductColumn } from '../../../shared/domain/posting-rules.ts'

/** A figure of the report that no single column of the balance says. */
export type ReportFigure =
  | { goods: 'material'; seq: number; column: 'imported' }
  | { goods: 'product'; seq: number; column: ProductColumn }

/** `I3.imported`, `E2.returnedIn`: how it stands in the address. */
export const writeReportFigure = ({ goods, seq, column }: ReportFigure): string =>
  `${goods === 'material' ? 'I' : 'E'}${seq}.${column}`

export function readReportFigure(text: string | null): ReportFigure | null {
  const [, side, digits, name] = /^([IE])(\d{1,9})\.(\w+)$/.exec(text ?? '') ?? []
  const seq = Number(digits)
  if (side === 'I' && name === 'imported') return { goods: 'material', seq, column: name }
  const column = productColumns.find((each) => each === name)
  return side === 'E' && column ? { goods: 'product', seq, column } : null
}
