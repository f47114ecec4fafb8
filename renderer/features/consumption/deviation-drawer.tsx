import { Button, Drawer, Group, Loader, Text, Textarea } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { incidentReasons } from '../../../shared/domain/incident-reasons.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Definitions } from '../../components/definitions.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { printInstant } from '../../components/moment.ts'
import { useSaveKey } from '../../components/form-keys.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { DeviationText, standing } from './deviation-words.tsx'
import type { Point } from './deviation-words.tsx'

const TrendChart = lazy(() => import('./trend-chart.tsx'))

type OrderRow = Output<'selfVerification.orders'>['rows'][number]
const figure = (id: keyof OrderRow, title: string, width = 88): Column<OrderRow> => ({
  id,
  title,
  width,
  kind: 'quantity',
  text: (row) => String(row[id] ?? ''),
})
const columns: readonly Column<OrderRow>[] = [
  { id: 'orderNo', title: '工单号', width: 130, kind: 'code', text: (row) => row.orderNo },
  { id: 'postedOn', title: '过账日期', width: 100, kind: 'date', text: (row) => row.postedOn },
  figure('finished', '完工'),
  figure('issued', '领料'),
  figure('returned', '退料', 76),
  figure('wip', '在制品', 76),
  figure('scrap', '边角料', 76),
  figure('defects', '残次品', 76),
  figure('actualPerUnit', '实际单耗', 104),
  {
    ...figure('deviation', '偏差 %', 84),
    render: (row) => <span style={{ color: 'var(--mantine-color-text)' }}>{row.deviation ?? ''}</span>,
  },
]

/** Behind one deviation: how it went month by month, the orders, why it is so, and who has approved that. */
export function DeviationDrawer({
  handbookNo,
  period,
  point,
  tolerance,
  onClose,
}: {
  handbookNo: string
  period: { from: string; to: string }
  point: Point
  tolerance: string
  onClose: () => void
}) {
  useFocusBack()
  const { productSeq, version, materialSeq } = point
  const key = { handbookNo, productSeq, version, materialSeq }
  const trend = useOperation('selfVerification.trend', key)
  const orders = useOperation('selfVerification.orders', { ...key, ...period })
  const state = standing[point.open]
  return (
    <Drawer
      opened
      onClose={onClose}
      size={960}
      padding="md"
      title={
        <Group gap="sm">
          <strong>
            成品 {productSeq} {point.productName} 版本 {version} · 料件 {materialSeq} {point.materialName}
          </strong>
          {!point.within && <Tag tone={state.tone}>{state.name}</Tag>}
        </Group>
      }
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <Definitions
        items={[
          ['期间', `${period.from} 至 ${period.to}`],
          ['实际耗用', <QuantityWithUnit key="actual" value={point.actual} unit={point.unit} />],
          [
            '申报耗用',
            point.declared === null ? '未申报' : <QuantityWithUnit key="declared" value={point.declared} unit={point.unit} />,
          ],
          ['偏差', <DeviationText key="deviation" point={point} />],
          [
            '实际单耗',
            point.actualPerUnit === null ? (
              '没有完工'
            ) : (
              <QuantityWithUnit key="used" value={point.actualPerUnit} unit={point.unit} />
            ),
          ],
          [
            '申报单耗',
            point.declaredPerUnit === null ? (
              '未申报'
            ) : (
              <QuantityWithUnit key="said" value={point.declaredPerUnit} unit={point.unit} />
            ),
          ],
        ]}
      />
      <Text size="sm" c="dimmed" mt="xs">
        实际耗用 = 保税领料 − 退料 − 在制品；申报耗用 = 完工 × 单耗 × 保税料件比例；偏差 =（实际 − 申报）÷ 申报，容许 ±{tolerance}
        %（R-40）
      </Text>
      <ErrorNotice error={trend.error ?? orders.error} />
      {trend.data && trend.data.months.length > 0 && (
        <figure style={{ margin: '12px 0 0' }} aria-label="逐月实际单耗与申报单耗">
          <Suspense fallback={<Loader size="sm" />}>
            <TrendChart trend={trend.data} />
          </Suspense>
        </figure>
      )}
      {!point.within && <Explanation input={{ ...key, ...period }} point={point} handbookNo={handbookNo} />}
      <Text fw={600} mt="md" mb="xs">
        期间内的工单（用料单位：{shownUnit(point.unit)}）
      </Text>
      <DataTable
        id="selfVerification.orders"
        columns={columns}
        source={{ kind: 'rows', rows: orders.data?.rows ?? [] }}
        rowKey={(row) => row.orderNo}
        onExport={(table) => void exportTable(`${handbookNo} 成品${productSeq} 料件${materialSeq} 工单`)(table)}
        emptyText="没有符合条件的工单"
        height={Math.min(420, 148 + (orders.data?.rows.length ?? 1) * 32)}
      />
    </Drawer>
  )
}

function Explanation({
  input,
  point,
  handbookNo,
}: {
  input: { handbookNo: string; from: string; to: string; productSeq: number; version: string; materialSeq: number }
  point: Point
  handbookNo: string
}) {
  const [text, setText] = useState(point.explanation)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const act = async (deed: () => Promise<unknown>) => {
    setBusy(true)
    setError(null)
    try {
      await deed()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  const unchanged = text.trim() === point.explanation
  const savable = !busy && text.trim() !== '' && (!unchanged || point.open === 'explain')
  const save = () => void act(() => call('selfVerification.explain', { ...input, explanation: text }))
  useSaveKey(() => savable && save())
  const by = (who: string, at: string | null) => `${who || '未登记操作员'}${at ? ` · ${printInstant(at)}` : ''}`
  return (
    <section style={{ marginTop: 12 }}>
      <Textarea
        label="说明"
        data-autofocus={point.open === 'explain' || undefined}
        description={
          point.open === 'explain' && point.explanation !== ''
            ? '工单有改正，原来的说明写的是另外的数，请核对后重新保存'
            : '写明原因，如首批开机损耗、换料、工艺变更；已冻结的单耗不能改成实际数，今后出口请另立版本（R-40、R-41）'
        }
        autosize
        minRows={2}
        maxRows={6}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group mt={6} gap={6} role="group" aria-label="不属工艺损耗的原因">
        <Text size="xs" c="dimmed">
          不属工艺损耗，不得计入损耗率（R-30）：
        </Text>
        {incidentReasons.map((reason) => (
          <Button
            key={reason}
            size="compact-xs"
            variant="default"
            fw={400}
            onClick={() => setText(text.trim() === '' ? reason : `${text.trimEnd()}；${reason}`)}
          >
            {reason}
          </Button>
        ))}
      </Group>
      <ErrorNotice error={error} />
      <Group mt="sm" gap="sm">
        <Button size="xs" disabled={!savable} onClick={save}>
          保存说明
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={busy || point.open !== 'approve' || !unchanged}
          onClick={() => void act(() => call('selfVerification.approve', input))}
        >
          复核通过
        </Button>
        <Button size="xs" variant="subtle" component={Link} to={paths.consumption('versions', handbookNo)}>
          看单耗版本
        </Button>
        <Text size="sm" c="dimmed">
          {point.explainedAt && `说明：${by(point.explainedBy, point.explainedAt)}`}
          {point.approvedAt && `　复核：${by(point.approvedBy, point.approvedAt)}`}
        </Text>
      </Group>
    </section>
  )
}
