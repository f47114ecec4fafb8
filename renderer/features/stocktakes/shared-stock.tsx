import { Button, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Room } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { DivideDialog } from './divide-dialog.tsx'
import type { SharedPart, StocktakeDetail } from './stocktake-words.ts'

interface Row {
  part: SharedPart
  share: SharedPart['shares'][number]
}

const columns: readonly Column<Row>[] = [
  { id: 'partNo', title: '料号', width: 150, kind: 'code', text: ({ part }) => part.partNo },
  { id: 'name', title: '名称', width: 180, kind: 'text', text: ({ part }) => part.name },
  { id: 'unit', title: '单位', width: 60, kind: 'text', text: ({ part }) => shownUnit(part.unit) },
  { id: 'counted', title: '共清点', width: 120, kind: 'quantity', text: ({ part }) => part.counted },
  { id: 'handbookNo', title: '手册', width: 124, kind: 'code', text: ({ share }) => share.handbookNo, groupTitle: '分给' },
  { id: 'seq', title: '序号', width: 64, kind: 'quantity', text: ({ share }) => String(share.seq), groupTitle: '分给' },
  {
    id: 'firstImportOn',
    title: '首次进口',
    width: 104,
    kind: 'date',
    text: ({ share }) => share.firstImportOn ?? '',
    groupTitle: '分给',
  },
  { id: 'room', title: '可分', width: 120, kind: 'quantity', text: ({ share }) => share.room, groupTitle: '分给' },
  { id: 'quantity', title: '分得', width: 120, kind: 'quantity', text: ({ share }) => share.quantity, groupTitle: '分给' },
  {
    id: 'how',
    title: '依据',
    width: 260,
    kind: 'text',
    text: ({ part }) => (part.overridden ? `人工改动：${part.reason}` : '按进口先后'),
    render: ({ part }) =>
      part.overridden ? (
        <>
          <Tag tone="accent">人工改动</Tag> {part.reason}
        </>
      ) : (
        '按进口先后'
      ),
  },
]
const rowKey = ({ part, share }: Row): string => `${part.partNo}/${share.handbookNo}/${share.seq}`
const none: readonly Row[] = []

/** 共用库存: parts that several handbooks have, and to which of them the stock belongs. */
export function SharedStock({ stocktake }: { stocktake: StocktakeDetail }) {
  const kept = useArrangementInAddress()
  const [selected, setSelected] = useState(none)
  const [dividing, setDividing] = useState<string>()
  const rows = useMemo(() => stocktake.shared.flatMap((part) => part.shares.map((share) => ({ part, share }))), [stocktake])
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  const counting = stocktake.state === 'counting'
  const chosen = selected[0]?.part.partNo
  const part = stocktake.shared.find(({ partNo }) => partNo === dividing)
  return (
    <Room>
      <DataTable
        id="stocktakes.shared"
        columns={columns}
        source={source}
        kept={kept}
        rowKey={rowKey}
        frozen={1}
        onSelect={setSelected}
        {...(counting && { onOpenRow: (row: Row) => setDividing(row.part.partNo) })}
        onExport={(table) => void exportTable(`${stocktake.name} 共用库存`)(table)}
        toolbar={
          <>
            {counting && (
              <Button size="xs" variant="default" disabled={chosen === undefined} onClick={() => setDividing(chosen)}>
                改分摊
              </Button>
            )}
            <Text size="sm" c="dimmed" truncate>
              按首次进口先后分给各手册，各到“可分”（账面减去另行清点的）为止，多出的归最后进口的一本（R-125）
            </Text>
          </>
        }
        emptyText="没有几本手册共用的库存"
      />
      {part && <DivideDialog stocktakeId={stocktake.stocktakeId} part={part} onClose={() => setDividing(undefined)} />}
    </Room>
  )
}
