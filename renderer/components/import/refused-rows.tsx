import { Text } from '@mantine/core'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { Column } from '../data-table/column.ts'
import { DataTable } from '../data-table/data-table.tsx'
import classes from './import.module.css'
import { printCount } from '../moment.ts'

const columns: readonly Column<RefusedRow>[] = [
  { id: 'sheet', title: '工作表', width: 130, kind: 'text', text: (row) => row.sheet },
  { id: 'row', title: '行', width: 72, kind: 'quantity', text: (row) => String(row.row) },
  { id: 'column', title: '列', width: 140, kind: 'text', text: (row) => row.column },
  { id: 'message', title: '原因', width: 620, kind: 'text', text: (row) => row.message },
]

/** Copied from like any table: a block of cells, Ctrl+C. */
export function RefusedRows({ rows, total }: { rows: readonly RefusedRow[]; total: number }) {
  return (
    <div className={classes.refused}>
      <DataTable
        id="import.refused"
        columns={columns}
        source={{ kind: 'rows', rows }}
        rowKey={(row) => `${row.sheet}!${row.column}${row.row}${row.code}`}
        emptyText="没有被拒的行"
        height={Math.min(360, 148 + rows.length * 32)}
      />
      {total > rows.length && (
        <Text size="sm" c="dimmed" p="sm">
          这里列出前 {printCount(rows.length)} 行，共 {printCount(total)} 行；全部被拒行在导入后的工作簿里
        </Text>
      )}
    </div>
  )
}
