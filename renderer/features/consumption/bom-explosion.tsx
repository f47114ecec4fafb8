import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { Notice } from '../../components/notice.tsx'
import { Tag } from '../../components/tag.tsx'
import classes from './bom.module.css'

type Line = Output<'boms.explode'>['lines'][number]

const columns: readonly Column<Line>[] = [
  {
    id: 'materialSeq',
    title: '料件',
    width: 56,
    kind: 'quantity',
    text: (row) => (row.materialSeq === null ? '' : String(row.materialSeq)),
  },
  { id: 'materialName', title: '商品名称', width: 150, kind: 'text', text: (row) => row.materialName },
  { id: 'netConsumption', title: '净耗', width: 104, kind: 'quantity', text: (row) => row.netConsumption },
  { id: 'lossRate', title: '总损耗率', unit: '%', width: 108, kind: 'quantity', text: (row) => row.lossRate },
  { id: 'unitConsumption', title: '单耗', width: 104, kind: 'quantity', text: (row) => row.unitConsumption },
  { id: 'unit', title: '单位', width: 64, kind: 'text', text: (row) => shownUnit(row.unit) },
  { id: 'bondedRatio', title: '保税比例', unit: '%', width: 92, kind: 'quantity', text: (row) => row.bondedRatio },
  { id: 'problem', title: '问题', width: 190, kind: 'text', text: (row) => row.problem ?? '' },
  {
    id: 'parts',
    title: '料号',
    width: 200,
    kind: 'code',
    text: (row) => [...new Set(row.parts.map(({ partNo }) => partNo))].join('、'),
  },
]

/** What of each part goes in, on which way, with the losses on it. */
const ways = (line: Line) => (
  <table className={classes.ways}>
    <thead>
      <tr>
        <th>从成品到料号</th>
        <th data-numeric>用量（料号单位）</th>
        <th data-numeric>途中损耗 %</th>
        <th />
      </tr>
    </thead>
    <tbody>
      {line.parts.map((part, at) => (
        <tr key={at}>
          <td className="mono">{part.path}</td>
          <td data-numeric>{formatQuantity(part.quantity)}</td>
          <td data-numeric>{part.lossRate}</td>
          <td>{part.bonded ? '' : <Tag>非保税</Tag>}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** The BOM in force on a day, down to the materials of the handbook. */
export function BomExplosion({
  handbookNo,
  productPartNo,
  asOf,
  toolbar,
}: {
  handbookNo: string
  productPartNo: string
  asOf: string
  toolbar: ReactNode
}) {
  const { data, error } = useOperation('boms.explode', { handbookNo, productPartNo, asOf })
  const source = useMemo(() => ({ kind: 'rows' as const, rows: data?.lines ?? [] }), [data])
  return (
    <>
      <ErrorNotice error={error} />
      {data?.problem && <Notice severity="warns">{data.problem}</Notice>}
      <DataTable
        id="boms.explode"
        columns={columns}
        source={source}
        rowKey={(row) => `${row.materialSeq ?? ''} ${row.parts[0]?.path ?? ''}`}
        detail={ways}
        marks={(row, column) => (column === 'problem' && row.bondedRatio !== '0' ? (row.problem ?? undefined) : undefined)}
        onExport={(table) => void exportTable(`${productPartNo} 展开到料件 ${asOf}`)(table)}
        toolbar={toolbar}
        emptyText="没有展开的料件"
      />
    </>
  )
}
