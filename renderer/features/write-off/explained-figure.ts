import { useCallback } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { balanceColumns } from '../../../shared/contract/write-off.ts'
import { useOpened } from '../../app/use-opened.ts'
import type { BalanceColumn } from '../../../shared/contract/write-off.ts'

type ExplainedColumn = BalanceColumn | 'netExport'

/** Which figure is being explained: a column of a material's balance, or the net export of a product's version. */
export interface Figure {
  seq: number
  column: ExplainedColumn
  version?: string
}

const isExplained = (name: string | undefined): name is ExplainedColumn =>
  name === 'netExport' || balanceColumns.some((column) => column === name)

/** `3.consumed`, `2.netExport.1`: how a figure stands in the address. */
export function readFigure(text: string | null): Figure | null {
  const [seq, column, version] = (text ?? '').split('.')
  if (!/^\d{1,9}$/.test(seq ?? '') || !isExplained(column)) return null
  return { seq: Number(seq), column, ...(version !== undefined && { version }) }
}

export const writeFigure = ({ seq, column, version }: Figure): string =>
  `${seq}.${column}${version === undefined ? '' : `.${version}`}`

/**
 * The figure in the address. From one figure to its inputs and back is walking through addresses, so Back works;
 * `depth` counts how far, for the drawer's own way back.
 */
export function useExplainedFigure() {
  const { opened, go } = useOpened('explain')
  const navigate = useNavigate()
  const state: unknown = useLocation().state
  const depth =
    typeof state === 'object' && state !== null && 'depth' in state && typeof state.depth === 'number' ? state.depth : 0
  const open = useCallback((figure: Figure) => go(writeFigure(figure)), [go])
  return {
    figure: readFigure(opened),
    depth,
    open,
    goInto: (figure: Figure) => go(writeFigure(figure), { depth: depth + 1 }),
    back: () => void navigate(-1),
    close: () => go(null),
  }
}
