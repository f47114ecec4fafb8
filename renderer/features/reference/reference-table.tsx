import { Button, Group } from '@mantine/core'
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { ReferenceSection } from '../../../shared/contract/paths.ts'
import { call, followJob, runJob, saveFile } from '../../app/engine.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable, showError } from '../../components/export-table.ts'
import { ImportWizard } from '../../components/import/import-wizard.tsx'
import type { ImportSummary } from '../../components/import/preview.ts'
import { printCount } from '../../components/moment.ts'
import { Panel, Room } from '../../components/page.tsx'

interface ImportedTable {
  table: Input<'reference.template'>['table']
  section: ReferenceSection
  what: string
  expects: string
}

/** The wizard has the page to itself while a file is chosen, looked at or imported. */
export const isImporting = (search: URLSearchParams): boolean => search.get('view') === 'import' || search.has('file')
const importing = (section: ReferenceSection) => `${paths.reference(section)}?view=import`

export const ImportButton = ({ section }: { section: ReferenceSection }) => (
  <Button size="compact-sm" component={Link} to={importing(section)}>
    导入工作簿
  </Button>
)

/** The table as it is, which is also the form of a workbook to import. */
export function TemplateButton({ table }: { table: ImportedTable['table'] }) {
  const save = async () => {
    const { fileId } = await call('reference.template', { table })
    await saveFile(fileId)
  }
  return (
    <Button size="compact-sm" variant="default" onClick={() => void save().catch(showError)}>
      下载工作簿样式
    </Button>
  )
}

/** A reference table, or in its place the wizard that replaces it. */
export function ReferenceTable({ of, children }: { of: ImportedTable; children: ReactNode }) {
  const [search] = useSearchParams()
  if (!isImporting(search)) return children
  const { table, section, what, expects } = of
  return (
    <>
      <Group gap="sm">
        <Button size="compact-sm" variant="default" component={Link} to={paths.reference(section)}>
          返回{what}
        </Button>
        <TemplateButton table={table} />
      </Group>
      <ImportWizard
        kind={{
          what,
          expects,
          inspect: async (fileId, follow) => {
            const found = await runJob('reference.inspectWorkbook', { table, fileId }, follow)
            const { rows, added, removed, sheets, rejected, rejectedTotal, warnings } = found
            return {
              sheets,
              changes: countsOf({ rows, added, removed }),
              rejected,
              rejectedTotal,
              warnings,
              canSkip: false,
              ...(added + removed === 0 && rejectedTotal === 0 && { nothingToDo: `与现有的${what}完全相同，没有变化` }),
            }
          },
          run: async (fileId, _onBadRows, follow) =>
            summaryOf(of, await runJob('reference.importWorkbook', { table, fileId }, follow)),
          resume: async (jobId, follow) => summaryOf(of, await followJob('reference.importWorkbook', jobId, follow)),
        }}
      />
    </>
  )
}

/** A table that is imported as a whole: its rows, or why it may be empty. */
export function ReferenceRows<Row>({
  of,
  answer: { data, error },
  columns,
  rowKey,
  notice,
  whyEmpty,
}: {
  of: ImportedTable
  answer: { data: { rows: Row[] } | undefined; error: Error | null }
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  /** Above the rows: what about them the clerk has to know. */
  notice?: ReactNode
  whyEmpty: string
}) {
  const kept = useArrangementInAddress()
  const source = useMemo(() => ({ kind: 'rows' as const, rows: data?.rows ?? [] }), [data])
  const buttons = (
    <>
      <ImportButton section={of.section} />
      <TemplateButton table={of.table} />
    </>
  )
  return (
    <ReferenceTable of={of}>
      <ErrorNotice error={error} />
      {notice}
      {data?.rows.length === 0 && (
        <Panel>
          <Empty action={<Group gap="sm">{buttons}</Group>}>{whyEmpty}</Empty>
        </Panel>
      )}
      {data && data.rows.length > 0 && (
        <Room>
          <DataTable
            id={`reference.${of.table}`}
            columns={columns}
            source={source}
            rowKey={rowKey}
            kept={kept}
            frozen={1}
            toolbar={buttons}
            onExport={(table) => void exportTable(of.what)(table)}
            emptyText={`没有符合条件的${of.what}`}
          />
        </Room>
      )}
    </ReferenceTable>
  )
}

const countsOf = ({ rows, added, removed }: Output<'reference.importWorkbook'>) =>
  [
    ['工作簿中', `${printCount(rows)} 行`],
    ['新增或更改', `${printCount(added)} 行`],
    ['不再有的', `${printCount(removed)} 行`],
  ] as const

const summaryOf = ({ what, section }: ImportedTable, done: Output<'reference.importWorkbook'>): ImportSummary => ({
  message: `${what}已更新`,
  counts: countsOf(done),
  rejected: [],
  warnings: [],
  links: [{ label: `查看${what}`, to: paths.reference(section) }],
})
