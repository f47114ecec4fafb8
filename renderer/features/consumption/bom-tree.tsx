import { useMemo } from 'react'
import type { ReactNode } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import classes from './bom.module.css'

type Line = Output<'boms.lines'>['lines'][number]
type TreeLine = Line & { key: string; level: number }

/** The lines in the order of the tree; what stands below a part stands below it wherever it is used. */
function treeOf(productPartNo: string, lines: readonly Line[]): TreeLine[] {
  const below = Map.groupBy(lines, ({ parentPartNo }) => parentPartNo)
  const walk = (parent: string, level: number, above: string): TreeLine[] =>
    (below.get(parent) ?? []).flatMap((line, at) => {
      const key = `${above}/${at}`
      return [{ ...line, key, level }, ...walk(line.partNo, level + 1, key)]
    })
  return walk(productPartNo, 1, '')
}

const columns: readonly Column<TreeLine>[] = [
  { id: 'level', title: '级', width: 44, kind: 'quantity', text: (row) => String(row.level) },
  {
    id: 'partNo',
    title: '料号',
    width: 196,
    kind: 'code',
    text: (row) => row.partNo,
    render: (row) => (
      <span style={{ paddingLeft: (row.level - 1) * 20 }}>
        {row.level > 1 && <span className={classes.branch}>└ </span>}
        {row.partNo}
      </span>
    ),
  },
  { id: 'partName', title: '名称', width: 170, kind: 'text', text: (row) => row.partName },
  { id: 'quantity', title: '用量', width: 100, kind: 'quantity', text: (row) => row.quantity },
  {
    id: 'base',
    title: '基数',
    width: 68,
    kind: 'quantity',
    text: (row) => row.base,
    render: (row) => (row.base === '1' ? '' : `÷ ${formatQuantity(row.base)}`),
  },
  { id: 'partUnit', title: '单位', width: 56, kind: 'text', text: (row) => row.partUnit },
  {
    id: 'lossRate',
    title: '工序损耗',
    unit: '%',
    width: 112,
    kind: 'quantity',
    text: (row) => row.lossRate,
    render: (row) => (row.lossRate === '0' ? '' : row.lossRate),
  },
  { id: 'alternateGroup', title: '替代组', width: 68, kind: 'text', text: (row) => row.alternateGroup },
  {
    id: 'share',
    title: '比例',
    unit: '%',
    width: 64,
    kind: 'quantity',
    text: (row) => row.share,
    render: (row) => (row.alternateGroup === '' ? '' : row.share),
  },
  {
    id: 'bonded',
    title: '保税',
    width: 84,
    kind: 'status',
    text: (row) => (row.bonded ? '保税' : '非保税'),
    render: (row) => (row.bonded ? '' : <Tag>非保税</Tag>),
  },
]

/** The lines of one BOM as an indented tree. */
export function BomTree({
  productPartNo,
  bomVersion,
  toolbar,
}: {
  productPartNo: string
  bomVersion: string
  toolbar: ReactNode
}) {
  const lines = useOperation('boms.lines', { productPartNo, bomVersion }).data?.lines
  const source = useMemo(() => ({ kind: 'rows' as const, rows: treeOf(productPartNo, lines ?? []) }), [productPartNo, lines])
  if (!lines) return null
  return (
    <DataTable
      id="boms.lines"
      columns={columns}
      source={source}
      rowKey={(row) => row.key}
      onExport={(table) => void exportTable(`${productPartNo} 物料清单 ${bomVersion}`)(table)}
      toolbar={toolbar}
      emptyText="没有符合条件的行"
    />
  )
}
