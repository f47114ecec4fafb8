import { Button, Table, Text } from '@mantine/core'
import { useCallback, useMemo, useRef } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { clockOfInstant } from '../../../shared/domain/day.ts'
import { saveFile } from '../../app/engine.ts'
import { paged } from '../../app/paged.ts'
import { useJob } from '../../app/use-job.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column, TableQuery } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { showError } from '../../components/export-table.ts'
import { JobProgress } from '../../components/job-progress.tsx'
import { Room } from '../../components/page.tsx'

type Entry = Output<'journal.list'>['rows'][number]

const columns: readonly Column<Entry>[] = [
  { id: 'at', title: '时间', width: 168, kind: 'date', text: (row) => clockOfInstant(row.at) },
  { id: 'operatorName', title: '操作员', width: 96, kind: 'text', text: (row) => row.operatorName },
  { id: 'subject', title: '对象', width: 188, kind: 'text', text: (row) => row.subject },
  { id: 'what', title: '做了什么', width: 320, kind: 'text', text: (row) => row.what },
  { id: 'before', title: '改前', width: 184, kind: 'text', text: (row) => printFields(row.before) },
  { id: 'after', title: '改后', width: 200, kind: 'text', text: (row) => printFields(row.after) },
]

const empty = '（空）'
const printFields = (fields: Entry['before']) =>
  Object.entries(fields ?? {})
    .map(([name, text]) => `${name} ${text || empty}`)
    .join('；')

/** 操作日志, the newest first; a row unfolds to what stood there before and after. */
export function JournalSection() {
  const kept = useArrangementInAddress()
  const shown = useRef<Pick<TableQuery, 'filter' | 'find'>>({})
  const source = useMemo(() => {
    const pages = paged('journal.list', {})
    if (pages.kind !== 'pages') return pages
    return {
      ...pages,
      fetch: (query: TableQuery) => {
        shown.current = { ...(query.filter && { filter: query.filter }), ...(query.find && { find: query.find }) }
        return pages.fetch(query)
      },
    }
  }, [])
  const journal = useJob('journal.export')
  const save = useCallback(async () => {
    const made = await journal.start(shown.current)
    if (made) await saveFile(made.fileId).catch(showError)
  }, [journal])
  return (
    <Room>
      <ErrorNotice error={journal.error} />
      {journal.running && <JobProgress job={journal.running} what="正在导出操作日志" />}
      <DataTable
        id="journal.list"
        columns={columns}
        source={source}
        kept={kept}
        rowKey={keyOf}
        frozen={1}
        detail={detailOf}
        toolbar={
          <Button size="compact-md" variant="default" disabled={journal.running !== null} onClick={() => void save()}>
            导出日志
          </Button>
        }
        emptyText="没有符合条件的日志"
      />
    </Room>
  )
}

const keyOf = (row: Entry) => String(row.entryId)
const detailOf = (row: Entry) => <Changes entry={row} />

function Changes({ entry: { before, after } }: { entry: Entry }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  if (names.length === 0) return <div style={{ padding: 12 }}>这一步没有逐项的改前改后。</div>
  return (
    <div style={{ maxWidth: 1000, padding: '4px 12px 12px' }}>
      <Table verticalSpacing={4} horizontalSpacing={12}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={200}>项目</Table.Th>
            <Table.Th>改前</Table.Th>
            <Table.Th>改后</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map((name) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                <Value text={before?.[name]} />
              </Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                <Value text={after?.[name]} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** Nothing where the field was not there at all. */
const Value = ({ text }: { text: string | undefined }) =>
  text === '' ? (
    <Text span size="sm" c="dimmed">
      {empty}
    </Text>
  ) : (
    text
  )
