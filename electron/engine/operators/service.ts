import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { operatorRoles, roleNames } from '../../../shared/contract/operators.ts'
import type { OperatorRole } from '../../../shared/contract/operators.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import { OperatorStore } from './store.ts'
import type { OperatorRow } from './store.ts'

export type { OperatorRow } from './store.ts'

type Operator = Output<'operators.list'>['operators'][number]

/** The people of the enterprise, and who of them is at the desk. */
export class OperatorsService {
  private readonly store: OperatorStore
  private readonly clock: Clock

  constructor(db: Database, clock: Clock) {
    this.store = new OperatorStore(db)
    this.clock = clock
  }

  list(): Output<'operators.list'> {
    return {
      operators: this.store.list().map(printOperator),
      onDuty: this.onDuty()?.operator_id ?? null,
      signedByAnother: this.signedByAnother(),
    }
  }

  /** Undefined where the enterprise has registered nobody, or nobody has signed in. */
  onDuty(): OperatorRow | undefined {
    return this.store.onDuty()
  }

  /** Whether a filing is signed by another person than the one who made it. */
  signedByAnother(): boolean {
    return this.store.signedByAnother() ?? false
  }

  /** Once the enterprise has operators, nothing is written in nobody's name. @throws Refusal operator.nobodyOnDuty */
  requireDuty(): void {
    if (this.store.onDuty() || this.active().length === 0) return
    refuse({ code: 'operator.nobodyOnDuty', message: '没有操作员值守，不能写入账本', next: '请先在窗口右上角选择操作员' })
  }

  /**
   * The operator on duty, who must have the role; undefined where the enterprise has registered nobody.
   * @throws Refusal operator.nobodyOnDuty, operator.roleMissing
   */
  require(role: OperatorRole): OperatorRow | undefined {
    this.requireDuty()
    const operator = this.onDuty()
    if (operator && operator[role] === 0n) {
      refuse({
        code: 'operator.roleMissing',
        message: `操作员${operator.name}没有“${roleNames[role]}”职责，不能办理`,
        next: `请由有“${roleNames[role]}”职责的操作员值守后办理`,
      })
    }
    return operator
  }

  /** @throws Refusal operator.notFound */
  find(operatorId: string): OperatorRow {
    return (
      this.store.find(operatorId) ??
      refuse({ code: 'operator.notFound', message: '没有这位操作员', at: { field: 'operatorId' }, next: '请重新选择操作员' })
    )
  }

  /**
   * Registers or changes an operator; `passphraseHash` undefined leaves the passphrase as it is. The first one registered
   * comes on duty. @throws Refusal operator.notFound, operator.nameTaken, operator.lastOfRole, operator.policyNeeds
   */
  save(
    input: Omit<Input<'operators.save'>, 'passphrase'>,
    passphraseHash: string | undefined,
  ): { operator: Operator; before: Operator | undefined } {
    const held = input.operatorId === undefined ? undefined : this.find(input.operatorId)
    const wasOnDuty = this.onDuty()
    const name = input.name.normalize('NFKC').trim().replace(/\s+/g, ' ')
    const others = this.store.list().filter(({ id }) => id !== held?.id)
    if (others.some((other) => other.name === name)) {
      refuse({
        code: 'operator.nameTaken',
        message: `已有操作员叫“${name}”`,
        at: { field: 'name' },
        next: '日志以姓名区分各人，请加以区别，例如“张三（仓库）”',
      })
    }
    const has = (role: OperatorRole) => (input.roles.includes(role) ? 1n : 0n)
    const row = {
      operator_id: held?.operator_id ?? randomUUID(),
      name,
      prepares: has('prepares'),
      reviews: has('reviews'),
      declares: has('declares'),
      passphrase_hash: passphraseHash ?? held?.passphrase_hash ?? null,
      active: input.active ? 1n : 0n,
      saved_at: this.clock.now(),
    }
    const activeOthers = others.filter(({ active }) => active === 1n)
    if (held) requireSuccessor(held, row, activeOthers)
    if (this.signedByAnother()) {
      const missing = lackingForPolicy(row.active === 1n ? [...activeOthers, row] : activeOthers)
      if (missing) {
        refuse({
          code: 'operator.policyNeeds',
          message: `签名须由制单以外的人，${missing}，没有保存`,
          next: '请先登记接替的操作员，或关闭“签名须由制单以外的人”',
        })
      }
    }
    this.store.put(row)
    const saved = this.find(row.operator_id)
    // Who has just been given a passphrase has not to type it again in this run.
    const staysOnDuty = wasOnDuty?.id === saved.id && saved.active === 1n && passphraseHash !== undefined
    if (this.store.list().length === 1 || staysOnDuty) this.store.addDuty(saved.id, this.clock.now())
    return { operator: printOperator(saved), before: held && printOperator(held) }
  }

