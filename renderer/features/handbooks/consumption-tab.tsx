import { useMemo } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { paged } from '../../app/paged.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Room } from '../../components/page.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'

type Row = Output<'handbooks.consumptions'>['rows'][number]

const columns: readonly Column<Row>[] = [
  { id: 'productSeq', title: '成品序号', width: 84, kind: 'quantity', groupTitle: '成品', text: (row) => String(row.productSeq) },
  { id: 'productName', title: '成品名称', width: 150, kind: 'text', groupTitle: '成品', text: (row) => row.productName },
  { id: 'version', title: '单耗版本', width: 84, kind: 'code', groupTitle: '成品', text: (row) => row.version },
  {
    id: 'materialSeq',
    title: '料件序号',
    width: 84,
    kind: 'quantity',
    groupTitle: '料件',
    text: (row) => String(row.materialSeq),
  },
  { id: 'materialName', title: '料件名称', width: 150, kind: 'text', groupTitle: '料件', text: (row) => row.materialName },
  {
    id: 'netConsumption',
    title: '净耗',
    width: 136,
    kind: 'quantity',
    groupTitle: '单损耗',
    text: (row) => row.netConsumption,
    render: (row) => <QuantityWithUnit value={row.netConsumption} unit={row.materialUnit} />,
  },
  {
    id: 'tangibleLossRate',
    title: '有形损耗率',
    unit: '%',
    width: 100,
    kind: 'quantity',
    groupTitle: '单损耗',
    text: (row) => row.tangibleLossRate,
  },
  {
    id: 'intangibleLossRate',
    title: '无形损耗率',
    unit: '%',
    width: 100,
    kind: 'quantity',
    groupTitle: '单损耗',
    text: (row) => row.intangibleLossRate,
  },
  {
    id: 'bondedRatio',
    title: '保税料件比例',
    unit: '%',
    width: 120,
    kind: 'quantity',
    groupTitle: '单损耗',
    text: (row) => row.bondedRatio,
  },
  {
    id: 'unitConsumption',
    title: '单耗',
    width: 136,
    kind: 'quantity',
    groupTitle: '单损耗',
    text: (row) => row.unitConsumption,
    render: (row) => <QuantityWithUnit value={row.unitConsumption} unit={row.materialUnit} />,
  },
]

export function ConsumptionTab({ handbookNo }: { handbookNo: string }) {
  const kept = useArrangementInAddress()
  const source = useMemo(() => paged('handbooks.consumptions', { handbookNo }), [handbookNo])
  return (
    <Room>
      <DataTable
        id="handbooks.consumptions"
        columns={columns}
        source={source}
        kept={kept}
        rowKey={(row) => `${row.productSeq}/${row.version}/${row.materialSeq}`}
        frozen={3}
        onExport={(table) => void exportTable(`${handbookNo} 单耗`)(table)}
        emptyText="没有符合条件的单耗"
      />
    </Room>
  )
}
