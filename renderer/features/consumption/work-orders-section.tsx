import { Button, Group } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { followJob, runJob } from '../../app/engine.ts'
import { paged } from '../../app/paged.ts'
import { useOpened } from '../../app/use-opened.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { ImportWizard } from '../../components/import/import-wizard.tsx'
import type { ImportKind } from '../../components/import/import-wizard.tsx'
import type { ImportSummary } from '../../components/import/preview.ts'
import { printCount } from '../../components/moment.ts'
import { Room } from '../../components/page.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { useProductUnits } from './product-units.ts'
import { WorkOrderDialog } from './work-order-dialog.tsx'
import { WorkOrderDrawer } from './work-order-drawer.tsx'

type Order = Output<'workOrders.list'>['rows'][number]

const figures = [
  ['planned', '计划数量'],
  ['finished', '完工数量'],
  ['rejected', '报废数量'],
] as const

const columnsOf = (open: (orderNo: string) => void, units: ReadonlyMap<number, string>): readonly Column<Order>[] => [
  {
    id: 'orderNo',
    title: '工单号',
    width: 220,
    kind: 'code',
    text: (row) => row.orderNo,
    render: (row) => (
      <>
        {row.orderNo} {row.imbalanced > 0 && <Tag tone="warns">{row.imbalanced} 种料件余数为负</Tag>}{' '}
        {row.signed && <Tag tone="accent">已定格</Tag>}
      </>
    ),
    onOpen: (row) => open(row.orderNo),
  },
  { id: 'postedOn', title: '过账日期', width: 104, kind: 'date', text: (row) => row.postedOn },
  { id: 'productSeq', title: '成品', width: 72, kind: 'quantity', text: (row) => String(row.productSeq) },
  { id: 'productName', title: '成品名称', width: 160, kind: 'text', text: (row) => row.productName },
  { id: 'version', title: '版本', width: 64, kind: 'code', text: (row) => row.version },
  ...figures.map(([id, title]): Column<Order> => ({
    id,
    title,
    width: 112,
    kind: 'quantity',
    text: (row) => row[id],
    render: (row) => <QuantityWithUnit value={row[id]} unit={units.get(row.productSeq) ?? ''} />,
  })),
]

/** 工单: imported or typed; a row opens its balance. */
export function WorkOrdersSection({ handbookNo }: { handbookNo: string }) {
  const [search, setSearch] = useSearchParams()
  const kept = useArrangementInAddress()
  const { opened, go } = useOpened('order')
  const [typing, setTyping] = useState<'new' | Output<'workOrders.get'> | null>(null)
  const units = useProductUnits(handbookNo)
  const columns = useMemo(() => columnsOf(go, units), [go, units])
  const source = useMemo(() => paged('workOrders.list', { handbookNo }), [handbookNo])
  const show = (view: string | null) => setSearch(view === null ? { handbook: handbookNo } : { handbook: handbookNo, view })
  if (search.get('view') === 'import') {
    return (
      <div style={{ display: 'flex', flex: 1, flexDirection: 'column', gap: 12, minHeight: 0, overflow: 'auto' }}>
        <Group>
          <Button size="compact-sm" variant="default" onClick={() => show(null)}>
            返回工单
          </Button>
        </Group>
        <ImportWizard kind={orderImport(handbookNo)} />
      </div>
    )
  }
  return (
    <Room>
      <DataTable
        id="workOrders.list"
        columns={columns}
        source={source}
        kept={kept}
        rowKey={(row) => row.orderNo}
        frozen={1}
        onOpenRow={(row) => go(row.orderNo)}
        onExport={(table) => void exportTable(`${handbookNo} 工单`)(table)}
        toolbar={
          <>
            <Button size="xs" onClick={() => show('import')}>
              导入工单
            </Button>
            <Button size="xs" variant="default" onClick={() => setTyping('new')}>
              登记工单
            </Button>
          </>
        }
        emptyText="没有工单。从 ERP 导出工单和领退料，在这里导入"
      />
      {opened && (
        <WorkOrderDrawer
          handbookNo={handbookNo}
          orderNo={opened}
          onClose={() => go(null)}
          onCorrect={(order) => setTyping(order)}
        />
      )}
      {typing && (
        <WorkOrderDialog handbookNo={handbookNo} order={typing === 'new' ? undefined : typing} onClose={() => setTyping(null)} />
      )}
    </Room>
  )
}

const orderImport = (handbookNo: string): ImportKind => ({
  what: '工单',
  expects:
    '工作簿（.xlsx）含“工单”“工单用料”两张工作表：工单号、成品序号、单耗版本号、完工数量、过账日期；料件序号、批次、领料、退料、过磅边角料、残次品、在制品。单位须为手册的申报计量单位。',
  inspect: async (fileId, follow) => {
    const found = await runJob('workOrders.inspectWorkbook', { handbookNo, fileId }, follow)
    const nothing = found.orders + found.replaced === 0
    const [first, ...more] = found.imbalanced
    return {
      sheets: found.sheets,
      changes: [
        ['期间', found.period ? `${found.period.from} 至 ${found.period.to}` : '没有工单'],
        ['新增工单', `${printCount(found.orders)} 张`],
        ['改正', `${printCount(found.replaced)} 张`],
        ['写入领退料', `${printCount(found.lines)} 行`],
        ['已在账内', `${printCount(found.unchanged)} 张`],
      ],
      rejected: found.rejected,
      rejectedTotal: found.rejectedTotal,
      warnings: first ? [more.length > 0 ? `${first.message}；另有 ${printCount(more.length)} 处相同情况` : first.message] : [],
      canSkip: true,
      ...(nothing && found.unchanged > 0 && { nothingToDo: '全部工单已在账内，再次导入不会有任何变化' }),
    }
  },
  run: async (fileId, onBadRows, follow) =>
    summary(handbookNo, await runJob('workOrders.importWorkbook', { handbookNo, fileId, onBadRows }, follow)),
  resume: async (jobId, follow) => summary(handbookNo, await followJob('workOrders.importWorkbook', jobId, follow)),
})

const summary = (handbookNo: string, done: Output<'workOrders.importWorkbook'>): ImportSummary => ({
  message: done.message,
  counts: [
    ['新增工单', `${printCount(done.orders)} 张`],
    ['改正', `${printCount(done.replaced)} 张`],
    ['写入领退料', `${printCount(done.lines)} 行`],
    ['已在账内', `${printCount(done.unchanged)} 张`],
    ['被拒', `${printCount(done.rejected.length)} 行`],
  ],
  rejected: done.rejected,
  rejectedFileId: done.rejectedFileId,
  warnings: [],
  links: [
    { label: '企业自核', to: paths.consumption('self-verification', handbookNo) },
    { label: '看工单', to: paths.consumption('work-orders', handbookNo) },
  ],
})
