import { Link } from 'react-router'
import { RuleMark } from '../../components/rule-mark.tsx'
import { Tag } from '../../components/tag.tsx'
import type { Tone } from '../../components/tag.tsx'
import classes from './filing.module.css'
import type { FilingDetail } from './filing-words.ts'

type Check = FilingDetail['checks'][number]
const severities: Record<Check['severity'], { name: string; tone: Tone; order: number }> = {
  blocks: { name: '须处理', tone: 'blocks', order: 0 },
  warns: { name: '请留意', tone: 'warns', order: 1 },
  passes: { name: '符合', tone: 'neutral', order: 2 },
}

/** What blocks comes first. */
export function FilingChecks({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className={classes.checks}>
      {checks
        .toSorted((a, b) => severities[a.severity].order - severities[b.severity].order)
        .map(({ severity, rule, message, to }) => (
          <li key={rule + message}>
            <Tag tone={severities[severity].tone}>{severities[severity].name}</Tag>
            <span className={classes.checkText}>{message}</span>
            {to && severity !== 'passes' && (
              <Link to={to} className={`${classes.mend} no-print`}>
                去处理
              </Link>
            )}
            <RuleMark rule={rule} />
          </li>
        ))}
    </ul>
  )
}
