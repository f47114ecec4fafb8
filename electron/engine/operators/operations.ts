import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { roleNames } from '../../../shared/contract/operators.ts'
import type { Call, Handlers } from '../call.ts'
import type { Clock } from '../clock.ts'
import { FailedAttempts } from './failed-attempts.ts'
import { opensSeal, sealPassphrase } from './passphrase.ts'
import { requireActive } from './service.ts'

type Operator = Output<'operators.save'>

const fieldsOf = ({ name, roles, hasPassphrase, active }: Operator) => ({
  姓名: name,
  职责: roles.map((role) => roleNames[role]).join('、'),
  口令: hasPassphrase ? '有' : '无',
  在岗: active ? '在岗' : '离岗',
})

const printPolicy = (signedByAnother: boolean) => ({ 签名须由制单以外的人: signedByAnother ? '是' : '否' })

/** The slow part, sealing the passphrase, is done before the ledger is held. */
async function saveOperator({ passphrase, ...input }: Input<'operators.save'>, call: Call): Promise<Operator> {
  await call.step('保存操作员', 0, null)
  const sealed = passphrase === undefined ? undefined : await sealPassphrase(passphrase)
  return call.write((services) => {
    const was = services.operators.onDuty()
    const { operator, before } = services.operators.save(input, sealed)
    const changed = before && (sealed ? '修改操作员，重设口令' : '修改操作员')
    services.journal.record({
      subject: `操作员 ${operator.name}`,
      what: changed ?? '登记操作员',
      ...(before && { before: fieldsOf(before) }),
      after: fieldsOf(operator),
      // Who leaves the desk by this very change has still made it.
      ...(was && { by: was }),
    })
    return operator
  })
}

async function takeOver(
  { operatorId, passphrase }: Input<'operators.takeOver'>,
  call: Call,
  attempts: FailedAttempts,
): Promise<Operator> {
  await call.step('换人', 0, null)
  const wanted = call.read((services) => services.operators.find(operatorId))
  requireActive(wanted)
  if (wanted.passphrase_hash !== null) {
    const at = { field: 'passphrase' }
    if (passphrase === undefined || passphrase === '')
      return refuse({ code: 'operator.passphraseMissing', message: `${wanted.name}设有口令`, at, next: '请输入口令' })
    attempts.requirePatience(operatorId)
    // Counted before it is known: attempts made at the same time do not slip past each other.
    attempts.failed(operatorId)
    if (!(await opensSeal(passphrase, wanted.passphrase_hash))) {
      refuse({
        code: 'operator.wrongPassphrase',
        message: `${wanted.name}的口令不正确`,
        at,
        next: '请重新输入；忘记口令时，请另一位操作员在“设置 · 操作员”中重设',
      })
    }
    attempts.succeeded(operatorId)
  }
  return call.write((services) => {
    const before = services.operators.onDuty()
    const operator = services.operators.takeOver(operatorId, wanted.passphrase_hash)
    const left = before && before.operator_id !== operatorId ? `，接替${before.name}` : ''
    services.journal.record({ subject: `操作员 ${operator.name}`, what: `开始值守${left}` })
    return operator
  })
}

export function operatorHandlers(clock: Clock) {
  const attempts = new FailedAttempts(clock)
  return {
    'operators.list': (_, call) => call.read((services) => services.operators.list()),
    'operators.save': saveOperator,
    'operators.takeOver': (input, call) => takeOver(input, call, attempts),
    'operators.setPolicy': ({ signedByAnother }, call) =>
      call.write((services) => {
        const before = services.operators.signedByAnother()
        services.operators.setSignedByAnother(signedByAnother)
        services.journal.record({
          subject: '企业规定',
          what: signedByAnother ? '申报须由制单以外的人签名' : '申报可由制单人自己签名',
          before: printPolicy(before),
          after: printPolicy(signedByAnother),
        })
        return { signedByAnother }
      }),
  } satisfies Partial<Handlers>
}
