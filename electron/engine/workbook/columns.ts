/** Columns of a workbook to write, by what stands in their cells; widths in characters. */
export const text = (title: string, width = 14) => ({ title, width, kind: 'text' as const })
export const number = (title: string, width = 16) => ({ title, width, kind: 'number' as const })
