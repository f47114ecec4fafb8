import { Link } from 'react-router'
import { RuleMark } from '../../components/rule-mark.tsx'
import { severities, SeverityTag } from '../../components/guard-list.tsx'
import type { PlacedGuard } from './list-draft-document.ts'
import classes from './list-draft.module.css'

export interface Mend {
  label: string
  do: () => void
}

/** A long list of the same mistake is mended in the grid, not read here. */
const most = 100

/** 核对: blocks first; each says the rule, what is wrong and what to do, and leads to its cell. */
export function ListGuards({
  guards,
  editable,
  placeOf,
  labelOf,
  mendOf,
  onGo,
}: {
  guards: readonly PlacedGuard[]
  editable: boolean
  /** The line's present number. */
  placeOf: (key: number) => number | undefined
  labelOf: (placed: PlacedGuard) => string
  /** What mends it at once, where something does. */
  mendOf: (placed: PlacedGuard) => Mend | undefined
  onGo: (placed: PlacedGuard) => void
}) {
  if (guards.length === 0)
    return <p className={classes.calm}>{editable ? '没有阻断，也没有提醒。按 F10 生成申报。' : '这份草稿不再核对。'}</p>
  return severities.map((severity) => {
    const of = guards.filter(({ guard }) => guard.severity === severity)
    if (of.length === 0) return null
    return (
      <section key={severity}>
        <h3 className={classes.guardGroup}>
          <SeverityTag of={severity} /> {of.length}
        </h3>
        <ul className={classes.guards}>
          {of.slice(0, most).map((placed, index) => (
            <GuardItem
              key={`${placed.guard.rule} ${placed.key ?? ''} ${placed.guard.column} ${index}`}
              placed={placed}
              where={
                [placed.key === undefined ? '' : `第 ${placeOf(placed.key) ?? placed.guard.lineNo ?? ''} 行`, labelOf(placed)]
                  .join(' ')
                  .trim() || '整份清单'
              }
              mend={mendOf(placed)}
              onGo={onGo}
            />
          ))}
        </ul>
        {of.length > most && <p className={classes.calm}>只列出前 {most} 处，其余在表格里按 F8 逐处查看。</p>}
      </section>
    )
  })
}

function GuardItem({
  placed,
  where,
  mend,
  onGo,
}: {
  placed: PlacedGuard
  where: string
  mend: Mend | undefined
  onGo: (placed: PlacedGuard) => void
}) {
  const { guard } = placed
  const leads = guard.column !== '' || placed.key !== undefined
  return (
    <li className={classes.guard} data-severity={guard.severity}>
      <div className={classes.guardWhere}>
        {leads && guard.severity !== 'passes' ? (
          <button type="button" className={classes.toCell} onClick={() => onGo(placed)}>
            {where}
          </button>
        ) : (
          <span>{where}</span>
        )}
        <RuleMark rule={guard.rule} />
      </div>
      <div>{guard.message}</div>
      {guard.next && <div className={classes.next}>{guard.next}</div>}
      {mend && (
        <button type="button" className={classes.toCell} onClick={mend.do}>
          {mend.label}
        </button>
      )}
      {guard.to && <Link to={guard.to}>去处理</Link>}
    </li>
  )
}
