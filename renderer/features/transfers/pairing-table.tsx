import { useMemo } from 'react'
import { currencyName, unitName } from '../../../shared/codes/tables.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import type { PackageContent, Pairing } from './transfer-words.ts'

type Row = Pairing | PackageContent['items'][number]

const ours = '我方'
const theirs = '对方'
const compared = '对照'
const isNone = (quantity: string): boolean => /^-?0(\.0*)?$/.test(quantity)

const columns: readonly Column<Row>[] = [
  { id: 'itemSeq', title: '序号', width: 56, kind: 'quantity', groupTitle: ours, text: (row) => String(row.itemSeq ?? '') },
  { id: 'itemName', title: '商品名称', width: 128, kind: 'text', groupTitle: ours, text: (row) => row.itemName },
  { id: 'hsCode', title: '商品编码', width: 104, kind: 'code', groupTitle: ours, text: (row) => row.hsCode },
  {
    id: 'quantity',
    title: '数量',
    width: 110,
    kind: 'quantity',
    groupTitle: ours,
    text: (row) => row.quantity,
    render: (row) => row.itemSeq !== null && <QuantityWithUnit value={row.quantity} unit={row.unit} />,
  },
  {
    id: 'partnerItemSeq',
    title: '序号',
    width: 56,
    kind: 'quantity',
    groupTitle: theirs,
    text: (row) => String(row.partnerItemSeq ?? ''),
  },
  { id: 'partnerHsCode', title: '商品编码', width: 104, kind: 'code', groupTitle: theirs, text: (row) => row.partnerHsCode },
  {
    id: 'partnerQuantity',
    title: '数量',
    width: 110,
    kind: 'quantity',
    groupTitle: theirs,
    text: (row) => row.partnerQuantity,
    render: (row) => row.partnerQuantity !== '' && <QuantityWithUnit value={row.partnerQuantity} unit={row.partnerUnit} />,
  },
  {
    id: 'converted',
    title: '折合我方单位',
    width: 108,
    kind: 'quantity',
    groupTitle: compared,
    text: (row) => row.converted,
    render: (row) => row.converted !== '' && <QuantityWithUnit value={row.converted} unit={row.unit} />,
  },
  {
    id: 'difference',
    title: '差异',
    width: 92,
    kind: 'quantity',
    groupTitle: compared,
    text: (row) => row.difference,
    render: (row) =>
      row.difference === '' ? (
        ''
      ) : isNone(row.difference) ? (
        '一致'
      ) : (
        <Tag tone="warns">
          {row.difference} {unitName(row.unit)}
        </Tag>
      ),
  },
  { id: 'problems', title: '说明', width: 220, kind: 'text', groupTitle: compared, text: (row) => row.problems.join('；') },
  { id: 'price', title: '单价', width: 84, kind: 'quantity', groupTitle: compared, text: (row) => row.price },
  {
    id: 'currency',
    title: '币制',
    width: 80,
    kind: 'code',
    groupTitle: compared,
    text: (row) => row.currency,
    render: (row) => row.currency && codeLabel(row.currency, currencyName(row.currency)),
  },
]
/** 逐项对照: ours, the partner's, and the partner's in our unit beside it. */
export function PairingTable({ items, name, height }: { items: readonly Row[]; name: string; height?: number }) {
  const source = useMemo(() => ({ kind: 'rows' as const, rows: items }), [items])
  return (
    <DataTable
      id="transfers.pairing"
      columns={columns}
      source={source}
      rowKey={(row) => `${row.itemSeq ?? ''} ${row.partnerItemSeq ?? ''}`}
      onExport={(table) => void exportTable(`${name} 逐项对照`)(table)}
      emptyText="没有商品"
      height={height ?? Math.min(460, 160 + 32 * Math.max(3, items.length))}
    />
  )
}
