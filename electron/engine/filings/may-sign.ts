import { refuse } from '../../../shared/contract/errors.ts'
import { clockOfInstant } from '../../../shared/domain/day.ts'
import type { OperatorsService } from '../operators/service.ts'
import { kindNames } from './filing-names.ts'
import { proposesStill } from './filing-source.ts'
import type { FilingSources } from './filing-source.ts'
import type { CheckRow, FilingRow } from './store.ts'

/** @throws Refusal filing.alreadySigned, filing.superseded, filing.blocked */
export function refuseUnfit(filing: FilingRow, checks: readonly CheckRow[]): void {
  if (filing.sequence !== null) {
    refuse({ code: 'filing.alreadySigned', message: '这份申报已经签名，签名后的申报包不再改变', next: '请直接导出申报包' })
  }
  if (filing.state === 'closed')
    refuse({ code: 'filing.superseded', message: '这份申报已作废或已由新的代替，不能签名', next: '请签名最新的一份' })
  if (filing.state !== 'checked') {
    const reasons = checks.filter(({ severity }) => severity === 'blocks')
    refuse({
      code: 'filing.blocked',
      message: `申报有 ${reasons.length} 项阻断，不能签名。${reasons.map(({ rule, message }) => `${message}（${rule}）`).join('；')}`,
      next: `请改正后重新生成${kindNames[filing.kind]}`,
    })
  }
}

/** A draft goes on being written after it was frozen; what is signed is what comes into force. @throws Refusal filing.draftChanged */
export function refuseChanged(filing: FilingRow, sources: FilingSources): void {
  if (proposesStill(sources, filing)) return
  refuse({ code: 'filing.draftChanged', message: '生成申报以后内容又有改动，不能签名', next: '请回到原处重新生成申报' })
}

/** A clock that was set back is put right first. @throws Refusal filing.clockSetBack */
export function refuseEarlier(now: string, lastSignedAt: string | undefined): void {
  if (lastSignedAt === undefined || now >= lastSignedAt) return
  refuse({
    code: 'filing.clockSetBack',
    message: `电脑时间 ${clockOfInstant(now)} 早于上一份申报包的签名时间 ${clockOfInstant(lastSignedAt)}，不能签名`,
    next: '请先校准电脑的日期与时间，再签名；现在的时间没有错的，请在签名时注明已核对',
  })
}

const day = 86_400_000

/** A package signed on another computer bears that one's time. @throws Refusal filing.signedAtWrongTime */
export function refuseWrongTime(signedAt: string, frozenAt: string, now: string): void {
  if (Date.parse(signedAt) >= Date.parse(frozenAt) - day && Date.parse(signedAt) <= Date.parse(now) + day) return
  refuse({
    code: 'filing.signedAtWrongTime',
    message: `申报包写明的签名时间 ${clockOfInstant(signedAt)} 不在申报生成（${clockOfInstant(frozenAt)}）与现在之间，没有收下`,
    next: '请校准签名那台电脑的日期与时间，重新签名',
  })
}

/** 制单 and 申报 are two persons where the enterprise says so. @throws Refusal operator.roleMissing, filing.signerMadeIt */
export function refuseSigner(filing: FilingRow, operators: OperatorsService): void {
  const signer = operators.require('declares')
  if (signer && filing.made_by === signer.id && operators.signedByAnother()) {
    refuse({
      code: 'filing.signerMadeIt',
      message: `这份申报由${filing.made_by_name}生成，按企业规定须由他人签名`,
      next: '请由另一位有“申报”职责的操作员值守后签名',
    })
  }
}

/** @throws Refusal filing.chainMoved */
export function refuseChain(): never {
  return refuse({
    code: 'filing.chainMoved',
    message: '申报包须接在最近签名的一个之后，而在这期间又签了别的申报',
    next: '请重新签名',
  })
}

/** @throws Refusal filing.packageOfAnother */
export function refuseContents(filing: string): never {
  return refuse({
    code: 'filing.packageOfAnother',
    message: `签名的内容与本机定格的${filing}不一致，没有收下`,
    next: '请重新导出代签文件，用它签名',
  })
}
