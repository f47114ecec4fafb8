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
import { printInstant } from '../../components/moment.ts'
import { Panel, Room } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { NewStocktakeDialog } from './new-stocktake-dialog.tsx'
import { stocktakeStates } from './stocktake-words.ts'
import type { Stocktake } from './stocktake-words.ts'

const columnsOf = (open: (row: Stocktake) => void): readonly Column<Stocktake>[] => [
  { id: 'stocktakeNo', title: '编号', width: 64, kind: 'quantity', text: (row) => String(row.stocktakeNo), onOpen: open },
  { id: 'name', title: '名称', width: 220, kind: 'text', text: (row) => row.name },
  {
    id: 'state',
    title: '状态',
    width: 88,
    kind: 'status',
    text: (row) => stocktakeStates[row.state].name,
    render: (row) => <Tag tone={stocktakeStates[row.state].tone}>{stocktakeStates[row.state].name}</Tag>,
  },
  { id: 'cutOff', title: '截止日', width: 104, kind: 'date', text: (row) => row.cutOff },
  { id: 'handbooks', title: '手册', width: 240, kind: 'code', text: (row) => row.handbookNos.join('、') },
  { id: 'sheets', title: '盘点表', width: 72, kind: 'quantity', text: (row) => String(row.sheets) },
  { id: 'rows', title: '行数', width: 80, kind: 'quantity', text: (row) => String(row.rows) },
  {
    id: 'open',
    title: '待说明',
    width: 80,
    kind: 'quantity',
    text: (row) => String(row.open),
    render: (row) => (row.open > 0 && row.state === 'counting' ? <Tag tone="warns">{row.open} 项</Tag> : row.open),
  },
  { id: 'madeBy', title: '建立人', width: 96, kind: 'text', text: (row) => row.madeBy },
  { id: 'createdAt', title: '建立时间', width: 140, kind: 'text', text: (row) => printInstant(row.createdAt) },
  {
    id: 'settledAt',
    title: '定下时间',
    width: 140,
    kind: 'text',
    text: (row) => (row.settledAt === null ? '' : printInstant(row.settledAt)),
  },
]
const rowKey = (row: Stocktake): string => row.stocktakeId
const isDiscarded = (row: Stocktake): boolean => row.state === 'discarded'

/** 盘点 of a handbook, and those in which it is counted together with others. */
export function StocktakesSection({ handbookNo, closed }: { handbookNo: string; closed: boolean }) {
  const navigate = useNavigate()
  const kept = useArrangementInAddress()
  const [adding, setAdding] = useState(false)
  const answer = useOperation('stocktakes.list', { handbookNo })
  const today = useOperation('house.status', {}).data?.businessDate
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const stocktakes = answer.data?.stocktakes
  const columns = useMemo(() => columnsOf(({ stocktakeId }) => void navigate(paths.stocktake(stocktakeId))), [navigate])
  const source = useMemo(() => ({ kind: 'rows' as const, rows: stocktakes ?? [] }), [stocktakes])
  return (
    <>
      <ErrorNotice error={answer.error} action={{ label: '重试', onClick: () => void answer.refetch() }} />
      {stocktakes?.length === 0 && (
        <Panel>
          <Empty
            action={
              !closed && (
                <Button autoFocus onClick={() => setAdding(true)}>
                  新建盘点
                </Button>
              )
            }
          >
            这本手册还没有盘点。盘点把仓库和车间数到的料件、在制品、成品按单耗折成料件，与账面结余逐项对照（R-117）；报核前须有一次近期的盘点。
          </Empty>
        </Panel>
      )}
      {stocktakes && stocktakes.length > 0 && (
        <Room>
          <DataTable
            id="stocktakes.list"
            columns={columns}
            source={source}
            rowKey={rowKey}
            kept={kept}
            frozen={2}
            struck={isDiscarded}
            onOpenRow={(row) => void navigate(paths.stocktake(row.stocktakeId))}
            onExport={(table) => void exportTable(`${handbookNo} 盘点`)(table)}
            toolbar={
              !closed && (
                <Button size="xs" onClick={() => setAdding(true)}>
                  新建盘点
                </Button>
              )
            }
            emptyText="没有符合条件的盘点"
          />
        </Room>
      )}
      {adding && today !== undefined && handbooks && (
        <NewStocktakeDialog
          handbookNo={handbookNo}
          handbooks={handbooks}
          today={today}
          onMade={(stocktakeId) => void navigate(paths.stocktake(stocktakeId))}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  )
}
