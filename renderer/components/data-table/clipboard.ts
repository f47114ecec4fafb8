import { useState } from 'react'
import type { ClipboardEvent } from 'react'
import { printCount } from '../moment.ts'
import { fromClipboardText, toClipboardText } from './clipboard-text.ts'
import type { Column, EditRules } from './column.ts'
import type { PastePlan } from './paste-plan.ts'
import { headedColumns, pasteLimit, planPaste, spread } from './paste-plan.ts'
import type { RowSource } from './row-source.ts'
import { rowsBetween, rowsHere } from './selection-sum.ts'
import { cellsOf } from './selection.ts'
import type { Block } from './selection.ts'

/** What a spreadsheet still takes from the clipboard without trouble; for more there is the export. */
const copyLimit = 1_000_000

interface Table<Row> {
  rows: RowSource<Row>
  /** As shown. */
  columns: readonly Column<Row>[]
  block: Block | undefined
  edit: EditRules<Row> | undefined
  say: (notice: string | undefined) => void
}

interface Clipboard<Row> {
  plan: PastePlan<Row> | undefined
  onCopy: (event: ClipboardEvent) => void
  onPaste: (event: ClipboardEvent) => void
  /** The preview is answered. */
  close: () => void
}

export function useClipboard<Row>({ rows, columns, block, edit, say }: Table<Row>): Clipboard<Row> {
  const [plan, setPlan] = useState<PastePlan<Row>>()

  const copyText = (copied: Block, of: readonly Row[]): string => {
    const chosen = columns.slice(copied.left, copied.right + 1)
    return toClipboardText(of.map((row) => chosen.map((column) => column.text(row))))
  }
  const copyLater = async (copied: Block): Promise<void> => {
    say('正在取数…')
    const text = copyText(copied, await rows.load(copied.top, copied.bottom + 1))
    await navigator.clipboard.writeText(text)
    say(`已复制 ${printCount(cellsOf(copied))} 格`)
  }
  const planLater = async (cells: readonly (readonly string[])[], onto: Block, rules: EditRules<Row>): Promise<void> => {
    const headed = rules.blank && headedColumns(cells, columns)
    const laid = spread(headed ? cells.slice(1) : cells, onto)
    const to = Math.min(rows.total, onto.top + laid.length)
    const under = to > onto.top ? await rowsBetween(rows, onto.top, to) : []
    // What was said of an earlier paste is past.
    say(undefined)
    setPlan(planPaste(laid, under, headed ?? columns.slice(onto.left), onto.top, rules))
  }
  const failed = (what: string) => (error: unknown) => say(`${what}：${error instanceof Error ? error.message : String(error)}`)

  return {
    plan,
    close: () => setPlan(undefined),
    onCopy: (event) => {
      if (!block) return
      event.preventDefault()
      if (cellsOf(block) > copyLimit) {
        say(`一次最多复制 ${printCount(copyLimit)} 格，请减少选择或使用导出`)
        return
      }
      const here = rowsHere(rows, block.top, block.bottom + 1)
      if (here) {
        event.clipboardData.setData('text/plain', copyText(block, here))
        say(`已复制 ${printCount(cellsOf(block))} 格`)
      } else copyLater(block).catch(failed('没有复制'))
    },
    onPaste: (event) => {
      // An empty table takes a block where its first row will be.
      const onto = block ?? (edit?.blank && { top: 0, bottom: 0, left: 0, right: 0 })
      if (!onto || !edit) return
      event.preventDefault()
      const cells = fromClipboardText(event.clipboardData.getData('text/plain'), pasteLimit)
      const single = cells !== 'tooLarge' && cells.length === 1 && cells[0]?.length === 1
      if (cells === 'tooLarge' || (single && cellsOf(onto) > pasteLimit)) {
        say(`一次最多粘贴 ${printCount(pasteLimit)} 格，没有写入。请分次粘贴，或改用导入`)
      } else planLater(cells, onto, edit).catch(failed('没有粘贴'))
    },
  }
}
