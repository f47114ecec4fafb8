import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { TestAuthority, opensslThere } from '../../../test/u-key/openssl.ts'
import { startUKey, uKeyPin } from '../../../test/u-key/start-u-key.ts'
import { readPackage } from '../packages/read-package.ts'
import { readyForReport } from '../../../test/ready-for-report.ts'

const elsewhere = [
  'ws://localhost:61232',
  'ws://127.0.0.2:61232',
  'ws://10.0.0.1:61232',
  'ws://127.0.0.1',
  'http://127.0.0.1:61232',
  'ws://127.0.0.1:61232/sign',
  'ws://user@127.0.0.1:61232',
  'ws://127.0.0.1:61232?x=1',
  'ws://127.0.0.1.example.com:61232',
  '61232',
]

test('the service is nowhere but on this computer', async () => {
  const engine = await openEngine()
  for (const address of elsewhere)
    expect(await engine.refused('uKey.saveAddress', { address }), address).toMatchObject({ code: 'uKey.address' })
  expect((await engine.call('uKey.get', {})).address).toBe('ws://127.0.0.1:61232')
  await engine.close()
})

describe.skipIf(!opensslThere)('the U-key', () => {
  let authority: TestAuthority
  let uKey: Awaited<ReturnType<typeof startUKey>>
  let engine: Engine
  let certificate: string
  beforeAll(() => {
    authority = new TestAuthority()
    certificate = authority.issueForOwnKey('card', '/O=昆山示例电子有限公司/CN=张三', {
      from: '20250101000000Z',
      to: '20271231000000Z',
    })
    authority.write('card.pem', certificate)
    authority.issueRsa()
  })
  afterAll(() => authority.remove())
  beforeEach(async () => {
    uKey = await startUKey(authority.folder, 'card')
    engine = await openEngine()
    await engine.call('uKey.saveAddress', { address: uKey.address })
  })
  afterEach(async () => {
    await engine.close()
    await uKey.stop()
  })

  const report = async () => {
    const { handbookNo } = await engine.call('enterprise.loadSample', {})
    await readyForReport(engine, handbookNo)
    return (await engine.call('filings.createWriteOffReport', { handbookNo })).filingId
  }
  const register = async () => (await engine.call('uKey.register', { name: '张三的 U 盾' })).keyId
  const results = async (pin = uKeyPin) =>
    (await engine.call('uKey.diagnose', { pin })).steps.map(({ what, result }) => `${what} ${result}`)

  test('signs a filing: the package holds its certificate, and what was signed is kept for the eye', async () => {
    const keyId = await register()
    const filingId = await report()
    const signed = await engine.call('filings.sign', { filingId, keyId, passphrase: uKeyPin })
    expect(signed).toMatchObject({ state: 'signed', keyName: '张三的 U 盾' })
    const { fileId } = await engine.call('filings.export', { filingId })
    const { signer, manifest } = readPackage(await engine.bytesOf(fileId))
    expect(signer.certificate).toMatchObject({ subject: 'O=昆山示例电子有限公司, CN=张三' })
    const { lastSigned } = await engine.call('uKey.get', {})
    expect(lastSigned).toMatchObject({ verified: true })
    expect(JSON.parse(Buffer.from(lastSigned?.base64 ?? '', 'base64').toString())).toEqual(manifest)
  })

  test('its signature may be DER or r ‖ s', async () => {
    const keyId = await register()
    const filingId = await report()
    await uKey.behave('raw')
    expect(await engine.call('filings.sign', { filingId, keyId, passphrase: uKeyPin })).toMatchObject({ state: 'signed' })
  })

  test.each([
    ['absent', 'uKey.absent'],
    ['garbage', 'uKey.answer'],
    ['light', 'uKey.brokenOff'],
    ['wrong', 'uKey.signature'],
    ['rsa', 'key.certificateAlgorithm'],
  ])('%s: a clear refusal, and the filing stays unsigned', async (mode, code) => {
    const keyId = await register()
    const filingId = await report()
    await uKey.behave(mode)
    expect(await engine.refused('filings.sign', { filingId, keyId, passphrase: uKeyPin })).toMatchObject({ code })
    expect(await engine.call('filings.get', { filingId })).toMatchObject({ state: 'checked', sequence: null })
    if (code.startsWith('uKey.')) expect((await engine.call('uKey.get', {})).lastError?.message).not.toBe('')
    await uKey.behave('well')
    expect(await engine.call('filings.sign', { filingId, keyId, passphrase: uKeyPin })).toMatchObject({ state: 'signed' })
  })

  test('a wrong PIN is sent once, and says how often is left; then the key is locked', async () => {
    const keyId = await register()
    const filingId = await report()
    const tries = async () => (await engine.refused('filings.sign', { filingId, keyId, passphrase: '00000000' })).message
    expect(await tries()).toBe('U 盾口令不正确，还可以试 2 次')
    expect((await uKey.asked()).filter((method) => method === 'sign')).toHaveLength(1)
    expect(await tries()).toContain('还可以试 1 次')
    expect(await tries()).toContain('还可以试 0 次')
    expect(await engine.refused('filings.sign', { filingId, keyId, passphrase: uKeyPin })).toMatchObject({ code: 'uKey.locked' })
  })

  test('several at once: after a wrong PIN none of the others is tried', async () => {
    const keyId = await register()
    const filingId = await report()
    const other = '0193a5b0-7c00-7000-8000-000000000001'
    const { signed, refused } = await engine.call('filings.signMany', {
      filingIds: [filingId, other],
      keyId,
      passphrase: '00000000',
    })
    expect([signed, refused.map((each) => each.filingId)]).toEqual([[], [filingId, other]])
    expect((await uKey.asked()).filter((method) => method === 'sign')).toHaveLength(1)
  })

  test('the PIN is nowhere: neither in the ledger nor in a log, even where the service repeats it', async () => {
    const keyId = await register()
    const filingId = await report()
    await uKey.behave('echo')
    const refused = await engine.refused('filings.sign', { filingId, keyId, passphrase: uKeyPin })
    expect(JSON.stringify(refused)).not.toContain(uKeyPin)
    expect((await engine.call('uKey.get', {})).lastError?.raw).toContain('***')
    // Written in JSON it is not as it was typed.
    expect((await engine.refused('filings.sign', { filingId, keyId, passphrase: 'a"b\\c' })).message).toContain('见诊断页')
    expect((await engine.call('uKey.get', {})).lastError?.raw).toContain('cannot use ***')
    const files = readdirSync(engine.dataFolder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(engine.dataFolder, name))
      .filter((path) => existsSync(path) && !path.endsWith('-shm'))
    for (const path of files) {
      try {
        expect(readFileSync(path).includes(uKeyPin), path).toBe(false)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EISDIR')) throw error
      }
    }
  })

  test('a busy key is asked again; an absent service and a silent one are said to be so', async () => {
    const keyId = await register()
    const filingId = await report()
    await uKey.behave('well', 2)
    expect(await engine.call('filings.sign', { filingId, keyId, passphrase: uKeyPin })).toMatchObject({ state: 'signed' })
    await uKey.behave('silent')
    expect((await engine.call('uKey.diagnose', {})).steps[0]).toMatchObject({
      result: 'fails',
      found: 'U 盾 5 秒没有应答，没有签名',
    })
    await uKey.stop()
    expect((await engine.call('uKey.diagnose', {})).steps[0]?.found).toContain('没有连上 U 盾服务')
  }, 20_000)

  test('another U-key than the registered one is not sent the PIN', async () => {
    const keyId = await register()
    const filingId = await report()
    authority.write('other.pem', authority.issueForOwnKey('other', '/CN=李四'))
    const other = await startUKey(authority.folder, 'other')
    await engine.call('uKey.saveAddress', { address: other.address })
    expect(await engine.refused('filings.sign', { filingId, keyId, passphrase: uKeyPin })).toMatchObject({
      code: 'uKey.otherKey',
    })
    expect(await other.asked()).toEqual(['certificate'])
    await other.stop()
  })

  test('the diagnosis goes step by step, and says what it found', async () => {
    const steps = ['U 盾服务', '插着 U 盾', '证书', '算法与用途', '有效期', '登记为签名密钥', '试签']
    const from = (passed: number, then: string) =>
      steps.map((what, index) => `${what} ${index < passed ? 'passes' : index === passed ? then : 'skipped'}`)
    expect(await results()).toEqual([...from(5, 'fails').slice(0, 6), '试签 passes'])
    await register()
    expect(await results('')).toEqual(from(6, 'skipped'))
    expect(await results()).toEqual(from(7, ''))
    expect((await engine.call('uKey.get', {})).lastSigned).toMatchObject({ verified: true })
    await uKey.behave('absent')
    expect(await results()).toEqual(from(1, 'fails'))
    await uKey.behave('rsa')
    expect(await results()).toEqual(from(3, 'fails'))
    await uKey.behave('well')
    engine.setNow('2028-01-02T02:00:00.000Z')
    expect(await results()).toEqual(from(4, 'fails'))
  })

  test('an expired certificate blocks signing', async () => {
    const keyId = await register()
    engine.setNow('2028-01-02T02:00:00.000Z')
    const filingId = await report()
    expect(await engine.refused('filings.sign', { filingId, keyId, passphrase: uKeyPin })).toMatchObject({
      code: 'key.certificateDates',
    })
    expect((await uKey.asked()).includes('sign')).toBe(false)
  })
})
