import type { Output } from '../../../shared/contract/contract.ts'
import { day, daysBetween } from '../../../shared/domain/day.ts'
import { printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import type { CreditLevel } from './record-store.ts'

type Condition = Output<'selfVerification.eligibility'>['conditions'][number]

/** Data that are older than this by the end of the period are not timely. */
const timelyDays = 31
/** A list of more says no more. */
const mostNamed = 5

export const creditLevelNames: Record<CreditLevel, string> = {
  advanced: '高级认证',
  general: '一般认证',
  registered: '一般信用（注册登记和备案）',
  dishonest: '失信',
}

/** credit not below 一般信用, consumption traceable from import to export by original evidence, data on time. */
export function eligibilityConditions(of: {
  statement: { creditLevel: CreditLevel; traceable: boolean; statedOn: string } | undefined
  exported: readonly { productSeq: number; version: string; name: string; netExport: Quantity; finished: Quantity }[]
  withoutEvidence: readonly string[]
  lastPosting: string | null
  asOf: string
}): Condition[] {
  const { statement, exported, withoutEvidence, lastPosting, asOf } = of
  const short = exported.filter(({ finished, netExport }) => finished < netExport)
  const age = lastPosting === null ? null : daysBetween(day(lastPosting), day(asOf))
  const condition = (name: string, met: boolean, detail: string): Condition => ({ condition: name, met, detail, rule: 'R-39' })
  return [
    condition(
      '信用等级不低于一般信用',
      statement !== undefined && statement.creditLevel !== 'dishonest',
      statement ? `${creditLevelNames[statement.creditLevel]}（${statement.statedOn} 填报）` : '还没有填报信用等级',
    ),
    condition(
      '从进口料件到出口成品可追溯',
      statement?.traceable === true,
      statement?.traceable ? `企业于 ${statement.statedOn} 声明可追溯` : '企业还没有声明用料可追溯',
    ),
    condition(
      '工单覆盖全部出口',
      exported.length > 0 && short.length === 0,
      exported.length === 0
        ? '还没有出口成品'
        : short.length === 0
          ? `${exported.length} 个出口成品版本，工单完工数量都不少于净出口数量`
          : named(
              short.map(
                (each) =>
                  `成品 ${each.productSeq} ${each.name} 版本 ${each.version} 完工 ${printQuantity(each.finished)}，净出口 ${printQuantity(each.netExport)}`,
              ),
            ),
    ),
    condition(
      '单耗证据齐全',
      exported.length > 0 && withoutEvidence.length === 0,
      withoutEvidence.length === 0
        ? '各出口成品版本都有证据档案或导入的工单原件（R-36）'
        : `${named(withoutEvidence)} 没有证据档案，也没有导入的工单原件（R-36）`,
    ),
    condition(
      '数据及时',
      age !== null && age <= timelyDays,
      lastPosting === null
        ? '还没有工单'
        : `最近一张工单过账于 ${lastPosting}，距 ${asOf} ${Math.max(age ?? 0, 0)} 天，应在 ${timelyDays} 天以内`,
    ),
  ]
}

const named = (all: readonly string[]): string =>
  all.slice(0, mostNamed).join('；') + (all.length > mostNamed ? ` 等 ${all.length} 个` : '')
