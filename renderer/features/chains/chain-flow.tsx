import { Fragment } from 'react'
import { exactRate, rate } from '../../../shared/domain/exact.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import { hopState, roleNames, stepStates } from './chain-words.ts'
import type { Chain, ChainStep } from './chain-words.ts'
import classes from './chains.module.css'

/** Heights in hundredths of what came into the chain. For pixels only: what is read stands beside it, exact. */
interface Heights {
  in: number
  out: number
  stock: number
  lost: number
}

function heightsOf(chain: Chain): Heights[] {
  const raw = Number(chain.rawInput)
  let gross = 1
  return chain.steps.map((step) => {
    const before = gross
    gross *= Number(step.gross)
    const share = (amount: string, units: number) => (raw > 0 ? Math.max(0, Number(amount) / units / raw) * 100 : 0)
    return {
      in: Math.min(100, share(step.in, before)),
      out: Math.min(100, share(step.out, gross)),
      stock: share(step.inputStock, before) + share(step.outputStock, gross),
      lost: share(step.lost, gross),
    }
  })
}

/** The chain from raw material to chip: each step's bar is what came in, and what became of it; ribbons are the transfers. */
export function ChainFlow({ chain }: { chain: Chain }) {
  const heights = heightsOf(chain)
  const columns = chain.steps.map((_, index) => (index === 0 ? 'minmax(150px, 1fr)' : '76px minmax(150px, 1fr)')).join(' ')
  return (
    <div className={classes.flow} style={{ gridTemplateColumns: columns }} role="list" aria-label="链条流向">
      {chain.steps.map((step, index) => {
        const hop = chain.hops[index - 1]
        return (
          <Fragment key={step.stepId}>
            {hop && <HopRibbon hop={hop} from={heights[index - 1]?.out ?? 0} to={heights[index]?.in ?? 0} />}
            <StepColumn step={step} heights={heights[index] ?? { in: 0, out: 0, stock: 0, lost: 0 }} />
          </Fragment>
        )
      })}
    </div>
  )
}

function StepColumn({ step, heights }: { step: ChainStep; heights: Heights }) {
  const state = stepStates[step.state]
  return (
    <section className={classes.step} role="listitem" aria-label={`第 ${step.stepNo} 环节 ${step.enterpriseName}`}>
      <div className={classes.head}>
        <div className={classes.role}>
          {step.stepNo} {roleNames[step.role]}
          <Tag tone={state.tone}>{state.name}</Tag>
        </div>
        <div className={classes.enterprise} title={step.enterpriseName}>
          {step.enterpriseName}
        </div>
        <div className={`${classes.handbook} mono`}>{step.handbookNo || '手册未填'}</div>
      </div>
      <div className={classes.stack} aria-hidden>
        {(['out', 'stock', 'lost'] as const).map((part) => (
          <div key={part} className={classes.part} data-part={part} style={{ height: `${heights[part]}%` }} />
        ))}
      </div>
      <dl className={classes.figures}>
        <Figure name="投入" value={step.in} unit={step.inputUnit} />
        <Figure part="stock" name="料库存" value={step.inputStock} unit={step.inputUnit} />
        <Figure
          part="lost"
          name={`损耗${step.lossRate ? ` ${shownPercent(step.lossRate)}%` : ''}`}
          value={step.lost}
          unit={step.outputUnit}
        />
        <Figure part="stock" name="产品库存" value={step.outputStock} unit={step.outputUnit} />
        <Figure part="out" name="转出" value={step.out} unit={step.outputUnit} />
      </dl>
    </section>
  )
}

/** Two decimals beside the bar; the table has six. */
const shownPercent = (text: string): string => exactRate(rate(text)).toText(2)

const keyColours = {
  out: 'var(--mantine-color-petrol-6)',
  stock: 'var(--mantine-color-petrol-2)',
  lost: 'var(--mantine-color-gray-4)',
} as const

function Figure(props: { name: string; value: string; unit: string; part?: keyof typeof keyColours }) {
  return (
    <>
      <dt>
        {props.part && <span className={classes.key} style={{ background: keyColours[props.part] }} aria-hidden />}
        {props.name}
      </dt>
      <dd data-wrong={props.value.startsWith('-') || undefined}>
        {formatQuantity(props.value)} <span className={classes.quiet}>{props.unit}</span>
      </dd>
    </>
  )
}

function HopRibbon({ hop, from, to }: { hop: Chain['hops'][number]; from: number; to: number }) {
  const state = hopState(hop)
  const open = hop.difference.replace('-', '')
  return (
    <div className={classes.hop}>
      <span />
      <svg className={classes.ribbon} data-tone={state.tone} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
        <path d={`M0 0 L100 0 L100 ${to} C50 ${to} 50 ${from} 0 ${from} Z`} />
      </svg>
      <div className={classes.hopWords}>
        <Tag tone={state.tone}>{state.name}</Tag>
        {open === '0' ? (
          <span>{formatQuantity(hop.sent)}</span>
        ) : (
          <>
            <span>发 {formatQuantity(hop.sent)}</span>
            <span>收 {formatQuantity(hop.received)}</span>
            <span>差 {formatQuantity(open)}</span>
          </>
        )}
        <span className={classes.quiet}>{hop.unit}</span>
      </div>
    </div>
  )
}
