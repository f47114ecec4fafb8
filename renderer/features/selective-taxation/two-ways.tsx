import { Link } from 'react-router'
import type { Guard } from '../../../shared/contract/values.ts'
import { Panel } from '../../components/page.tsx'
import { RuleMark } from '../../components/rule-mark.tsx'
import { Tag } from '../../components/tag.tsx'
import type { Comparison } from './selective-form.ts'
import classes from './selective-taxation.module.css'
import { printYuan } from '../../components/yuan.ts'
import { breakEvenText, wayNames, wayRows } from './selective-words.ts'
import type { WayName } from './selective-words.ts'

const ways = ['asPresented', 'byMaterials'] as const satisfies readonly WayName[]

/** Both ways side by side, the cheaper one marked, and how far from the other it is. */
export function TwoWays({ comparison }: { comparison: Comparison }) {
  const { cheaper, interestBasis, guards } = comparison
  const mark = (way: WayName) => (cheaper === way ? true : undefined)
  const { value, from, to, source } = interestBasis
  return (
    <>
      <Panel title="两种算法" aside={<RuleMark rule="R-99" />}>
        <table className={classes.ways}>
          <thead>
            <tr>
              <th scope="col">元</th>
              {ways.map((way) => (
                <th key={way} scope="col" data-cheaper={mark(way)}>
                  {cheaper === way && <Tag tone="accent">较低</Tag>} {wayNames[way]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {wayRows.map(({ id, title }) => (
              <tr key={id} data-row={id}>
                <th scope="row">{title}</th>
                {ways.map((way) => (
                  <td key={way} data-cheaper={mark(way)}>
                    {printYuan(comparison[way][id])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title="平衡点" aside={<RuleMark rule="R-100" />}>
        <ul className={classes.said}>
          {breakEvenText(comparison).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Panel>
      {guards.length > 0 && (
        <Panel title="适用条件">
          <GuardLines guards={guards} />
        </Panel>
      )}
      <Panel title="这些数怎么来的">
        <dl className={classes.formulas}>
          {ways.map((way) => (
            <div key={way}>
              <dt>{wayNames[way]}</dt>
              <dd>{comparison[way].formula}</dd>
            </div>
          ))}
          <dt>缓税利息率</dt>
          <dd>
            {value}，{from} 至 {to ?? '未定'}，{source}
          </dd>
        </dl>
      </Panel>
    </>
  )
}

const GuardLines = ({ guards }: { guards: readonly Guard[] }) => (
  <ul className={classes.guards}>
    {guards.map(({ severity, rule, message, next, to }) => (
      <li key={message}>
        <Tag tone={severity === 'blocks' ? 'blocks' : 'warns'}>{severity === 'blocks' ? '不可选' : '核对'}</Tag>
        <div>
          {message}
          <div className={classes.next}>
            {next} {to && <Link to={to}>查看手册</Link>}
          </div>
        </div>
        <RuleMark rule={rule} />
      </li>
    ))}
  </ul>
)
