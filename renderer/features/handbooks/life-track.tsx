import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { stepNames, stepStates } from './life-words.ts'
import type { LifeStep } from './life-words.ts'
import classes from './life.module.css'

/** The steps of a handbook's life in a row; one of them is opened beneath: who does it, what it needs, what blocks it. */
export function LifeTrack({ steps }: { steps: readonly LifeStep[] }) {
  const [chosen, setChosen] = useState<LifeStep['step']>()
  const lastDone = steps.findLastIndex(({ state }) => state === 'done')
  const ahead = steps.slice(lastDone + 1)
  const shown =
    steps.find(({ step }) => step === chosen) ??
    ahead.find(({ state }) => state === 'open') ??
    ahead.find(({ state }) => state === 'blocked') ??
    steps[lastDone]
  return (
    <>
      <ol className={classes.track}>
        {steps.map((step, index) => {
          // What has been left behind blocks nothing any more.
          const passed = (step.state === 'blocked' || step.state === 'later') && index < lastDone
          return (
            <li key={step.step} className={classes.step} data-state={passed ? 'later' : step.state}>
              <button
                type="button"
                className={classes.button}
                aria-pressed={step === shown}
                onClick={() => setChosen(step.step)}
                onFocus={() => setChosen(step.step)}
              >
                <span className={classes.dot} aria-hidden>
                  {step.state === 'done' ? <IconCheck size={14} /> : passed ? '–' : step.state === 'blocked' ? '!' : index + 1}
                </span>
                <span className={classes.stepName}>{stepNames[step.step]}</span>
                <span className={classes.stepNote}>{step.on ?? (passed ? '没有办' : stepStates[step.state])}</span>
              </button>
            </li>
          )
        })}
      </ol>
      {shown && (
        <dl className={classes.about}>
          <dt>{stepNames[shown.step]}</dt>
          <dd>
            {stepStates[shown.state]}
            {shown.on !== null && `，${shown.on}`}
            {shown.note && `，${shown.note}`}
          </dd>
          <dt>谁办</dt>
          <dd>{shown.who}</dd>
          <dt>需要</dt>
          <dd>{shown.needs}</dd>
          {shown.blockers.length > 0 && (
            <>
              <dt>卡在</dt>
              <dd>
                <ul className={classes.blockers}>
                  {shown.blockers.map(({ rule, message, to }) => (
                    <li key={rule + message}>
                      {message} <span className={classes.rule}>{rule}</span> {to !== null && <Link to={to}>去处理</Link>}
                    </li>
                  ))}
                </ul>
              </dd>
            </>
          )}
        </dl>
      )}
    </>
  )
}