  /** `provedHash`: the sealed passphrase that was opened before. @throws Refusal operator.inactive, operator.passphraseChanged */
  takeOver(operatorId: string, provedHash: string | null): Operator {
    const operator = this.find(operatorId)
    requireActive(operator)
    if (operator.passphrase_hash !== provedHash)
      refuse({ code: 'operator.passphraseChanged', message: `${operator.name}的口令刚刚改过`, next: '请用新口令再试一次' })
    this.store.addDuty(operator.id, this.clock.now())
    return printOperator(operator)
  }

  /** After another ledger took this one's place: who was at the desk stays there, if that ledger knows the same person. */
  stayOnDuty(operator: OperatorRow | undefined): void {
    const same = operator && this.store.find(operator.operator_id)
    if (same && same.active === 1n && same.passphrase_hash === operator.passphrase_hash)
      this.store.addDuty(same.id, this.clock.now())
  }

  /** @throws Refusal enterprise.missing, operator.policyNeeds */
  setSignedByAnother(wanted: boolean): void {
    if (this.store.signedByAnother() === undefined)
      refuse({ code: 'enterprise.missing', message: '还没有填写企业资料', next: '请先填写企业资料' })
    const missing = wanted ? lackingForPolicy(this.active()) : undefined
    if (missing) {
      refuse({
        code: 'operator.policyNeeds',
        message: `${missing}，设定后申报将无人可签`,
        next: '请先登记至少两位在岗的操作员，其中一位有“申报”职责、另一位有“制单”职责',
      })
    }
    this.store.setSignedByAnother(wanted)
  }

  private active(): OperatorRow[] {
    return this.store.list().filter(({ active }) => active === 1n)
  }
}

/** @throws Refusal operator.inactive */
export function requireActive(operator: OperatorRow): void {
  if (operator.active === 1n) return
  refuse({
    code: 'operator.inactive',
    message: `${operator.name}已离岗，不能值守`,
    at: { field: 'operatorId' },
    next: '请选择在岗的操作员，或在“设置 · 操作员”中让其回岗',
  })
}

/** What another person's signature still lacks: a maker, and somebody else who declares. */
function lackingForPolicy(active: readonly Omit<OperatorRow, 'id'>[]): string | undefined {
  if (active.length < 2) return `在岗的操作员只有 ${active.length} 位`
  const declaring = active.filter(({ declares }) => declares === 1n)
  if (declaring.length === 0) return '没有在岗的操作员有“申报”职责'
  const making = active.filter(({ prepares }) => prepares === 1n)
  const [maker] = making
  if (!maker) return '没有在岗的操作员有“制单”职责'
  return making.length === 1 && declaring.every((each) => each === maker) ? '制单与申报是同一个人' : undefined
}

/** A duty that somebody has is handed on, never dropped unnoticed. @throws Refusal operator.lastOfRole */
function requireSuccessor(was: OperatorRow, is: Omit<OperatorRow, 'id'>, others: readonly OperatorRow[]): void {
  if (was.active === 0n) return
  const lost = operatorRoles.filter(
    (role) => was[role] === 1n && (is[role] === 0n || is.active === 0n) && !others.some((other) => other[role] === 1n),
  )
  if (lost.length === 0) return
  const named = lost.map((role) => `“${roleNames[role]}”`).join('')
  refuse({
    code: 'operator.lastOfRole',
    message: `${was.name}是唯一有${named}职责的在岗操作员，没有保存`,
    at: { field: is.active === 0n ? 'active' : 'roles' },
    next: `请先把${named}职责交给另一位操作员`,
  })
}

const printOperator = (row: OperatorRow): Operator => ({
  operatorId: row.operator_id,
  name: row.name,
  roles: operatorRoles.filter((role) => row[role] === 1n),
  hasPassphrase: row.passphrase_hash !== null,
  active: row.active === 1n,
})
