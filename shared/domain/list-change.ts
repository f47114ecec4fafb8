import type { Day } from './day.ts'

/** What the books know of a list that somebody wants to change or delete. */
export interface ListStanding {
  status: 'booked' | 'reserved' | 'unbooked' | 'deleted'
  /** Made here and filed, but not numbered by customs yet. */
  waitsForNumber: boolean
  /** Whether a declaration goes with it; undefined where the books do not know. */
  hasDeclaration: boolean | undefined
  /** 结案 of the handbook, or the approval of the cycle that the list is in. */
  writtenOffOn: Day | undefined
  /** The draft of a change or deletion that is open already. */
  hasOpenChange: boolean
}

export interface ListChangeDecision {
  allowed: boolean
  /** Why not, or what to look at first; empty where there is nothing to say. */
  reason: string
  next: string
}

const no = (reason: string, next: string): ListChangeDecision => ({ allowed: false, reason, next })

/** 底账已核销 - neither; no declaration, or none yet - deletion only; declared - the change of the list comes before that of the declaration. */
export function listChange(deed: 'change' | 'delete', of: ListStanding): ListChangeDecision {
  const what = deed === 'change' ? '变更' : '删除'
  if (of.writtenOffOn !== undefined)
    return no(`底账已于 ${of.writtenOffOn} 核销，清单不能${what}（R-68）`, '核销后的差异请与主管海关联系处理')
  if (of.status === 'deleted') return no(`清单已删除，不能${what}`, '请核对清单编号')
  if (of.hasOpenChange) return no('这份清单已有一份变更或删除草稿', '请在原草稿上继续，或先作废它')
  if (of.waitsForNumber) return no(`清单正在等待海关答复，还不能${what}`, '请先导入回执或登记结果')
  if (deed === 'delete') return { allowed: true, reason: '', next: '' }
  if (of.hasDeclaration === false) return no('不报关的清单只能删除，不能变更（R-68）', '请新建删除草稿，删除后重新申报清单')
  if (of.status !== 'booked') return no('报关单尚未申报，清单只能删除，不能变更（R-68）', '请新建删除草稿，删除后重新申报清单')
  const reason =
    of.hasDeclaration === undefined
      ? '对应报关单须已申报：没有报关单的清单只能删除（R-68）'
      : '报关单的修改涉及清单的，先变更清单（R-68）'
  return { allowed: true, reason, next: '清单变更通过后再修改报关单；涉及手册备案内容的，先变更手册' }
}
