import { useEffect, useState } from 'react'
import type { Column } from './column.ts'
import { ExactSum } from './exact-text.ts'
import type { RowSource } from './row-source.ts'
import { cellsOf } from './selection.ts'
import type { Block } from './selection.ts'

export interface BlockSum {
  /** Cells of quantity columns that hold a number. */
  numbers: number
  sum: string
}

/** Rows added at a time: well under one frame, so that a sum over the whole table never stops the window. */
const slice = 2_000

/** The exact sum over the quantity columns of a block; undefined while it is being added up, and for a single cell. */
export function useBlockSum<Row>(
  block: Block | undefined,
  columns: readonly Column<Row>[],
  source: RowSource<Row>,
): BlockSum | undefined {
  const [result, setResult] = useState<{ of: string; sum: BlockSum }>()
  const wanted = block && cellsOf(block) > 1 ? block : undefined
  const signature = wanted ? `${wanted.top}:${wanted.bottom}:${wanted.left}:${wanted.right}:${source.total}` : ''
  useEffect(() => {
    if (!wanted) return undefined
    const stopped = new AbortController()
    const quantities = columns.slice(wanted.left, wanted.right + 1).filter(({ kind }) => kind === 'quantity')
    void add(wanted, quantities, source, stopped.signal).then((sum) => {
      if (sum && !stopped.signal.aborted) setResult({ of: signature, sum })
    })
    return () => stopped.abort()
    // The block is a new object on every render: its borders are in the signature.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [signature, columns, source])
  return result && result.of === signature ? result.sum : undefined
}

async function add<Row>(
  block: Block,
  columns: readonly Column<Row>[],
  source: RowSource<Row>,
  stopped: AbortSignal,
): Promise<BlockSum | undefined> {
  const total = new ExactSum()
  if (columns.length === 0) return { numbers: 0, sum: '0' }
  for (let from = block.top; from <= block.bottom; from += slice) {
    const to = Math.min(from + slice, block.bottom + 1)
    // A sweep of the mouse asks for many sums: only the one it rests on is worth a question to the engine.
    if (from > block.top || to - from > 100) await pause()
    if (stopped.aborted) return undefined
    for (const row of await rowsBetween(source, from, to)) for (const column of columns) total.add(column.text(row))
  }
  return { numbers: total.numbers, sum: String(total) }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

/** Rows [from, to), without a question to the engine where all of them are here. */
export async function rowsBetween<Row>(source: RowSource<Row>, from: number, to: number): Promise<readonly Row[]> {
  return rowsHere(source, from, to) ?? (await source.load(from, to))
}

export function rowsHere<Row>(source: RowSource<Row>, from: number, to: number): Row[] | undefined {
  const rows: Row[] = []
  for (let index = from; index < to; index += 1) {
    const row = source.at(index)
    if (row === undefined) return undefined
    rows.push(row)
  }
  return rows
}
