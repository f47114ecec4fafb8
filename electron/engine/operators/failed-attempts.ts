import { refuse } from '../../../shared/contract/errors.ts'
import type { Clock } from '../clock.ts'

const freeAttempts = 3
const longestWait = 60

/**
 * Wrong passphrases of each operator since the last right one. After the third one each is followed by a wait that doubles,
 * to a minute. Kept in memory: a new start is slower than the wait.
 */
export class FailedAttempts {
  private readonly clock: Clock
  private readonly byOperator = new Map<string, { failures: number; notBefore: number }>()

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** @throws Refusal operator.wait */
  requirePatience(operatorId: string): void {
    const left = (this.byOperator.get(operatorId)?.notBefore ?? 0) - this.now()
    if (left > 0)
      refuse({
        code: 'operator.wait',
        message: `口令连续输错，请 ${Math.ceil(left / 1000)} 秒后再试`,
        at: { field: 'passphrase' },
        next: '忘记口令时，请另一位操作员在“设置 · 操作员”中重设',
      })
  }

  failed(operatorId: string): void {
    const failures = (this.byOperator.get(operatorId)?.failures ?? 0) + 1
    const wait = failures < freeAttempts ? 0 : Math.min(2 ** (failures - freeAttempts + 1), longestWait)
    this.byOperator.set(operatorId, { failures, notBefore: this.now() + wait * 1000 })
  }

  succeeded(operatorId: string): void {
    this.byOperator.delete(operatorId)
  }

  private now(): number {
    return Date.parse(this.clock.now())
  }
}
