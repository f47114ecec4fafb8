import { refuse } from '../../../shared/contract/errors.ts'
import type { Database } from '../database/connection.ts'
import { OperatorStore } from './store.ts'
import type { OperatorRow } from './store.ts'

export type { OperatorRow } from './store.ts'

/** The people of the enterprise, and who of them is at the desk. */
export class OperatorsService {
  private readonly store: OperatorStore

  constructor(db: Database) {
    this.store = new OperatorStore(db)
  }

  /** Undefined where the enterprise has registered nobody, or nobody has signed in. */
  onDuty(): OperatorRow | undefined {
    return this.store.onDuty()
  }

  /** Once the enterprise has operators, nothing is written in nobody's name. @throws Refusal operator.nobodyOnDuty */
  requireDuty(): void {
    if (this.store.onDuty() || !this.store.list().some(({ active }) => active === 1n)) return
    refuse({ code: 'operator.nobodyOnDuty', message: '没有操作员值守，不能写入账本', next: '请先在窗口右上角选择操作员' })
  }
}
