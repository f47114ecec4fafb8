interface GuaranteeFacts {
  /** Extensions granted or applied for. */
  extensions: number
  leasedPlant: boolean
  firstHandbook: boolean
  /** 异地加工 */
  crossDistrict: boolean
  /** For a violation of the customs rules. */
  underInvestigation: boolean
  /** For disorderly management. */
  orderedToRectify: boolean
  /** For smuggling. */
  underSmugglingInvestigation: boolean
}

const reasons = [
  { must: true, when: (of: GuaranteeFacts) => of.underSmugglingInvestigation, why: '涉嫌走私被立案侦查' },
  { must: true, when: (of: GuaranteeFacts) => of.orderedToRectify, why: '因管理混乱被海关要求整改' },
  { must: false, when: (of: GuaranteeFacts) => of.leasedPlant, why: '租赁厂房或者设备' },
  { must: false, when: (of: GuaranteeFacts) => of.firstHandbook, why: '首次开展加工贸易业务' },
  { must: false, when: (of: GuaranteeFacts) => of.extensions >= 2, why: '手册延期两次以上' },
  { must: false, when: (of: GuaranteeFacts) => of.crossDistrict, why: '办理异地加工贸易' },
  { must: false, when: (of: GuaranteeFacts) => of.underInvestigation, why: '涉嫌违规被立案调查' },
]

/** why customs must or may ask for a guarantee, in the order of the article. */
export function guaranteeReasons(facts: GuaranteeFacts): { must: string[]; may: string[] } {
  const holding = reasons.filter(({ when }) => when(facts))
  return {
    must: holding.filter(({ must }) => must).map(({ why }) => why),
    may: holding.filter(({ must }) => !must).map(({ why }) => why),
  }
}
