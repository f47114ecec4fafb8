import { Button, Drawer, Group, Text } from '@mantine/core'
import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Definitions } from '../../components/definitions.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { printInstant } from '../../components/moment.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { useProductUnits } from './product-units.ts'

type Order = Output<'workOrders.get'>
type Balance = Order['balance'][number]
type Slip = Order['slips'][number]

const unit = (row: { unit: string }) => shownUnit(row.unit)
const figure = <Row,>(id: string, title: string, text: (row: Row) => string, width = 92): Column<Row> => ({
  id,
  title,
  width,
  kind: 'quantity',
  text,
})

const balanceColumns: readonly Column<Balance>[] = [
  figure('materialSeq', '料件', (row) => String(row.materialSeq), 60),
  { id: 'materialName', title: '料件名称', width: 130, kind: 'text', text: (row) => row.materialName },
  { id: 'bonded', title: '保税', width: 68, kind: 'text', text: (row) => (row.bonded ? '保税' : '非保税') },
  { id: 'unit', title: '单位', width: 56, kind: 'text', text: unit },
  figure('issued', '领料', (row) => row.issued),
  figure('returned', '− 退料', (row) => row.returned, 80),
  figure('embodied', '− 成品含料', (row) => row.embodied ?? '', 96),
  figure('wip', '− 在制品', (row) => row.wip, 80),
  figure('scrap', '− 边角料', (row) => row.scrap, 80),
  figure('defects', '− 残次品', (row) => row.defects, 80),
  {
    ...figure<Balance>('rest', '= 余数', (row) => row.rest ?? ''),
    render: (row) =>
      row.rest === null ? (
        <Text span size="sm" c="dimmed">
          未申报
        </Text>
      ) : row.rest.startsWith('-') ? (
        <Tag tone="warns">{formatQuantity(row.rest)}</Tag>
      ) : (
        formatQuantity(row.rest)
      ),
  },
]

const slipColumns: readonly Column<Slip>[] = [
  figure('materialSeq', '料件', (row) => String(row.materialSeq), 60),
  { id: 'materialName', title: '料件名称', width: 130, kind: 'text', text: (row) => row.materialName },
  { id: 'bonded', title: '保税', width: 68, kind: 'text', text: (row) => (row.bonded ? '保税' : '非保税') },
  { id: 'lot', title: '批次', width: 110, kind: 'code', text: (row) => row.lot },
  { id: 'unit', title: '单位', width: 56, kind: 'text', text: unit },
  figure('issued', '领料', (row) => row.issued, 100),
  figure('returned', '退料', (row) => row.returned),
  figure('scrap', '边角料', (row) => row.scrap),
  figure('defects', '残次品', (row) => row.defects),
  figure('wip', '在制品', (row) => row.wip),
]

/** One order: where everything that was issued to it is, and the slips. */
export function WorkOrderDrawer({
  handbookNo,
  orderNo,
  onClose,
  onCorrect,
}: {
  handbookNo: string
  orderNo: string
  onClose: () => void
  onCorrect: (order: Order) => void
}) {
  useFocusBack()
  const order = useOperation('workOrders.get', { handbookNo, orderNo })
  const units = useProductUnits(handbookNo)
  const data = order.data
  const productUnit = units.get(data?.productSeq ?? 0) ?? ''
  return (
    <Drawer
      opened
      onClose={onClose}
      size={960}
      padding="md"
      title={
        <Group gap="sm">
          <span className="mono">{orderNo}</span>
          {data?.signed && <Tag tone="accent">已定格</Tag>}
        </Group>
      }
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <ErrorNotice error={order.error} />
      {data && (
        <>
          <Definitions
            items={[
              ['成品', `${data.productSeq} ${data.productName}`],
              ['单耗版本', data.version],
              ['过账日期', data.postedOn],
              ['计划数量', <QuantityWithUnit key="planned" value={data.planned} unit={productUnit} />],
              ['完工数量', <QuantityWithUnit key="finished" value={data.finished} unit={productUnit} />],
              ['报废数量', <QuantityWithUnit key="rejected" value={data.rejected} unit={productUnit} />],
              ['登记', printInstant(data.recordedAt)],
            ]}
          />
          <Group justify="space-between" mt="md" mb="xs">
            <Text size="sm" c="dimmed">
              成品含料 =（完工 + 报废）× 申报净耗 × 保税或非保税比例；余数是无形损耗或尚待说明的差异（R-42）
            </Text>
            {data.signed ? (
              <Text size="sm" c="dimmed">
                自核记录已签名，不再改变
              </Text>
            ) : (
              <Button size="xs" variant="default" onClick={() => onCorrect(data)}>
                改正
              </Button>
            )}
          </Group>
          <DataTable
            id="workOrders.balance"
            columns={balanceColumns}
            source={{ kind: 'rows', rows: data.balance }}
            rowKey={(row) => `${row.materialSeq} ${row.bonded}`}
            onExport={(table) => void exportTable(`${orderNo} 平衡`)(table)}
            emptyText="没有符合条件的料件"
            height="calc(50dvh - 120px)"
          />
          <Text fw={600} mt="md" mb="xs">
            领退料
          </Text>
          <DataTable
            id="workOrders.slips"
            columns={slipColumns}
            source={{ kind: 'rows', rows: data.slips }}
            rowKey={(row) => `${row.materialSeq} ${row.bonded} ${row.lot} ${row.issued}`}
            onExport={(table) => void exportTable(`${orderNo} 领退料`)(table)}
            emptyText="没有符合条件的行"
            height="calc(50dvh - 160px)"
          />
        </>
      )}
    </Drawer>
  )
}
