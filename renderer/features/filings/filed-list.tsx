import { useMemo } from 'react'
import { Link } from 'react-router'
import { countryName, currencyName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { codeLabel } from '../../components/fields/format.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/page.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'

type Line = Output<'listDrafts.get'>['body'][number]
/** What was typed, or what was filed in its place. */
const said = ({ cells, proposed }: Line, column: string): string => cells[column] || (proposed[column] ?? '')

const columnsOf = (goods: 'material' | 'product'): readonly Column<Line>[] => [
  { id: 'lineNo', title: '行', width: 48, kind: 'quantity', text: (row) => String(row.lineNo) },
  {
    id: 'itemSeq',
    title: '备案序号',
    width: 180,
    kind: 'code',
    text: (row) => said(row, 'itemSeq'),
    render: (row) => `${said(row, 'itemSeq')} ${row.item.name}`,
  },
  {
    id: 'quantity',
    title: '申报数量',
    width: 124,
    kind: 'quantity',
    text: (row) => said(row, 'quantity'),
    render: (row) => <QuantityWithUnit value={said(row, 'quantity')} unit={row.item.unit} />,
  },
  { id: 'unitPrice', title: '申报单价', width: 92, kind: 'quantity', text: (row) => said(row, 'unitPrice') },
  { id: 'total', title: '申报总价', width: 108, kind: 'quantity', text: (row) => said(row, 'total') },
  {
    id: 'currency',
    title: '币制',
    width: 88,
    kind: 'code',
    text: (row) => said(row, 'currency'),
    shown: (code) => codeLabel(code, currencyName(code)),
  },
  {
    id: 'country',
    title: goods === 'material' ? '原产国(地区)' : '最终目的国(地区)',
    width: 130,
    kind: 'code',
    text: (row) => said(row, goods === 'material' ? 'originCountry' : 'destinationCountry'),
    shown: (code) => codeLabel(code, countryName(code)),
  },
]
const mostShown = 8

/** The list that a filing carries; what has been changed in its draft since is not in the filing. */
export function FiledList({ draftId, createdAt }: { draftId: string; createdAt: string }) {
  const draft = useOperation('listDrafts.get', { draftId }).data
  const goods = draft?.goods
  const columns = useMemo(() => columnsOf(goods ?? 'material'), [goods])
  if (!draft) return null
  const { body, listNo, handbookNo, savedAt } = draft
  return (
    <Panel
      title={`清单表体 ${body.length} 行`}
      aside={
        listNo !== '' && (
          <Link to={paths.list(handbookNo, listNo)} className="mono">
            {listNo}
          </Link>
        )
      }
    >
      <div style={{ padding: '8px 12px 12px' }}>
        {savedAt > createdAt && (
          <Notice severity="warns">草稿在生成这份申报以后又有改动，下面是草稿现在的样子；申报里的以文件中的工作簿为准。</Notice>
        )}
        <DataTable
          id="filings.list"
          columns={columns}
          source={{ kind: 'rows', rows: body }}
          rowKey={(row) => String(row.lineNo)}
          height={146 + 32 * Math.min(Math.max(body.length, 2), mostShown)}
          emptyText="清单没有表体"
        />
      </div>
    </Panel>
  )
}
