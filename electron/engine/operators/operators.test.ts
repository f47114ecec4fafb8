import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import type { OperatorRole } from '../../../shared/contract/operators.ts'

const enterprise = { name: '示例电子', creditCode: '91320594MA1202516U', customsCode: '3205940251' }
const passphrase = '关务室-七号'

let dataFolder: string
let engine: Engine
beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'bonded-ledger-operators-'))
  engine = await openEngine({ dataFolder })
})
afterEach(async () => {
  await engine.close()
  rmSync(dataFolder, { recursive: true, force: true })
})

const register = (name: string, roles: readonly OperatorRole[], more: { passphrase?: string } = {}) =>
  engine.call('operators.save', { name, roles: [...roles], ...more })
const onDuty = async () => (await engine.call('operators.list', {})).onDuty
const restart = async () => {
  await engine.close()
  engine = await openEngine({ dataFolder })
}

describe('who is at the desk', () => {
  test('nobody is asked for while nobody is registered, and the first one registered comes on duty', async () => {
    await engine.call('enterprise.save', enterprise)
    const first = await register('张三', ['prepares'])
    expect(first).toEqual({ operatorId: first.operatorId, name: '张三', roles: ['prepares'], hasPassphrase: false, active: true })
    expect(await onDuty()).toBe(first.operatorId)
    const second = await register('李四', ['declares'])
    expect(await onDuty()).toBe(first.operatorId)
    expect(await engine.call('operators.takeOver', { operatorId: second.operatorId })).toEqual(second)
    expect(await onDuty()).toBe(second.operatorId)
  })

  test('one without a passphrase stays over a restart, one with a passphrase gives it anew, and until then nothing is written', async () => {
    const { operatorId } = await register('张三', ['prepares'])
    await restart()
    expect(await onDuty()).toBe(operatorId)
    // Given a passphrase in a later run than the one in which he came, he is not sent away from what he is doing.
    await engine.call('operators.save', { operatorId, name: '张三', roles: ['prepares'], passphrase })
    expect(await onDuty()).toBe(operatorId)
    await restart()
    expect(await onDuty()).toBeNull()
    expect(await engine.refused('enterprise.save', enterprise)).toMatchObject({ code: 'operator.nobodyOnDuty' })
    expect(await engine.call('enterprise.get', {})).toBeNull()
    expect(await engine.refused('operators.takeOver', { operatorId })).toMatchObject({ code: 'operator.passphraseMissing' })
    await engine.call('operators.takeOver', { operatorId, passphrase: passphrase.normalize('NFKD') })
    await engine.call('enterprise.save', enterprise)
  })

  test('a wrong passphrase is refused, and after the third one each costs a wait that grows', async () => {
    const { operatorId } = await register('张三', ['prepares'], { passphrase })
    const wrong = () => engine.refused('operators.takeOver', { operatorId, passphrase: `${passphrase} ` })
    const seconds = (count: number) => engine.setNow(new Date(Date.UTC(2026, 0, 1, 0, 0, count)).toISOString())
    seconds(0)
    for (let each = 0; each < 3; each++)
      expect(await wrong()).toMatchObject({ code: 'operator.wrongPassphrase', at: { field: 'passphrase' } })
    expect(await wrong()).toMatchObject({ code: 'operator.wait', message: expect.stringContaining(' 2 秒') })
    seconds(2)
    expect(await wrong()).toMatchObject({ code: 'operator.wrongPassphrase' })
    // The right one waits, too: the wait says nothing about it.
    expect(await engine.refused('operators.takeOver', { operatorId, passphrase })).toMatchObject({
      code: 'operator.wait',
      message: expect.stringContaining(' 4 秒'),
    })
    seconds(6)
    await engine.call('operators.takeOver', { operatorId, passphrase })
    expect(await wrong()).toMatchObject({ code: 'operator.wrongPassphrase' })
  })

  test('attempts made at the same time are counted all the same', async () => {
    const { operatorId } = await register('张三', ['prepares'], { passphrase })
    const codes = await Promise.all(
      Array.from({ length: 8 }, () => engine.refused('operators.takeOver', { operatorId, passphrase: 'falsch' })),
    )
    expect(codes.filter(({ code }) => code === 'operator.wrongPassphrase')).toHaveLength(3)
    expect(codes.filter(({ code }) => code === 'operator.wait')).toHaveLength(5)
  })

  test('who has left may not take over', async () => {
    await register('张三', ['prepares'])
    const { operatorId } = await register('李四', ['prepares'])
    await engine.call('operators.save', { operatorId, name: '李四', roles: ['prepares'], active: false })
    expect(await engine.refused('operators.takeOver', { operatorId })).toMatchObject({ code: 'operator.inactive' })
  })

  test('who leaves while at the desk leaves it empty, and the leaving stands in his name', async () => {
    const first = await register('张三', ['prepares'])
    await register('李四', ['prepares'])
    await engine.call('operators.save', { operatorId: first.operatorId, name: '张三', roles: ['prepares'], active: false })
    expect(await onDuty()).toBeNull()
    expect((await engine.call('journal.list', { limit: 1 })).rows[0]).toMatchObject({
      operatorName: '张三',
      subject: '操作员 张三',
      before: { 在岗: '在岗' },
      after: { 在岗: '离岗' },
    })
  })
})

