import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { formatDay } from '../../components/fields/format.ts'
import { Panel, Room } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { ChainEditor } from './chain-editor.tsx'
import { chainStates } from './chain-words.ts'

type Row = Output<'chains.list'>['chains'][number]

/** 全产业链: chains of integrated circuits and whether they close. */
export function ChainsSection() {
  const navigate = useNavigate()
  const answer = useOperation('chains.list', {})
  const [adding, setAdding] = useState(false)
  const chains = answer.data?.chains
  const columns = useMemo<readonly Column<Row>[]>(
    () => [
      {
        id: 'name',
        title: '链条',
        width: 360,
        kind: 'text',
        text: (row) => row.name,
        onOpen: (row) => void navigate(paths.chain(row.chainId)),
      },
      { id: 'steps', title: '环节', width: 72, kind: 'quantity', text: (row) => String(row.steps) },
      {
        id: 'state',
        title: '状态',
        width: 110,
        kind: 'status',
        text: (row) => chainStates[row.state].name,
        render: (row) => <Tag tone={chainStates[row.state].tone}>{chainStates[row.state].name}</Tag>,
      },
      { id: 'savedAt', title: '修改于', width: 120, kind: 'date', text: (row) => formatDay(row.savedAt) },
    ],
    [navigate],
  )
  const source = useMemo(() => ({ kind: 'rows' as const, rows: chains ?? [] }), [chains])
  return (
    <>
      <ErrorNotice error={answer.error} />
      {chains?.length === 0 && (
        <Panel>
          <Empty action={<Button onClick={() => setAdding(true)}>新建链条</Button>}>
            还没有链条。集成电路的设计、晶圆制造、封装测试企业各有手册，料件在手册之间结转，最终由设计企业复出口（R-66）。
            把各环节按先后写下来，程序从清单和登记算出每一环节的投入、损耗、存量，并核对链条是否闭合。
          </Empty>
        </Panel>
      )}
      {chains && chains.length > 0 && (
        <Room>
          <DataTable
            id="chains.list"
            columns={columns}
            source={source}
            rowKey={(row) => row.chainId}
            onOpenRow={(row) => void navigate(paths.chain(row.chainId))}
            toolbar={
              <Button size="xs" onClick={() => setAdding(true)}>
                新建链条
              </Button>
            }
            onExport={(table) => void exportTable('全产业链')(table)}
            emptyText="没有符合条件的链条"
          />
        </Room>
      )}
      {adding && (
        <ChainEditor
          chain={undefined}
          onSaved={(chainId) => void navigate(paths.chain(chainId))}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  )
}
