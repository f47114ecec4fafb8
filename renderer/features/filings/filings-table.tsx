import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { printInstant } from '../../components/moment.ts'
import { Tag } from '../../components/tag.tsx'
import { filingKinds, filingStates } from './filing-words.ts'
import type { Filing } from './filing-words.ts'
import { SignManyDialog } from './sign-many-dialog.tsx'

const at = (instant: string | null): string => (instant ? printInstant(instant) : '')

const columns: readonly Column<Filing>[] = [
  { id: 'createdAt', title: '生成时间', width: 150, kind: 'date', text: (row) => printInstant(row.createdAt) },
  {
    id: 'kind',
    title: '种类',
    width: 110,
    kind: 'text',
    text: (row) => filingKinds[row.kind],
    render: (row) => <Link to={paths.filing(row.filingId)}>{filingKinds[row.kind]}</Link>,
  },
  { id: 'handbookNo', title: '手册编号', width: 130, kind: 'code', text: (row) => row.handbookNo },
  { id: 'subject', title: '内部编号或期间', width: 190, kind: 'text', text: (row) => row.subject },
  {
    id: 'state',
    title: '状态',
    width: 100,
    kind: 'status',
    text: (row) => filingStates[row.state].name,
    render: (row) => <Tag tone={filingStates[row.state].tone}>{filingStates[row.state].name}</Tag>,
  },
  {
    id: 'sequence',
    title: '序号',
    width: 76,
    kind: 'quantity',
    text: (row) => (row.sequence === null ? '' : String(row.sequence)),
  },
  { id: 'madeBy', title: '制单', width: 90, kind: 'text', text: (row) => row.madeBy },
  { id: 'keyName', title: '签名密钥', width: 150, kind: 'text', text: (row) => row.keyName ?? '' },
  { id: 'signedAt', title: '签名时间', width: 150, kind: 'date', text: (row) => at(row.signedAt) },
  { id: 'exportedAt', title: '导出时间', width: 150, kind: 'date', text: (row) => at(row.exportedAt) },
]

export function FilingsTable({ filings }: { filings: readonly Filing[] }) {
  const navigate = useNavigate()
  const kept = useArrangementInAddress()
  const [selected, setSelected] = useState<readonly Filing[]>([])
  const [signing, setSigning] = useState<readonly Filing[] | null>(null)
  const signable = selected.filter(({ state }) => state === 'checked')
  return (
    <>
      <DataTable
        id="filings"
        columns={columns}
        source={{ kind: 'rows', rows: filings }}
        kept={kept}
        rowKey={(row) => row.filingId}
        onOpenRow={(row) => void navigate(paths.filing(row.filingId))}
        onSelect={setSelected}
        onExport={(table) => void exportTable('申报')(table)}
        toolbar={
          signable.length > 1 && (
            <Button size="compact-md" onClick={() => setSigning(signable)}>
              签名 {signable.length} 份
            </Button>
          )
        }
        emptyText="没有符合条件的申报"
      />
      {signing && <SignManyDialog filings={signing} onClose={() => setSigning(null)} />}
    </>
  )
}
