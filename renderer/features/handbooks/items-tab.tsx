import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { countryName, currencyName, levyModeName, unitName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { paged } from '../../app/paged.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { Room } from '../../components/page.tsx'
import { codesOfWords } from '../../components/words.ts'

type Item = Output<'handbooks.materials'>['rows'][number]

const columns: readonly Column<Item>[] = [
  { id: 'seq', title: '序号', width: 64, kind: 'quantity', text: (row) => String(row.seq) },
  { id: 'partNo', title: '料号', width: 130, kind: 'code', text: (row) => row.partNo },
  { id: 'hsCode', title: '商品编码', width: 110, kind: 'code', text: (row) => row.hsCode },
  { id: 'name', title: '商品名称', width: 190, kind: 'text', text: (row) => row.name },
  { id: 'spec', title: '规格型号', width: 220, kind: 'text', text: (row) => row.spec },
  { id: 'quantity', title: '备案数量', width: 120, kind: 'quantity', text: (row) => row.quantity },
  {
    id: 'unit',
    title: '申报单位',
    width: 90,
    kind: 'code',
    text: (row) => row.unit,
    render: (row) => codeLabel(row.unit, unitName(row.unit)),
  },
  {
    id: 'legalUnit',
    title: '法定单位',
    width: 90,
    kind: 'code',
    text: (row) => row.legalUnit,
    render: (row) => codeLabel(row.legalUnit, unitName(row.legalUnit)),
  },
  { id: 'unitPrice', title: '单价', width: 96, kind: 'quantity', text: (row) => row.unitPrice },
  {
    id: 'currency',
    title: '币制',
    width: 100,
    kind: 'code',
    text: (row) => row.currency,
    render: (row) => codeLabel(row.currency, currencyName(row.currency)),
  },
  {
    id: 'country',
    title: '产销国（地区）',
    width: 130,
    kind: 'code',
    text: (row) => row.country,
    render: (row) => codeLabel(row.country, countryName(row.country)),
  },
  {
    id: 'levyMode',
    title: '征免方式',
    width: 110,
    kind: 'code',
    text: (row) => row.levyMode,
    render: (row) => codeLabel(row.levyMode, levyModeName(row.levyMode)),
  },
]

/** 料件 or 成品 as recorded at customs. */
export function ItemsTab({ handbookNo, goods }: { handbookNo: string; goods: 'material' | 'product' }) {
  const operation = goods === 'material' ? 'handbooks.materials' : 'handbooks.products'
  const name = goods === 'material' ? '料件' : '成品'
  const [search, setSearch] = useSearchParams()
  const kept = useArrangementInAddress()
  const seq = search.get('seq')
  const source = useMemo(
    () => paged(operation, { handbookNo, ...(seq && { filter: { seq: `=${seq}` } }) }, codesOfWords),
    [operation, handbookNo, seq],
  )
  return (
    <Room>
      <DataTable
        id={operation}
        columns={columns}
        source={source}
        kept={kept}
        rowKey={(row) => String(row.seq)}
        frozen={2}
        toolbar={
          seq && (
            <Button size="compact-sm" variant="default" onClick={() => setSearch({})}>
              只看序号 {seq}，看全部
            </Button>
          )
        }
        onExport={(table) => void exportTable(`${handbookNo} ${name}`)(table)}
        emptyText={`没有符合条件的${name}`}
      />
    </Room>
  )
}