describe('registering', () => {
  test.each(['张三', ' 张三 ', '张\u3000三', 'ＬＩ'])('a name is taken once, however it is typed: %j', async (name) => {
    await register('张三', ['prepares'])
    await register('张 三', ['prepares'])
    await register('LI', ['prepares'])
    expect(await engine.refused('operators.save', { name, roles: ['prepares'] })).toMatchObject({
      code: 'operator.nameTaken',
      at: { field: 'name' },
    })
  })

  test('a role, a name and a passphrase of some length are asked for', async () => {
    for (const input of [
      { name: '张三', roles: [] },
      { name: ' ', roles: ['prepares' as const] },
      { name: '张三', roles: ['prepares' as const], passphrase: '12345' },
    ])
      expect(await engine.refused('operators.save', input)).toMatchObject({ code: 'input.invalid' })
    expect((await engine.call('operators.list', {})).operators).toEqual([])
  })

  test('the last one of a role hands it on before leaving it', async () => {
    const first = await register('张三', ['prepares', 'reviews'])
    const second = await register('李四', ['prepares'])
    const leaving = { operatorId: first.operatorId, name: '张三', roles: ['prepares' as const] }
    expect(await engine.refused('operators.save', leaving)).toMatchObject({
      code: 'operator.lastOfRole',
      message: expect.stringContaining('“复核”'),
      at: { field: 'roles' },
    })
    expect(await engine.refused('operators.save', { ...leaving, roles: ['prepares', 'reviews'], active: false })).toMatchObject({
      at: { field: 'active' },
    })
    await engine.call('operators.save', { operatorId: second.operatorId, name: '李四', roles: ['prepares', 'reviews'] })
    expect(await engine.call('operators.save', leaving)).toMatchObject({ roles: ['prepares'] })
  })

  test('one nobody knows is not changed', async () => {
    const operatorId = '0193a5b0-7c00-7000-8000-000000000001'
    expect(await engine.refused('operators.save', { operatorId, name: '王', roles: ['prepares'] })).toMatchObject({
      code: 'operator.notFound',
    })
  })
})

describe('签名须由制单以外的人', () => {
  const wanted = () => engine.refused('operators.setPolicy', { signedByAnother: true })

  test('needs an enterprise, two at work, somebody who declares and another who prepares', async () => {
    await register('张三', ['prepares', 'declares'])
    expect(await wanted()).toMatchObject({ code: 'enterprise.missing' })
    await engine.call('enterprise.save', enterprise)
    expect(await wanted()).toMatchObject({ code: 'operator.policyNeeds', message: expect.stringContaining('只有 1 位') })
    const second = await register('李四', ['reviews'])
    expect(await wanted()).toMatchObject({ message: expect.stringContaining('同一个人') })
    await engine.call('operators.save', { operatorId: second.operatorId, name: '李四', roles: ['reviews', 'declares'] })
    expect(await engine.call('operators.setPolicy', { signedByAnother: true })).toEqual({ signedByAnother: true })
    expect(await engine.call('operators.list', {})).toMatchObject({ signedByAnother: true })
    expect((await engine.call('journal.list', { limit: 1 })).rows[0]).toMatchObject({
      subject: '企业规定',
      before: { 签名须由制单以外的人: '否' },
      after: { 签名须由制单以外的人: '是' },
    })
    // What the enterprise is called afterwards does not lift it.
    await engine.call('enterprise.save', { ...enterprise, name: '示例电子二' })
    expect(await engine.call('operators.list', {})).toMatchObject({ signedByAnother: true })
  })

  test('while it holds, nobody leaves who is needed for it', async () => {
    await engine.call('enterprise.save', enterprise)
    const first = await register('张三', ['prepares', 'declares'])
    const second = await register('李四', ['prepares', 'declares'])
    await engine.call('operators.setPolicy', { signedByAnother: true })
    const leaving = { operatorId: second.operatorId, name: '李四', roles: second.roles, active: false }
    expect(await engine.refused('operators.save', leaving)).toMatchObject({ code: 'operator.policyNeeds' })
    await register('王五', ['declares'])
    await engine.call('operators.save', leaving)
    expect(
      await engine.refused('operators.save', { operatorId: first.operatorId, name: '张三', roles: ['declares'] }),
    ).toMatchObject({ code: 'operator.lastOfRole' })
    await engine.call('operators.setPolicy', { signedByAnother: false })
  })
})

test('a restored ledger says who restored it, and keeps him at the desk', async () => {
  await engine.call('enterprise.save', enterprise)
  const { operatorId } = await register('张三', ['prepares'], { passphrase })
  const { backupId } = await engine.call('backups.create', {})
  await engine.call('enterprise.save', { ...enterprise, name: '改过的名字' })
  await engine.call('backups.restore', { backupId })
  expect(await onDuty()).toBe(operatorId)
  const [line, before] = (await engine.call('journal.list', {})).rows
  expect(line).toMatchObject({ operatorName: '张三', operation: 'backups.restore', what: '恢复到 2025-12-31 10:00:00 的备份' })
  expect(before).toMatchObject({ subject: '操作员 张三', what: '登记操作员' })
  expect(await engine.call('enterprise.get', {})).toMatchObject({ name: '示例电子' })
})
