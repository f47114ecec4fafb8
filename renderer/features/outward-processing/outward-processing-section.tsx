import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { FirstHandbook } from '../../components/first-handbook.tsx'
import { Panel, Room } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { Deadline } from '../../components/deadline.tsx'
import { ApplicationDialog } from './application-dialog.tsx'
import { applicationStates, isEditable } from './outward-words.ts'
import type { Application } from './outward-words.ts'

const columnsOf = (open: (row: Application) => void): readonly Column<Application>[] => [
  { id: 'innerNo', title: '企业内部编号', width: 140, kind: 'code', text: (row) => row.innerNo, onOpen: open },
  {
    id: 'state',
    title: '状态',
    width: 116,
    kind: 'status',
    text: (row) => applicationStates[row.state].name,
    render: (row) => <Tag tone={applicationStates[row.state].tone}>{applicationStates[row.state].name}</Tag>,
  },
  { id: 'handbookNo', title: '手册', width: 120, kind: 'code', text: (row) => row.handbookNo },
  { id: 'contractor', title: '承揽企业', width: 196, kind: 'text', text: (row) => row.contractor.name },
  { id: 'processes', title: '外发工序', width: 116, kind: 'text', text: (row) => row.processes },
  { id: 'all', title: '全部工序', width: 72, kind: 'status', text: (row) => (row.allProcesses ? '是' : '') },
  { id: 'first', title: '首次外发', width: 96, kind: 'date', text: (row) => row.firstDispatchOn ?? '' },
  {
    id: 'deadline',
    title: '申报期限',
    width: 180,
    kind: 'date',
    text: (row) => row.deadline ?? '',
    render: (row) => row.deadline && <Deadline on={row.deadline} met={!isEditable(row)} />,
  },
  { id: 'outstanding', title: '在外项数', width: 76, kind: 'quantity', text: (row) => String(row.outstanding) },
  { id: 'validTo', title: '外发有效期', width: 100, kind: 'date', text: (row) => row.validTo },
  { id: 'applicationNo', title: '备案编号', width: 150, kind: 'code', text: (row) => row.applicationNo },
]

/** 外发加工: applications, and what of each is still out (R-61 … R-64). */
export function OutwardProcessingSection() {
  const navigate = useNavigate()
  const kept = useArrangementInAddress()
  const [adding, setAdding] = useState(false)
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const answer = useOperation('outwardProcessing.list', {})
  const applications = answer.data?.applications
  const columns = useMemo(
    () => columnsOf(({ applicationId }) => void navigate(paths.outwardProcessing(applicationId))),
    [navigate],
  )
  const source = useMemo(() => ({ kind: 'rows' as const, rows: applications ?? [] }), [applications])
  if (handbooks?.length === 0) {
    return (
      <Panel>
        <Empty action={<FirstHandbook />}>外发加工在手册之下进行。请先导入海关已批准的手册，或从备案草稿开始。</Empty>
      </Panel>
    )
  }
  return (
    <>
      <ErrorNotice error={answer.error} />
      {applications?.length === 0 && (
        <Panel>
          <Empty action={<Button onClick={() => setAdding(true)}>新建申报表</Button>}>
            还没有外发加工。把部分工序交给别的企业做时，先在这里登记申报表；首次外发后 3
            个工作日内申报，收发货记录自己留存（R-61）。
          </Empty>
        </Panel>
      )}
      {applications && applications.length > 0 && (
        <Room>
          <DataTable
            id="outward.list"
            columns={columns}
            source={source}
            rowKey={(row) => row.applicationId}
            kept={kept}
            frozen={1}
            onOpenRow={(row) => void navigate(paths.outwardProcessing(row.applicationId))}
            toolbar={
              <Button size="xs" onClick={() => setAdding(true)}>
                新建申报表
              </Button>
            }
            onExport={(table) => void exportTable('外发加工')(table)}
            emptyText="没有符合条件的申报表"
          />
        </Room>
      )}
      {adding && (
        <ApplicationDialog
          application={undefined}
          onSaved={(applicationId) => void navigate(paths.outwardProcessing(applicationId))}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  )
}
