/** What Excel puts on the clipboard as text: cells parted by tabs, rows by line breaks, quoted where they hold either. */
export function toClipboardText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoted).join('\t')).join('\r\n')
}

const quoted = (cell: string): string => (/["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Rows of cells, or `tooLarge` where there are more cells than `limit`: nothing is read beyond it. */
export function fromClipboardText(text: string, limit: number): string[][] | 'tooLarge' {
  const rows: string[][] = []
  let row: string[] = []
  let cells = 0
  let from = 0
  while (from <= text.length) {
    const [cell, end] = text[from] === '"' ? quotedCell(text, from) : plainCell(text, from)
    cells += 1
    if (cells > limit) return 'tooLarge'
    row.push(cell)
    if (text[end] !== '\t') {
      rows.push(row)
      row = []
    }
    from = end + (text.startsWith('\r\n', end) ? 2 : 1)
    // Excel ends the last row with a line break too.
    if (from === text.length && text[end] !== '\t') break
  }
  return rows
}

function plainCell(text: string, from: number): [string, number] {
  let end = from
  while (end < text.length && text[end] !== '\t' && text[end] !== '\n' && text[end] !== '\r') end += 1
  return [text.slice(from, end), end]
}

/** A quote that nothing closes, or that text follows, is a quote sign as in `"5寸"管`. */
function quotedCell(text: string, from: number): [string, number] {
  let end = text.indexOf('"', from + 1)
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2)
  if (end < 0 || !['\t', '\r', '\n', undefined].includes(text[end + 1])) return plainCell(text, from)
  return [text.slice(from + 1, end).replaceAll('""', '"'), end + 1]
}
