import type { Guard } from '../../../shared/contract/values.ts'
import { text } from '../workbook/columns.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import type { CheckRow } from './store.ts'

const severities: Record<CheckRow['severity'], string> = { passes: '通过', warns: '提醒', blocks: '阻断' }

/** 核对: the last sheet of a filing that people read. */
export const checkSheet = (checks: readonly CheckRow[]): SheetToWrite => ({
  name: '核对',
  columns: [text('结果', 8), text('规则', 10), text('内容', 90)],
  rows: checks.map(({ severity, rule, message }) => [severities[severity], rule, message]),
})

/** What the guards of a thing say, as what was checked of its filing. */
export const checksOf = (guards: readonly Guard[]): CheckRow[] =>
  guards.map(({ severity, rule, message, lineNo, to }) => ({
    severity,
    rule,
    message: lineNo === null ? message : `第 ${lineNo} 行：${message}`,
    ...(to !== null && { to }),
  }))
