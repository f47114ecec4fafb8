import { useMemo, useState } from 'react'
import { balanceColumns } from '../../../shared/contract/write-off.ts'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import classes from './flow.module.css'
import { gather, layOut } from './flow-layout.ts'
import type { Flow, FlowEnd, PlacedEnd } from './flow-layout.ts'
import type { Figure } from './explained-figure.ts'

/** The figure behind an end; none for one that stands for several, or for what rounding leaves over. */
export function figureOf(seq: number, { column, productSeq }: FlowEnd): Figure | null {
  if (productSeq !== null) return { seq, column: 'embodied', productSeq }
  const known = balanceColumns.find((each) => each === column)
  return known ? { seq, column: known } : null
}

/** Red is kept for what is missing, amber for what is lost. */
type Tone = 'source' | 'missing' | 'embodied' | 'lost' | 'moved' | 'left'
const tonesOfUses: Readonly<Record<string, Tone>> = {
  embodied: 'embodied',
  tangible: 'lost',
  intangible: 'lost',
  destroyed: 'lost',
  balance: 'left',
}
const toneOfSource = ({ column }: FlowEnd): Tone => (column === 'balance' ? 'missing' : 'source')
const toneOfUse = ({ column }: FlowEnd): Tone => tonesOfUses[column ?? ''] ?? 'moved'

interface Side {
  tone: (end: FlowEnd) => Tone
  unit: string
  seq: number
  /** Whose ribbon the pointer or the keyboard is at. */
  pointed: FlowEnd | null
  onPoint: (end: FlowEnd | null) => void
  onExplain: ((figure: Figure) => void) | undefined
}

/**
 * From where the material came to where it went. The ribbons are stretched to the room there is; what is read stands beside
 * them as text, each a button that opens how the figure came about.
 */
export function FlowChart({ flow, onExplain }: { flow: Flow; onExplain?: (figure: Figure) => void }) {
  const [pointed, setPointed] = useState<FlowEnd | null>(null)
  const { uses } = flow
  const drawn = useMemo(() => gather(uses), [uses])
  const layout = layOut({ sources: flow.sources, uses: drawn })
  const unit = shownUnit(flow.unit)
  const side = { unit, seq: flow.seq, pointed, onPoint: setPointed, onExplain }
  const sources = { ...side, tone: toneOfSource }
  const destinations = { ...side, tone: toneOfUse }
  return (
    <figure className={classes.chart} aria-label={`${flow.name}的流向图`}>
      <div className={classes.headings}>
        <span>从哪里来（{unit}）</span>
        <strong>
          {flow.name}　{formatQuantity(flow.total)} {unit}
        </strong>
        <span>到哪里去（{unit}）</span>
      </div>
      <div className={classes.flow} style={{ height: layout.height }}>
        <div className={classes.sources}>
          {layout.sources.map((placed, index) => (
            <EndLabel key={index} placed={placed} {...sources} />
          ))}
        </div>
        {/* In a box 100 wide; the bar of the material is its middle. */}
        <svg className={classes.ribbons} viewBox={`0 0 100 ${layout.height}`} preserveAspectRatio="none" aria-hidden>
          {layout.sources.map((placed, index) => (
            <Ribbon key={index} placed={placed} d={ribbon(0, placed, 49, true)} {...sources} />
          ))}
          {layout.uses.map((placed, index) => (
            <Ribbon key={index} placed={placed} d={ribbon(51, placed, 100, false)} {...destinations} />
          ))}
          <rect x={49} width={2} y={layout.middle.top} height={layout.middle.height} />
        </svg>
        <div className={classes.uses}>
          {layout.uses.map((placed, index) => (
            <EndLabel key={index} placed={placed} {...destinations} />
          ))}
        </div>
      </div>
    </figure>
  )
}

const read = ({ label, quantity, share }: FlowEnd, unit: string): string =>
  `${label} ${formatQuantity(quantity)} ${unit}，${share}%`

function EndLabel({ placed: { end, top, bar }, tone, unit, seq, pointed, onPoint, onExplain }: Side & { placed: PlacedEnd }) {
  const figure = figureOf(seq, end)
  const content = (
    <>
      <span className={classes.name}>{end.label}</span>
      <span className={classes.amount}>{formatQuantity(end.quantity)}</span>
      <span className={classes.share}>{end.share}%</span>
    </>
  )
  const at = {
    className: classes.label,
    'data-pointed': pointed === end || undefined,
    onPointerEnter: () => onPoint(end),
    onPointerLeave: () => onPoint(null),
  }
  return (
    <div className={classes.end} style={{ top, height: bar }} data-tone={tone(end)}>
      <span className={classes.bar} aria-hidden />
      {figure && onExplain ? (
        <button
          type="button"
          {...at}
          title={`${read(end, unit)}：看这个数怎么来的`}
          onFocus={() => onPoint(end)}
          onBlur={() => onPoint(null)}
          onClick={() => onExplain(figure)}
        >
          {content}
        </button>
      ) : (
        <span {...at} title={read(end, unit)}>
          {content}
        </span>
      )}
    </div>
  )
}

/** The way of one end, which the pointer can ask as well as its label. */
function Ribbon({ placed: { end }, d, tone, unit, seq, pointed, onPoint, onExplain }: Side & { placed: PlacedEnd; d: string }) {
  const figure = figureOf(seq, end)
  return (
    <path
      d={d}
      data-tone={tone(end)}
      data-pointed={pointed === end || undefined}
      data-opens={(figure !== null && onExplain !== undefined) || undefined}
      onPointerEnter={() => onPoint(end)}
      onPointerLeave={() => onPoint(null)}
      onClick={() => figure && onExplain?.(figure)}
    >
      <title>{read(end, unit)}</title>
    </path>
  )
}

/** A band between two uprights that leaves and arrives level. */
function ribbon(from: number, { top, bar, middleTop, middleBar }: PlacedEnd, to: number, toMiddle: boolean): string {
  const [a, b] = toMiddle
    ? ([
        [top, top + bar],
        [middleTop, middleTop + middleBar],
      ] as const)
    : ([
        [middleTop, middleTop + middleBar],
        [top, top + bar],
      ] as const)
  const half = (from + to) / 2
  return `M${from} ${a[0]} C${half} ${a[0]} ${half} ${b[0]} ${to} ${b[0]} L${to} ${b[1]} C${half} ${b[1]} ${half} ${a[1]} ${from} ${a[1]} Z`
}
