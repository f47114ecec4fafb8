import { balanceColumns } from '../../../shared/contract/write-off.ts'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import classes from './flow.module.css'
import { gather, layOut } from './flow-layout.ts'
import type { Flow, FlowEnd, FlowLayout, PlacedEnd } from './flow-layout.ts'
import type { Figure } from './explained-figure.ts'

/** The figure behind an end; none for one that no column of the balance says. */
export function figureOf(seq: number, { column }: FlowEnd): Figure | null {
  const known = balanceColumns.find((each) => each === column)
  return known ? { seq, column: known } : null
}

/** Red is kept for what is missing, amber for what is lost. */
type Tone = 'source' | 'missing' | 'embodied' | 'lost' | 'moved' | 'left'
const tonesOfUses: Readonly<Record<string, Tone>> = { tangible: 'lost', intangible: 'lost', destroyed: 'lost', balance: 'left' }
const toneOfSource = ({ column }: FlowEnd): Tone => (column === 'balance' ? 'missing' : 'source')
const toneOfUse = ({ column, productSeq }: FlowEnd): Tone =>
  productSeq !== null || column === 'consumed' ? 'embodied' : (tonesOfUses[column ?? ''] ?? 'moved')

/**
 * From where the material came to where it went. The ribbons are stretched to the room there is; what is read stands beside
 * them as text, each a button that opens how the figure came about.
 */
export function FlowChart({ flow, onExplain }: { flow: Flow; onExplain?: (figure: Figure) => void }) {
  const layout = layOut({ sources: flow.sources, uses: gather(flow.uses) })
  const unit = shownUnit(flow.unit)
  const label = (tone: (end: FlowEnd) => Tone) => (placed: PlacedEnd, index: number) => (
    <EndLabel key={index} placed={placed} tone={tone(placed.end)} unit={unit} seq={flow.seq} onExplain={onExplain} />
  )
  return (
    <figure className={classes.chart} aria-label={`${flow.name}的流向图`}>
      <div className={classes.headings}>
        <span>从哪里来</span>
        <strong>
          {flow.name}　{formatQuantity(flow.total)} {unit}
        </strong>
        <span>到哪里去</span>
      </div>
      <div className={classes.flow} style={{ height: layout.height }}>
        <div className={classes.sources}>{layout.sources.map(label(toneOfSource))}</div>
        <Ribbons layout={layout} />
        <div className={classes.uses}>{layout.uses.map(label(toneOfUse))}</div>
      </div>
    </figure>
  )
}

function EndLabel({
  placed: { end, top, bar },
  tone,
  unit,
  seq,
  onExplain,
}: {
  placed: PlacedEnd
  tone: Tone
  unit: string
  seq: number
  onExplain: ((figure: Figure) => void) | undefined
}) {
  const figure = figureOf(seq, end)
  const text = `${formatQuantity(end.quantity)} ${unit}`
  const content = (
    <>
      <span className={classes.name}>{end.label}</span>
      <span className={classes.amount}>
        {text}　{end.share}%
      </span>
    </>
  )
  return (
    <div className={classes.end} style={{ top }} data-tone={tone}>
      <span className={classes.bar} style={{ height: bar }} aria-hidden />
      {figure && onExplain ? (
        <button
          type="button"
          className={classes.label}
          title={`${end.label} ${text}：看这个数怎么来的`}
          onClick={() => onExplain(figure)}
        >
          {content}
        </button>
      ) : (
        <span className={classes.label}>{content}</span>
      )}
    </div>
  )
}

/** In a box 100 wide; the bar of the material is its middle tenth-part. */
function Ribbons({ layout: { height, middle, sources, uses } }: { layout: FlowLayout }) {
  return (
    <svg className={classes.ribbons} viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden>
      {sources.map((placed, index) => (
        <path key={index} data-tone={toneOfSource(placed.end)} d={ribbon(0, placed, 49, true)} />
      ))}
      {uses.map((placed, index) => (
        <path key={index} data-tone={toneOfUse(placed.end)} d={ribbon(51, placed, 100, false)} />
      ))}
      <rect x={49} width={2} y={middle.top} height={middle.height} />
    </svg>
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
