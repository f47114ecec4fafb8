import type { Output } from '../../../shared/contract/contract.ts'
import type { CheckRow } from './store.ts'

type Point = Output<'selfVerification.compare'>['points'][number]

/** A list of more says no more. */
const mostNamed = 8

/** What there is to say about a record before it is signed. */
export function checkSelfVerification(of: {
  from: string
  to: string
  today: string
  eligibility: Output<'selfVerification.eligibility'>
  points: readonly Point[]
  unfinished: readonly string[]
  imbalanced: readonly string[]
  signed: readonly { from_day: string; to_day: string }[]
}): CheckRow[] {
  const { points, imbalanced, unfinished, signed } = of
  const checks: CheckRow[] = []
  const add = (severity: CheckRow['severity'], rule: string, message: string) => checks.push({ severity, rule, message })

  for (const { met, condition, detail, rule } of of.eligibility.conditions)
    add(met ? 'passes' : 'blocks', rule, `${condition}：${detail}`)
  if (of.to >= of.today) add('blocks', 'R-40', `期间到 ${of.to} 为止，还没有结束`)
  for (const { from_day, to_day } of signed) add('blocks', 'R-40', `期间与已签名的自核记录 ${from_day} 至 ${to_day} 重叠`)

  const outside = points.filter(({ within }) => !within)
  const unexplained = points.filter(({ open }) => open === 'explain')
  const unapproved = points.filter(({ open }) => open === 'approve')
  if (unexplained.length > 0) add('blocks', 'R-40', `${unexplained.length} 项偏差超出容许范围，还没有说明：${named(unexplained)}`)
  if (unapproved.length > 0) add('blocks', 'R-40', `${unapproved.length} 项偏差说明还没有复核：${named(unapproved)}`)
  if (unexplained.length + unapproved.length === 0) {
    const said = outside.length === 0 ? '全部偏差在容许范围内' : `${outside.length} 项超出容许范围的偏差均已说明并复核`
    add('passes', 'R-40', said)
  }
  if (imbalanced.length > 0)
    add('warns', 'R-42', `${imbalanced.length} 张工单的领料少于成品按申报净耗应含的料件：${list(imbalanced)}`)
  else add('passes', 'R-42', '各工单领料、退料、成品、在制品、边角料、残次品平衡')
  if (unfinished.length > 0) add('warns', 'R-42', `${unfinished.length} 张工单没有完工数量：${list(unfinished)}`)
  return checks
}

const list = (all: readonly string[]): string =>
  all.slice(0, mostNamed).join('、') + (all.length > mostNamed ? ` 等 ${all.length} 个` : '')
const named = (points: readonly Point[]): string =>
  list(points.map(({ productSeq, version, materialSeq }) => `成品 ${productSeq} 版本 ${version} 料件 ${materialSeq}`))
