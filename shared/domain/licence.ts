import { Exact, exactMoney, exactPercent } from './exact.ts'
import type { Money, Rate } from './exact.ts'
import type { SaleTreatment } from './sale-kinds.ts'

/** R-87: little enough to need no licence: at most this share of all imports of the contract, and at most this much, both in CNY. */
export interface SurplusLimit {
  /** Percent. */
  share: Rate
  value: Money
}

export interface LicenceAnswer {
  needed: boolean
  rule: 'R-72' | 'R-87' | 'R-88'
  message: string
  /** Percent, four decimals; empty where no share is asked about. */
  share: string
}

interface LicenceQuestion {
  treatment: Pick<SaleTreatment, 'licence' | 'taxed'>
  /** Names of what is restricted for import among the goods; of goods as presented by their own code. */
  restricted: readonly string[]
  /** CNY, of the goods that are asked about. */
  value: Exact
  /** CNY, what has really been imported under the contract; undefined where it cannot be told. */
  imported: Exact | undefined
  limit: SurplusLimit
}

const hundred = Exact.fraction(100n, 1n)

/** Whether a licence is needed for goods that are sold (R-72, R-87, R-88; E-32). */
export function licenceFor({ treatment, restricted, value, imported, limit }: LicenceQuestion): LicenceAnswer {
  const answer = (needed: boolean, rule: LicenceAnswer['rule'], message: string, share = ''): LicenceAnswer => ({
    needed,
    rule,
    message,
    share,
  })
  if (treatment.licence === 'exempt')
    return answer(false, 'R-88', treatment.taxed === 'nothing' ? '不征税的销毁，免交许可证' : '边角料、受灾货物免交许可证')
  if (treatment.licence === 'smallSurplus') {
    const share = imported && !imported.equals(Exact.zero) ? value.dividedBy(imported) : undefined
    const shown = share?.times(hundred).toText(4) ?? ''
    const isSmall =
      share !== undefined && !exactPercent(limit.share).isLessThan(share) && !exactMoney(limit.value).isLessThan(value)
    const figures = `价值 ${value.toText(2)} 元${shown === '' ? '' : `，占实际进口总值的 ${shown}%`}`
    if (isSmall) return answer(false, 'R-87', `${figures}，免交许可证`, shown)
    if (restricted.length === 0) return answer(false, 'R-87', `${figures}；没有限制类商品，不需要许可证`, shown)
    return answer(true, 'R-87', `${figures}，超过免证限额；${restricted.join('、')} 属限制类，须交许可证`, shown)
  }
  const rule = treatment.licence === 'presented' ? 'R-88' : 'R-72'
  if (restricted.length === 0) return answer(false, rule, '没有限制类商品，不需要许可证')
  return answer(true, rule, `${restricted.join('、')} 属限制类，须交许可证`)
}
