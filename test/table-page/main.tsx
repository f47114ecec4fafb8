import '@mantine/core/styles.css'
import '../../renderer/app/global.css'
import { MantineProvider, Text } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, useCallback, useState } from 'react'
import type { ReactElement } from 'react'
import { createRoot } from 'react-dom/client'
import { theme } from '../../renderer/app/theme.ts'
import { arrangeRows } from '../../renderer/components/data-table/arrange-rows.ts'
import { DataTable } from '../../renderer/components/data-table/data-table.tsx'
import type { Column, EditRules, Source, TableQuery } from '../../renderer/components/data-table/data-table.tsx'
import { CodeField } from '../../renderer/components/fields/code-field.tsx'
import { DayField } from '../../renderer/components/fields/day-field.tsx'
import { PassphraseField } from '../../renderer/components/fields/passphrase-field.tsx'
import { QuantityField } from '../../renderer/components/fields/quantity-field.tsx'
import { unitCodes } from '../../shared/codes/tables.ts'
import { linesOf } from './lines.ts'
import type { Line } from './lines.ts'

/** What the table asked for and gave back, for the specs to look at. */
const seen: { opened: string[]; exported: unknown; queries: TableQuery[]; committed: number } = {
  opened: [],
  exported: undefined,
  queries: [],
  committed: 0,
}
Object.assign(globalThis, { seen })

const asked = new URLSearchParams(location.search)
const everyLine = linesOf(Number(asked.get('rows') ?? 100_000))

const column = (
  id: keyof Line,
  title: string,
  width: number,
  kind: Column<Line>['kind'],
  rest: Partial<Column<Line>> = {},
): Column<Line> => ({
  id,
  title,
  width,
  kind,
  text: (row) => row[id],
  ...rest,
})
const columns: readonly Column<Line>[] = [
  column('listNo', '清单编号', 180, 'code'),
  column('seq', '序号', 64, 'code'),
  column('partNo', '料号', 110, 'code'),
  column('name', '商品名称', 140, 'text'),
  column('spec', '规格型号', 140, 'text'),
  column('unit', '计量单位', 100, 'code'),
  column('mode', '监管方式', 140, 'code'),
  column('bookedOn', '核扣日期', 110, 'date'),
  column('quantity', '申报数量', 130, 'quantity', { groupTitle: '申报' }),
  column('price', '单价', 100, 'quantity', { groupTitle: '申报', unit: 'USD' }),
  column('amount', '总价', 120, 'quantity', { groupTitle: '申报', unit: 'USD' }),
  column('imported', '进口', 130, 'quantity', { groupTitle: '核销平衡' }),
  column('consumed', '耗用', 130, 'quantity', { groupTitle: '核销平衡' }),
  column('balance', '结余', 130, 'quantity', { groupTitle: '核销平衡', onOpen: (row) => seen.opened.push(`balance ${row.id}`) }),
  column('net', '净耗', 120, 'quantity'),
  column('country', '原产国', 110, 'code'),
  column('remark', '备注', 160, 'text'),
]

const marks = (row: Line, columnId: string): string | undefined =>
  columnId === 'partNo' && row.partNo.startsWith('F-0007') ? `料号 ${row.partNo} 没有归并关系` : undefined
const rowKey = (row: Line): string => row.id

const detailOf = (row: Line): ReactElement => <Text size="sm">清单 {row.listNo} 的明细</Text>

function TablePage(): ReactElement {
  const [lines, setLines] = useState(everyLine)
  const [edit] = useState((): EditRules<Line> => ({
    canEdit: (_row, columnId) => columnId === 'quantity' || columnId === 'name' || columnId === 'bookedOn',
    check: (_row, columnId, text) =>
      columnId === 'quantity' && !/^\d+(\.\d{1,5})?$/.test(text)
        ? `申报数量须为不超过 5 位小数的正数（填写了 ${text}）`
        : undefined,
    commit: (changes) => {
      seen.committed += changes.length
      const byId = new Map<string, Partial<Line>>()
      for (const { row, columnId, text } of changes) byId.set(row.id, { ...byId.get(row.id), [columnId]: text })
      setLines((previous) => previous.map((line) => ({ ...line, ...byId.get(line.id) })))
      return Promise.resolve()
    },
  }))
  const fetchPage = useCallback(
    async (query: TableQuery) => {
      seen.queries.push(query)
      await new Promise((resolve) => setTimeout(resolve, 150))
      const found = arrangeRows(lines, columns, { filter: query.filter ?? {}, find: query.find ?? '', sort: query.sort })
      return { total: found.length, rows: found.slice(query.offset, query.offset + query.limit) }
    },
    [lines],
  )
  const source: Source<Line> =
    asked.get('source') === 'pages' ? { kind: 'pages', key: ['lines'], fetch: fetchPage } : { kind: 'rows', rows: lines }
  return (
    <main
      style={{ height: '100%', padding: 16, display: 'flex', boxSizing: 'border-box', background: 'var(--mantine-color-body)' }}
    >
      <DataTable
        id="test-lines"
        columns={columns}
        source={source}
        rowKey={rowKey}
        frozen={2}
        marks={marks}
        {...(asked.get('edit') !== 'no' && { edit })}
        {...(asked.has('detail') && { detail: detailOf })}
        onOpenRow={(row) => seen.opened.push(row.id)}
        onExport={(table) => (seen.exported = table)}
        toolbar={
          <Text fw={600} size="md">
            清单表体
          </Text>
        }
        emptyText="还没有清单。请先导入核注清单。"
      />
    </main>
  )
}

function FieldsPage(): ReactElement {
  const [quantity, setQuantity] = useState('')
  const [day, setDay] = useState('')
  const [unit, setUnit] = useState('')
  const [passphrase, setPassphrase] = useState('')
  return (
    <main style={{ padding: 24, width: 320, display: 'grid', gap: 12 }}>
      <QuantityField label="申报数量" unit="千克" value={quantity} onChange={setQuantity} />
      <DayField label="核扣日期" value={day} onChange={setDay} />
      <CodeField label="计量单位" codes={unitCodes} value={unit} onChange={setUnit} />
      <PassphraseField label="口令" value={passphrase} onChange={setPassphrase} />
      <output>{JSON.stringify({ quantity, day, unit, passphrase })}</output>
    </main>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('no root')
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme}>
      <QueryClientProvider client={new QueryClient()}>{asked.has('fields') ? <FieldsPage /> : <TablePage />}</QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
