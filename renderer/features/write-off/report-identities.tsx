import { Panel } from '../../components/page.tsx'
import { RuleMark } from '../../components/rule-mark.tsx'
import { Tag } from '../../components/tag.tsx'
import type { Report } from './report-columns.ts'
import classes from './report.module.css'

/** What the tables must say of each other and of the books, and whether they do. */
export function ReportIdentities({ identities }: { identities: Report['identities'] }) {
  const broken = identities.filter(({ holds }) => !holds).length
  return (
    <Panel
      title="恒等式"
      aside={broken === 0 ? <Tag>{identities.length} 项全部成立</Tag> : <Tag tone="blocks">{broken} 项不成立</Tag>}
    >
      <ul className={classes.identities} aria-label="恒等式">
        {identities.map(({ rule, text, left, right, holds }) => (
          <li key={text} data-broken={!holds || undefined}>
            <span className={classes.mark} role="img" aria-label={holds ? '成立' : '不成立'}>
              {holds ? '✓' : '✗'}
            </span>
            <span className={classes.text} title={text}>
              {text}
            </span>
            <span className={classes.sides}>
              {left} {holds ? '=' : '≠'} {right}
            </span>
            <RuleMark rule={rule} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
