import { Button, SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { currencyName } from '../../../shared/codes/tables.ts'
import { forexKindNames } from '../../../shared/contract/forex.ts'
import { useOperation } from '../../app/queries.ts'
import { useArrangementInAddress, withoutArrangement } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { Room } from '../../components/page.tsx'
import { EntryDialog } from './entry-dialog.tsx'
import type { ForexContract, ForexEntry } from './forex-words.ts'
import { ReportDialog } from './report-dialog.tsx'
import { VoidDialog } from './void-dialog.tsx'

const currency = (code: string): string => codeLabel(code, currencyName(code))
const amount = <Row,>(id: keyof Row & string, title: string, text: (row: Row) => string): Column<Row> => ({
  id,
  title,
  width: 124,
  kind: 'quantity',
  text,
})

const entryColumns: readonly Column<ForexEntry>[] = [
  { id: 'on', title: '日期', width: 96, kind: 'date', text: (row) => row.on },
  { id: 'kind', title: '种类', width: 96, kind: 'text', text: (row) => forexKindNames[row.kind] },
  { id: 'contractNo', title: '合同号', width: 160, kind: 'code', text: (row) => row.contractNo },
  { id: 'handbookNo', title: '手册', width: 120, kind: 'code', text: (row) => row.handbookNo },
  { id: 'currency', title: '币制', width: 96, kind: 'code', text: (row) => currency(row.currency) },
  amount('amount', '金额', (row) => row.amount),
  { id: 'bank', title: '银行', width: 160, kind: 'text', text: (row) => row.bank },
  { id: 'documentNo', title: '凭证号', width: 140, kind: 'code', text: (row) => row.documentNo },
  { id: 'remark', title: '备注', width: 180, kind: 'text', text: (row) => row.remark },
  { id: 'voidedBecause', title: '划去原因', width: 160, kind: 'text', text: (row) => row.voidedBecause },
]
const contractColumns: readonly Column<ForexContract>[] = [
  { id: 'handbookNo', title: '手册', width: 120, kind: 'code', text: (row) => row.handbookNo },
  { id: 'contractNo', title: '合同号', width: 160, kind: 'code', text: (row) => row.contractNo },
  { id: 'currency', title: '币制', width: 96, kind: 'code', text: (row) => currency(row.currency) },
  amount('exported', '已出口', (row) => row.exported),
  amount('received', '已收汇', (row) => row.received),
  amount('toReceive', '待收汇', (row) => row.toReceive),
  amount('imported', '已进口', (row) => row.imported),
  amount('paid', '已付汇', (row) => row.paid),
  amount('toPay', '待付汇', (row) => row.toPay),
  amount('processingFee', '加工费', (row) => row.processingFee),
]
const contractMarks = (row: ForexContract, columnId: string): string | undefined => {
  if (columnId === 'toReceive' && row.toReceive.startsWith('-')) return '收汇多于出口，请核对是否预收'
  if (columnId === 'toPay' && row.toPay.startsWith('-')) return '付汇多于进口，请核对是否预付'
  return undefined
}

/** 外汇登记: each receipt and payment, and the contracts against what the lists declare. */
export function ForexSection() {
  const [search, setSearch] = useSearchParams()
  const view = search.get('view') === 'contracts' ? 'contracts' : 'entries'
  const answer = useOperation('forex.list', {})
  const kept = useArrangementInAddress()
  const [adding, setAdding] = useState(false)
  const [reporting, setReporting] = useState(false)
  const [chosen, setChosen] = useState<ForexEntry>()
  const [voiding, setVoiding] = useState(false)
  const entries = useMemo(() => ({ kind: 'rows' as const, rows: answer.data?.entries ?? [] }), [answer.data])
  const contracts = useMemo(() => ({ kind: 'rows' as const, rows: answer.data?.contracts ?? [] }), [answer.data])
  const toolbar = (
    <>
      <SegmentedControl
        size="xs"
        value={view}
        onChange={(next) =>
          setSearch((before) => {
            const other = withoutArrangement(before)
            if (next === 'contracts') other.set('view', next)
            else other.delete('view')
            return other
          })
        }
        data={[
          { value: 'entries', label: '收付登记' },
          { value: 'contracts', label: '合同对照' },
        ]}
        aria-label="看什么"
      />
      <Button size="xs" onClick={() => setAdding(true)}>
        登记收付
      </Button>
      {view === 'entries' && (
        <Button
          size="xs"
          variant="default"
          disabled={chosen === undefined || chosen.voidedBecause !== ''}
          onClick={() => setVoiding(true)}
        >
          划去
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => setReporting(true)}>
        生成外汇申报
      </Button>
    </>
  )
  return (
    <>
      <ErrorNotice error={answer.error} />
      {answer.data && (
        <Room>
          {view === 'entries' ? (
            <DataTable
              id="forex.entries"
              columns={entryColumns}
              source={entries}
              rowKey={(row) => row.entryId}
              kept={kept}
              struck={(row) => row.voidedBecause !== ''}
              onSelect={(rows) => setChosen(rows[0])}
              toolbar={toolbar}
              onExport={(table) => void exportTable('收付汇登记')(table)}
              emptyText="还没有登记。逐笔登记收汇、付汇和加工费，与清单申报的进出口金额对照"
            />
          ) : (
            <DataTable
              id="forex.contracts"
              columns={contractColumns}
              source={contracts}
              rowKey={(row) => `${row.handbookNo} ${row.contractNo} ${row.currency}`}
              kept={kept}
              marks={contractMarks}
              toolbar={toolbar}
              onExport={(table) => void exportTable('合同对照')(table)}
              emptyText="还没有进出口和收付"
            />
          )}
        </Room>
      )}
      {adding && <EntryDialog onClose={() => setAdding(false)} />}
      {reporting && <ReportDialog onClose={() => setReporting(false)} />}
      {voiding && chosen && <VoidDialog entry={chosen} onClose={() => setVoiding(false)} />}
    </>
  )
}
