import '@mantine/charts/styles.css'
import { LineChart } from '@mantine/charts'
import { Table, Text, VisuallyHidden } from '@mantine/core'
import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'

type Trend = Output<'selfVerification.trend'>

const petrol = 'var(--mantine-color-petrol-8)'
const ink = 'var(--mantine-color-gray-7)'
const outsideColor = 'var(--blocks)'

/**
 * Actual use per unit by month, over the declared one with its tolerance. What is what is told by shape and not by colour alone:
 * a line and a broken one, an open circle for a month within and a filled square for one outside. Loaded only when it is shown.
 * What is drawn is measured in pixels; every figure that is read is text.
 */
export default function TrendChart({ trend }: { trend: Trend }) {
  const declared = trend.declaredPerUnit === null ? null : Number(trend.declaredPerUnit)
  const tolerance = Number(trend.tolerance) / 100
  const actual = trend.months.map(({ actualPerUnit }) => Number(actualPerUnit))
  const edges = declared === null ? actual : [...actual, declared * (1 - tolerance), declared * (1 + tolerance)]
  const [low, high] = [Math.min(...edges), Math.max(...edges)]
  const step = roundStep((high - low || high || 1) / 4)
  const first = Math.floor(low / step)
  const ticks = Array.from({ length: Math.ceil(high / step) - first + 1 }, (_, index) => (first + index) * step)
  const data = trend.months.map((month, index) => ({
    month: month.from.slice(0, 7),
    actual: actual[index],
    ...(declared !== null && { declared }),
    within: month.within,
  }))
  // A figure of the ledger is shown as the ledger says it; only the ticks between are the chart's own.
  const texts = new Map(trend.months.map(({ actualPerUnit }) => [Number(actualPerUnit), actualPerUnit]))
  if (declared !== null && trend.declaredPerUnit !== null) texts.set(declared, trend.declaredPerUnit)
  const places = Math.max(0, -Math.floor(Math.log10(step)))
  const unit = shownUnit(trend.unit)
  return (
    <>
      <Text size="sm" c="dimmed">
        单位：{unit}。实线为实际单耗，○ 在容许范围内，■ 超出{declared !== null && '；虚线为申报单耗，色带为容许范围'}
      </Text>
      <LineChart
        h={220}
        data={data}
        dataKey="month"
        curveType="linear"
        strokeWidth={2}
        textColor="gray.7"
        gridAxis="x"
        lineChartProps={{ margin: { top: 8, right: 24 }, accessibilityLayer: false }}
        series={[
          { name: 'actual', label: '实际单耗', color: petrol },
          ...(declared === null ? [] : [{ name: 'declared', label: '申报单耗', color: ink, strokeDasharray: '6 4' }]),
        ]}
        lineProps={(series) =>
          series.name === 'actual' ? { dot: Mark, isAnimationActive: false } : { dot: false, isAnimationActive: false }
        }
        yAxisProps={{ domain: [ticks[0] ?? 0, ticks.at(-1) ?? 1], ticks, width: 72 }}
        valueFormatter={(value) => texts.get(value) ?? value.toFixed(places)}
        referenceAreas={
          declared === null
            ? []
            : [
                {
                  y1: declared * (1 - tolerance),
                  y2: declared * (1 + tolerance),
                  color: 'petrol.2',
                  fillOpacity: 0.45,
                  label: {
                    value: `±${trend.tolerance}%`,
                    position: 'insideTopRight',
                    fontSize: 12,
                    fill: 'var(--mantine-color-petrol-8)',
                  },
                },
              ]
        }
      />
      <VisuallyHidden>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>月份</Table.Th>
              <Table.Th>实际单耗（{unit}）</Table.Th>
              <Table.Th>偏差 %</Table.Th>
              <Table.Th>容许范围</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {trend.months.map((month) => (
              <Table.Tr key={month.from}>
                <Table.Td>{month.from.slice(0, 7)}</Table.Td>
                <Table.Td>{month.actualPerUnit}</Table.Td>
                <Table.Td>{month.deviation ?? '未申报'}</Table.Td>
                <Table.Td>{month.within ? '之内' : '超出'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </VisuallyHidden>
    </>
  )
}

/** 1, 2 or 5 of a power of ten, at least as large: what an axis is read by. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * ([1, 2, 5].find((of) => of * power >= rough) ?? 10)
}

function Mark({ cx, cy, payload }: { cx?: number; cy?: number; payload?: { month: string; within: boolean } }) {
  if (cx === undefined || cy === undefined || !payload) return <g />
  return payload.within ? (
    <circle key={payload.month} cx={cx} cy={cy} r={4} fill="#fff" stroke={petrol} strokeWidth={2} />
  ) : (
    <rect key={payload.month} x={cx - 5} y={cy - 5} width={10} height={10} fill={outsideColor} stroke="#fff" strokeWidth={1} />
  )
}
