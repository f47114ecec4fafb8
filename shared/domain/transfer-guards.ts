import type { Day } from './day.ts'
import { crossesYearEnd } from './transfer-deadline.ts'

/** What a guard says before a transfer is declared; the engine adds where its work is done. */
export interface TransferGuard {
  severity: 'warns' | 'blocks'
  rule: string
  message: string
  next: string
  /** What has to be looked at. */
  about: 'enterprise' | 'handbook' | 'slips' | 'list' | 'partner' | 'pairing'
  itemSeq: number | undefined
}

export interface TransferFacts {
  way: 'out' | 'in'
  /** The day on which it would be declared. */
  today: Day
  handbook: { no: string; validTo: Day; rolls: boolean }
  /** R-51: of the enterprise's last information table, and R-7 of its handbooks. */
  standing: { orderedToRectify: boolean; underSmugglingInvestigation: boolean; overdueHandbooks: readonly string[] }
  /** Of the oldest delivery in it; null where the rule of its time is not known. */
  deadline: Day | null
  from: Day
  to: Day
  lines: readonly { itemSeq: number; name: string; version: string; hasPrice: boolean; hasTwoCurrencies: boolean }[]
  /** R-52: slips that say neither vehicle nor who signed. */
  slipsWithoutEvidence: readonly string[]
  /** R-50: the partner's list, which the receiver declares first. */
  partnerListNo: string
  /** Of items that correspond to the partner's: whether their factor changes between the first and the last delivery. */
  itemsWithTwoFactors: readonly number[]
}

const few = (of: readonly string[]): string => `${of.slice(0, 3).join('、')}${of.length > 3 ? ` 等 ${of.length} 张` : ''}`

/** R-49 … R-52 of a collective declaration. Nothing here passes in silence: an empty list means that all of it holds. */
export function transferGuards(of: TransferFacts): TransferGuard[] {
  return [...standingGuards(of), ...timeGuards(of), ...lineGuards(of), ...evidenceGuards(of)]
}

function standingGuards({ standing }: TransferFacts): TransferGuard[] {
  const blocks = (message: string, next: string, about: TransferGuard['about']): TransferGuard => ({
    severity: 'blocks',
    rule: 'R-51',
    message,
    next,
    about,
    itemSeq: undefined,
  })
  return [
    ...(standing.orderedToRectify
      ? [blocks('企业被海关要求整改，不能办理深加工结转', '请先完成整改，并更新信息表', 'enterprise')]
      : []),
    ...(standing.underSmugglingInvestigation
      ? [blocks('企业涉嫌走私被立案，尚未结案，不能办理深加工结转', '请先与主管海关确认，结案后更新信息表', 'enterprise')]
      : []),
    ...(standing.overdueHandbooks.length > 0
      ? [blocks(`有手册逾期未报核：${standing.overdueHandbooks.join('、')}`, '请先报核，再办理深加工结转', 'handbook')]
      : []),
  ]
}

function timeGuards({ today, handbook, deadline, from, to, way }: TransferFacts): TransferGuard[] {
  const about = 'handbook' as const
  const found: TransferGuard[] = []
  if (!handbook.rolls && today > handbook.validTo) {
    found.push({
      severity: 'blocks',
      rule: 'R-49',
      message: `手册 ${handbook.no} 已于 ${handbook.validTo} 到期`,
      next: '请联系主管海关；到期的手册不能再申报结转',
      about,
      itemSeq: undefined,
    })
  }
  if (deadline !== null && today > deadline) {
    found.push({
      severity: 'warns',
      rule: 'R-49',
      message: `集中申报期限是 ${deadline}，已经超过`,
      next: '请尽快申报，并准备说明',
      about: 'slips',
      itemSeq: undefined,
    })
  }
  if (crossesYearEnd(from, today) || crossesYearEnd(from, to)) {
    found.push({
      severity: 'warns',
      rule: 'R-49',
      message: `${from.slice(0, 4)} 年的${way === 'out' ? '发' : '收'}货跨年申报`,
      next: '请与对方约定在年底的同一侧申报',
      about: 'slips',
      itemSeq: undefined,
    })
  }
  return found
}

function lineGuards({ way, lines, itemsWithTwoFactors }: TransferFacts): TransferGuard[] {
  const side = way === 'out' ? '成品' : '料件'
  return lines.flatMap((line): TransferGuard[] => {
    const goods = `${side} ${line.itemSeq} ${line.name}`
    const warns = (rule: string, message: string, next: string, about: TransferGuard['about']): TransferGuard => ({
      severity: 'warns',
      rule,
      message: `${goods}：${message}`,
      next,
      about,
      itemSeq: line.itemSeq,
    })
    return [
      ...(line.hasTwoCurrencies
        ? [warns('R-50', '收发货单的币制不一致，没有合计单价', '请在清单草稿里填写单价和币制', 'list')]
        : []),
      ...(!line.hasPrice && !line.hasTwoCurrencies
        ? [warns('R-50', '收发货单没有单价', '请在清单草稿里填写结转单价', 'list')]
        : []),
      ...(way === 'out' && line.version === '' ? [warns('R-35', '没有单耗版本号', '请在清单草稿里填写', 'list')] : []),
      ...(itemsWithTwoFactors.includes(line.itemSeq)
        ? [warns('R-50', '换算系数在这段收发货期间内变更过', '请分两次结转，变更前后各一次', 'partner')]
        : []),
    ]
  })
}

function evidenceGuards({ slipsWithoutEvidence, way, partnerListNo }: TransferFacts): TransferGuard[] {
  const found: TransferGuard[] = []
  if (slipsWithoutEvidence.length > 0) {
    found.push({
      severity: 'warns',
      rule: 'R-52',
      message: `收发货单没有运输工具也没有签收人：${few(slipsWithoutEvidence)}`,
      next: '请核对原始单据；需要补的，作废后重新登记',
      about: 'slips',
      itemSeq: undefined,
    })
  }
  if (way === 'out' && partnerListNo === '') {
    found.push({
      severity: 'warns',
      rule: 'R-50',
      message: '还没有转入方的清单编号',
      next: '请先由转入方申报，读入对方的结转包后关联清单编号会自动填上',
      about: 'partner',
      itemSeq: undefined,
    })
  }
  return found
}
