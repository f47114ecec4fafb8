import { Drawer, Group } from '@mantine/core'
import { useMemo } from 'react'
import { currencyName, supervisionModeName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { CodeName, Definitions } from '../../components/definitions.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { printInstant } from '../../components/moment.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { directionNames, goodsNames, listStatuses } from '../../components/words.ts'
import { ListActions } from './list-actions.tsx'
import { ListEditions } from './list-editions.tsx'
import classes from './list-draft.module.css'

type Line = Output<'bondedLists.get'>['lines'][number]

const columns: readonly Column<Line>[] = [
  { id: 'lineNo', title: '行', width: 56, kind: 'quantity', text: (row) => String(row.lineNo) },
  { id: 'itemSeq', title: '备案序号', width: 84, kind: 'quantity', text: (row) => String(row.itemSeq) },
  { id: 'itemName', title: '商品名称', width: 170, kind: 'text', text: (row) => row.itemName },
  { id: 'version', title: '版本', width: 60, kind: 'code', text: (row) => row.version },
  {
    id: 'quantity',
    title: '申报数量',
    width: 130,
    kind: 'quantity',
    text: (row) => row.quantity,
    render: (row) => <QuantityWithUnit value={row.quantity} unit={row.unit} />,
  },
  { id: 'unitPrice', title: '单价', width: 90, kind: 'quantity', text: (row) => row.unitPrice },
  { id: 'total', title: '总价', width: 110, kind: 'quantity', text: (row) => row.total },
  {
    id: 'currency',
    title: '币制',
    width: 90,
    kind: 'code',
    text: (row) => row.currency,
    render: (row) => codeLabel(row.currency, currencyName(row.currency)),
  },
]

/** One list, head and body, over the table it was opened from. */
export function ListDrawer({ handbookNo, listNo, onClose }: { handbookNo: string; listNo: string; onClose: () => void }) {
  useFocusBack()
  const list = useOperation('bondedLists.get', { handbookNo, listNo })
  const data = list.data
  const made = useOperation('listDrafts.list', { handbookNo }).data?.drafts
  const drafts = useMemo(() => (made ?? []).filter((draft) => draft.listNo === listNo), [made, listNo])
  return (
    <Drawer
      opened
      onClose={onClose}
      size={880}
      title={
        <Group gap="sm">
          <span className="mono">{listNo}</span>
          {data && <Tag tone={listStatuses[data.status].tone}>{listStatuses[data.status].name}</Tag>}
        </Group>
      }
      closeButtonProps={{ 'aria-label': '关闭' }}
      padding="md"
    >
      <ErrorNotice error={list.error} />
      {data && (
        <div className={classes.drawer}>
          <ListActions handbookNo={handbookNo} list={data} drafts={drafts} />
          <Definitions
            items={[
              ['企业内部编号', data.innerNo],
              ['申报日期', data.declaredOn],
              ['监管方式', <CodeName key="mode" code={data.mode} name={supervisionModeName(data.mode)} />],
              ['进出口', directionNames[data.direction]],
              ['料件成品', goodsNames[data.goods]],
              ['流转类型', data.listType || '普通'],
              ['关联手册', data.relatedHandbookNo || '无'],
              ['记账', data.bookedAt ? printInstant(data.bookedAt) : '未记账'],
              ['冲销', data.reversedAt ? printInstant(data.reversedAt) : '无'],
            ]}
          />
          <ListEditions drafts={drafts} />
          <DataTable
            id="bondedLists.get"
            columns={columns}
            source={{ kind: 'rows', rows: data.lines }}
            rowKey={(row) => String(row.lineNo)}
            onExport={(table) => void exportTable(listNo)(table)}
            emptyText="没有符合条件的行"
          />
        </div>
      )}
    </Drawer>
  )
}
