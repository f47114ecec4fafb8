import { useCallback } from 'react'
import { useOpened } from '../../app/use-opened.ts'
import { taxOrder } from './sale-words.ts'
import type { TaxKind } from './sale-words.ts'

const sums = ['value', ...taxOrder, 'tax', 'interest', 'total'] as const
export type SumName = (typeof sums)[number]

/** Which figure of the tax sheet is being explained. `line` is the number of the sheet's line, `index` the place among its taxes. */
export type Figure =
  | { of: 'conversion'; line: number }
  | { of: 'value'; line: number }
  | { of: 'tax'; line: number; index: number }
  | { of: 'interest'; tax: TaxKind }
  | { of: 'sum'; sum: SumName }
  | { of: 'lateFee' }

/** Shows what a figure is made of. */
export type Explain = (figure: Figure) => void

/** `tax.2.0`, `sum.vat`: how a figure stands in the address. */
export const writeFigure = (figure: Figure): string =>
  [
    figure.of,
    ...('line' in figure ? [figure.line] : []),
    ...('index' in figure ? [figure.index] : []),
    ...('tax' in figure ? [figure.tax] : []),
    ...('sum' in figure ? [figure.sum] : []),
  ].join('.')

export function readFigure(text: string | null): Figure | null {
  const [of, first = '', second = ''] = (text ?? '').split('.')
  const line = /^\d{1,6}$/.test(first) ? Number(first) : undefined
  if (of === 'conversion' && line !== undefined) return { of, line }
  if (of === 'value' && line !== undefined) return { of, line }
  if (of === 'tax' && line !== undefined && /^\d{1,3}$/.test(second)) return { of, line, index: Number(second) }
  const tax = taxOrder.find((known) => known === first)
  if (of === 'interest' && tax) return { of, tax }
  const sum = sums.find((known) => known === first)
  if (of === 'sum' && sum) return { of, sum }
  return of === 'lateFee' ? { of } : null
}

/** The figure in the address, so that Back closes it. */
export function useFigure() {
  const { opened, go } = useOpened('explain')
  return {
    figure: readFigure(opened),
    open: useCallback((figure: Figure) => go(writeFigure(figure)), [go]),
    close: () => go(null),
  }
}
