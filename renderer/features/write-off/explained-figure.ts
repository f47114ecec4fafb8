import { useCallback } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { balanceColumns } from '../../../shared/contract/write-off.ts'
import { useOpened } from '../../app/use-opened.ts'
import type { BalanceColumn } from '../../../shared/contract/write-off.ts'

/** Which figure is being explained: a column of a material's balance, what a product holds of it, or the net export of a product's version. */
export type Figure =
  | { seq: number; column: BalanceColumn }
  | { seq: number; column: 'embodied'; productSeq: number }
  | { seq: number; column: 'netExport'; version?: string }

const number = /^\d{1,9}$/

/** `3.consumed`, `3.embodied.12`, `2.netExport.1`: how a figure stands in the address. */
export function readFigure(text: string | null): Figure | null {
  const [seq, name, about] = (text ?? '').split('.')
  if (seq === undefined || !number.test(seq)) return null
  if (name === 'netExport') return { seq: Number(seq), column: name, ...(about !== undefined && { version: about }) }
  if (name === 'embodied')
    return about !== undefined && number.test(about) ? { seq: Number(seq), column: name, productSeq: Number(about) } : null
  const column = balanceColumns.find((each) => each === name)
  return column ? { seq: Number(seq), column } : null
}

export function writeFigure(figure: Figure): string {
  const about = figure.column === 'embodied' ? figure.productSeq : figure.column === 'netExport' ? figure.version : undefined
  return [figure.seq, figure.column, ...(about === undefined ? [] : [about])].join('.')
}

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
