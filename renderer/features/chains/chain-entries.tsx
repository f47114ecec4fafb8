import { Button, TextInput } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { call } from '../../app/engine.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { kindNames } from './chain-words.ts'
import type { Chain, ChainEntry } from './chain-words.ts'

/** All that has happened, entered or booked, the newest first. A booked list opens; an entry can be voided. */
export function ChainEntries({ chain }: { chain: Chain }) {
  const navigate = useNavigate()
  const [voiding, setVoiding] = useState<ChainEntry | null>(null)
  const open = useCallback(
    (entry: ChainEntry) => {
      if (entry.to !== null) void navigate(entry.to)
      else if (entry.voidedAt === null) setVoiding(entry)
    },
    [navigate],
  )
  const columns = useMemo<readonly Column<ChainEntry>[]>(() => {
    const step = (row: ChainEntry) => chain.steps[row.stepNo - 1]
    return [
      { id: 'happenedOn', title: '日期', width: 100, kind: 'date', text: (row) => row.happenedOn },
      { id: 'step', title: '环节', width: 180, kind: 'text', text: (row) => `${row.stepNo} ${step(row)?.enterpriseName ?? ''}` },
      { id: 'kind', title: '类别', width: 72, kind: 'status', text: (row) => kindNames[row.kind] },
      { id: 'quantity', title: '数量', width: 116, kind: 'quantity', text: (row) => row.quantity },
      {
        id: 'unit',
        title: '单位',
        width: 60,
        kind: 'text',
        text: (row) => (row.kind === 'out' ? step(row)?.outputUnit : step(row)?.inputUnit) ?? '',
      },
      { id: 'output', title: '产出', width: 116, kind: 'quantity', text: (row) => row.output ?? '' },
      {
        id: 'evidence',
        title: '凭证',
        width: 168,
        kind: 'text',
        text: (row) => row.evidence,
        render: (row) => (row.to === null ? row.evidence : <span className="mono">{row.evidence}</span>),
      },
      { id: 'source', title: '来源', width: 90, kind: 'status', text: (row) => (row.to === null ? '登记' : '已核扣清单') },
      { id: 'voided', title: '作废原因', width: 110, kind: 'text', text: (row) => row.voidReason },
      {
        id: 'action',
        title: '',
        width: 72,
        kind: 'status',
        text: () => '',
        render: (row) =>
          row.entryId !== null && row.voidedAt === null ? (
            <Button size="compact-xs" variant="subtle" tabIndex={-1} onClick={() => setVoiding(row)}>
              作废
            </Button>
          ) : null,
      },
    ]
  }, [chain.steps])
  const source = useMemo(() => ({ kind: 'rows' as const, rows: chain.entries }), [chain.entries])
  return (
    <>
      <DataTable
        id="chains.entries"
        columns={columns}
        source={source}
        rowKey={(row) => row.entryId ?? `${row.stepNo} ${row.kind} ${row.evidence}`}
        struck={(row) => row.voidedAt !== null}
        onOpenRow={open}
        onExport={(table) => void exportTable(`链条_${chain.name}`)(table)}
        emptyText="还没有登记。本企业手册的清单核扣后自动出现在这里。"
        height={300}
      />
      {voiding && <VoidEntry chain={chain} entry={voiding} onClose={() => setVoiding(null)} />}
    </>
  )
}

function VoidEntry({ chain, entry, onClose }: { chain: Chain; entry: ChainEntry; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const { entryId } = entry
  return (
    <DeedDialog
      title="作废登记"
      submitLabel="作废"
      ready={reason.trim() !== '' && entryId !== null}
      onSubmit={async () => {
        if (entryId !== null) await call('chains.void', { chainId: chain.chainId, entryId, reason })
      }}
      onClose={onClose}
    >
      <div>
        {entry.happenedOn}　第 {entry.stepNo} 环节{kindNames[entry.kind]} {entry.quantity}
        {entry.output !== null && `，产出 ${entry.output}`}。作废的登记仍然看得到，只是不再计入。
      </div>
      <TextInput
        label="原因"
        data-autofocus
        maxLength={400}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DeedDialog>
  )
}
