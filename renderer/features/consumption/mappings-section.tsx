import { Button, SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { unitName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { paged } from '../../app/paged.ts'
import { useOperation } from '../../app/queries.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { DayField } from '../../components/fields/day-field.tsx'
import { codeLabel } from '../../components/fields/format.ts'
import { printInstant } from '../../components/moment.ts'
import { Room } from '../../components/page.tsx'
import { PrintButton } from '../../components/paper.tsx'
import { codesOfWords, goodsNames } from '../../components/words.ts'
import { MappingDialog } from './mapping-dialog.tsx'
import { ImportedParts, ImportPartsButton } from './mapping-import.tsx'
import { MappingPaper } from './mapping-paper.tsx'

type Mapping = Output<'mappings.list'>['rows'][number]

const columns: readonly Column<Mapping>[] = [
  { id: 'partNo', title: '料号', width: 160, kind: 'code', text: (row) => row.partNo },
  { id: 'partName', title: '料号名称', width: 240, kind: 'text', text: (row) => row.partName },
  { id: 'goods', title: '料件成品', width: 84, kind: 'text', text: (row) => goodsNames[row.goods] },
  { id: 'itemSeq', title: '备案序号', width: 84, kind: 'quantity', text: (row) => String(row.itemSeq) },
  { id: 'itemName', title: '商品名称', width: 160, kind: 'text', text: (row) => row.itemName },
  { id: 'partUnit', title: '企业单位', width: 84, kind: 'text', text: (row) => row.partUnit },
  { id: 'factor', title: '换算系数', width: 100, kind: 'quantity', text: (row) => row.factor },
  {
    id: 'itemUnit',
    title: '申报单位',
    width: 96,
    kind: 'code',
    text: (row) => row.itemUnit,
    render: (row) => codeLabel(row.itemUnit, unitName(row.itemUnit)),
  },
  { id: 'from', title: '自', width: 104, kind: 'date', text: (row) => row.from },
  { id: 'to', title: '至', width: 104, kind: 'date', text: (row) => row.to ?? '' },
  { id: 'recordedAt', title: '登记时间', width: 140, kind: 'text', text: (row) => printInstant(row.recordedAt) },
]
const views = [
  { value: 'day', label: '当日有效' },
  { value: 'all', label: '全部，含以往' },
]

/** 归并关系: the factory's parts, the item that each is, and the factor of each day. */
export function MappingsSection({ handbookNo }: { handbookNo: string }) {
  const [search, setSearch] = useSearchParams()
  const kept = useArrangementInAddress()
  const today = useOperation('house.status', {}).data?.businessDate
  const [chosen, setChosen] = useState<Mapping>()
  const [dialog, setDialog] = useState<{ earlier: Mapping | undefined }>()
  const all = search.get('on') === 'all'
  const asked = search.get('on') ?? today
  const asOf = all || asked === undefined || parseDay(asked) === undefined ? undefined : asked
  const source = useMemo(
    () => paged('mappings.list', { handbookNo, ...(asOf !== undefined && { asOf }) }, codesOfWords),
    [handbookNo, asOf],
  )
  const printed = useOperation('mappings.list', { handbookNo, limit: 100_000, ...(asOf !== undefined && { asOf }) }).data?.rows
  const setOn = (on: string | null) =>
    setSearch(
      (before) => {
        if (on === null) before.delete('on')
        else before.set('on', on)
        return before
      },
      { replace: true },
    )
  if (today === undefined) return null
  const toolbar = (
    <>
      <SegmentedControl
        size="xs"
        data={views}
        value={all ? 'all' : 'day'}
        onChange={(next) => setOn(next === 'all' ? 'all' : null)}
        aria-label="看哪些"
      />
      {!all && <DayField size="xs" w={116} aria-label="有效日期" value={asked ?? ''} onChange={setOn} />}
      <Button size="compact-sm" onClick={() => setDialog({ earlier: undefined })}>
        登记归并
      </Button>
      <Button size="compact-sm" variant="default" disabled={chosen?.to !== null} onClick={() => setDialog({ earlier: chosen })}>
        变更换算
      </Button>
      <ImportPartsButton section="mappings" handbookNo={handbookNo} />
      <PrintButton size="xs" />
    </>
  )
  return (
    <ImportedParts section="mappings" handbookNo={handbookNo}>
      <Room>
        <DataTable
          id="mappings.list"
          columns={columns}
          source={source}
          kept={kept}
          rowKey={(row) => `${row.partNo}/${row.from}`}
          frozen={1}
          struck={(row) => row.to !== null && row.to < today}
          onSelect={(rows) => setChosen(rows[0])}
          onOpenRow={(row) => row.to === null && setDialog({ earlier: row })}
          onExport={(table) => void exportTable(`${handbookNo} 归并关系`)(table)}
          toolbar={toolbar}
          emptyText={
            all ? '还没有登记归并关系。可以导入工作簿，或逐条登记。' : '当日没有有效的归并关系。可以导入工作簿，或逐条登记。'
          }
        />
      </Room>
      {printed && <MappingPaper handbookNo={handbookNo} asOf={asOf} rows={printed} />}
      {dialog && (
        <MappingDialog handbookNo={handbookNo} earlier={dialog.earlier} today={today} onClose={() => setDialog(undefined)} />
      )}
    </ImportedParts>
  )
}
