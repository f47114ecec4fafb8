import { basename } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { TestAuthority, opensslThere } from '../../../test/u-key/openssl.ts'
import { readArchive } from '../packages/archive.ts'
import { readPackage } from '../packages/read-package.ts'
import { createKey, sealKey } from '../packages/sm2-key.ts'
import { parsePublicKeyPem, publicKeyPem } from '../packages/public-key.ts'
import { readyForReport } from '../../../test/ready-for-report.ts'

const passphrase = '口令 2025'
let engine: Engine
beforeEach(async () => {
  engine = await openEngine()
})
afterEach(() => engine.close())

const create = () => engine.call('keys.create', { name: '一号', passphrase })
const backUp = async (keyId: string, with_ = passphrase) =>
  (await engine.call('keys.backUp', { keyId, passphrase: with_ })).fileId
const textOf = async (fileId: string) => Buffer.from(await engine.bytesOf(fileId)).toString()
const sampleReport = async (of = engine) => {
  const { handbookNo } = await of.call('enterprise.loadSample', {})
  await readyForReport(of, handbookNo)
  await of.call('selfVerification.state', { creditLevel: 'general', traceable: true })
  return (await of.call('filings.createWriteOffReport', { handbookNo })).filingId
}

describe('backups', () => {
  test('a key is warned of until it is backed up', async () => {
    const { keyId, warnings } = await create()
    expect(warnings).toEqual([{ severity: 'warns', message: '还没有备份，硬盘损坏后无法找回这把密钥' }])
    expect(await engine.refused('keys.backUp', { keyId, passphrase: '不对的口令' })).toMatchObject({
      code: 'key.wrongPassphrase',
    })
    expect((await engine.call('keys.list', {})).keys[0]?.backedUpAt).toBeNull()
    await backUp(keyId)
    expect((await engine.call('keys.list', {})).keys[0]).toMatchObject({ backedUpAt: '2025-12-31T02:00:00.000Z', warnings: [] })
  })

  test('restored on another computer it is the same key, and signs', async () => {
    const key = await create()
    const file = await engine.bytesOf(await backUp(key.keyId))
    const other = await openEngine()
    try {
      const fileId = await other.put('a.blkey', file)
      expect(await other.refused('keys.restore', { fileId, passphrase: '不对的口令' })).toMatchObject({
        code: 'key.wrongPassphrase',
      })
      expect((await other.call('keys.list', {})).keys).toEqual([])
      const restored = await other.call('keys.restore', { fileId, passphrase })
      expect(restored).toMatchObject({ name: '一号', publicKey: key.publicKey, holder: 'software', warnings: [] })
      // Again: nothing changes.
      expect(await other.call('keys.restore', { fileId, passphrase })).toEqual(restored)
      expect((await other.call('keys.list', {})).keys).toHaveLength(1)
      const filingId = await sampleReport(other)
      expect(await other.call('filings.sign', { filingId, keyId: restored.keyId, passphrase })).toMatchObject({ state: 'signed' })
    } finally {
      await other.close()
    }
  })

  test('a key known by its public half becomes one of this computer', async () => {
    const key = await create()
    const file = await engine.bytesOf(await backUp(key.keyId))
    const other = await openEngine()
    try {
      const { keyId } = await other.call('keys.register', {
        name: '总部',
        fileId: await other.put('k.pem', Buffer.from(key.publicKey)),
      })
      expect(await other.call('keys.restore', { fileId: await other.put('a.blkey', file), passphrase })).toMatchObject({
        keyId,
        holder: 'software',
      })
    } finally {
      await other.close()
    }
  })

  test('what was altered in it is refused, and nothing is written', async () => {
    const { keyId } = await create()
    const written = await textOf(await backUp(keyId))
    const backup = JSON.parse(written) as Record<string, string>
    const publicPoint = parsePublicKeyPem(backup['publicKey'] ?? '') ?? ''
    const otherKey = publicKeyPem((await createKey('x')).publicPoint)
    const other = await openEngine()
    try {
      for (const [content, code] of [
        ['', 'key.backupUnreadable'],
        [written.slice(0, 100), 'key.backupUnreadable'],
        [JSON.stringify({ ...backup, more: 1 }), 'key.backupUnreadable'],
        [JSON.stringify({ ...backup, format: 'bonded-ledger-key/2' }), 'key.backupUnreadable'],
        [JSON.stringify({ ...backup, publicKey: otherKey }), 'key.wrongPassphrase'],
        [
          JSON.stringify({ ...backup, sealedKey: backup['sealedKey']?.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }),
          'key.wrongPassphrase',
        ],
        ['x'.repeat(100_000), 'key.fileTooLarge'],
        [
          JSON.stringify({ ...backup, sealedKey: (await sealKey('00'.repeat(32), publicPoint, passphrase)).sealedKey }),
          'key.backupUnreadable',
        ],
      ] as const) {
        const fileId = await other.put('a.blkey', Buffer.from(content))
        expect(await other.refused('keys.restore', { fileId, passphrase }), content.slice(0, 80)).toMatchObject({ code })
      }
      expect((await other.call('keys.list', {})).keys).toEqual([])
    } finally {
      await other.close()
    }
  })
})

test('a new passphrase opens the key from now on, the old one only what was backed up before: restored, it is the key again', async () => {
  const { keyId } = await create()
  const before = await backUp(keyId)
  const change = (from: string) => ({ keyId, passphrase: from, newPassphrase: '新的口令 2026' })
  expect(await engine.refused('keys.changePassphrase', change('不对的口令'))).toMatchObject({ code: 'key.wrongPassphrase' })
  await engine.call('keys.changePassphrase', change(passphrase))
  expect(await engine.refused('keys.backUp', { keyId, passphrase })).toMatchObject({ code: 'key.wrongPassphrase' })
  await backUp(keyId, '新的口令 2026')
  // Who has forgotten the new one is not locked out of a key of which there is a backup.
  await engine.call('keys.restore', { fileId: before, passphrase })
  expect(await engine.refused('keys.backUp', { keyId, passphrase: '新的口令 2026' })).toMatchObject({
    code: 'key.wrongPassphrase',
  })
  const filingId = await sampleReport()
  expect(await engine.call('filings.sign', { filingId, keyId, passphrase })).toMatchObject({ state: 'signed' })
})

describe('a key on another computer', () => {
  test('is registered by its public key, once, and cannot sign here', async () => {
    const pem = publicKeyPem((await createKey('x')).publicPoint)
    const fileId = await engine.put('k.pem', Buffer.from(pem))
    const key = await engine.call('keys.register', { name: '总部', fileId })
    expect(key).toMatchObject({ holder: 'elsewhere', publicKey: pem, warnings: [] })
    expect(await engine.refused('keys.register', { name: '又一次', fileId })).toMatchObject({ code: 'key.known' })
    for (const name of ['keys.backUp', 'keys.changePassphrase'] as const)
      expect(await engine.refused(name, { keyId: key.keyId, passphrase, newPassphrase: passphrase })).toMatchObject({
        code: 'key.notHere',
      })
    const filingId = await sampleReport()
    expect(await engine.refused('filings.sign', { filingId, keyId: key.keyId, passphrase })).toMatchObject({
      code: 'key.elsewhere',
    })
  })

  test('files that hold no key are refused', async () => {
    for (const content of [
      '',
      'hello',
      '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n',
      '-----BEGIN PRIVATE KEY-----\n',
    ])
      expect(
        await engine.refused('keys.register', { name: 'x', fileId: await engine.put('k', Buffer.from(content)) }),
      ).toMatchObject({
        code: 'key.fileUnreadable',
      })
  })
})

describe.skipIf(!opensslThere)('certificates', () => {
  let authority: TestAuthority
  beforeAll(() => {
    authority = new TestAuthority()
  })
  afterAll(() => authority.remove())
  const request = async (keyId: string) =>
    textOf(
      (await engine.call('keys.createRequest', { keyId, passphrase, subject: { commonName: '张三', organization: '示例' } }))
        .fileId,
    )
  const dates = { from: '20251201000000Z', to: '20260301000000Z' }
  const usage = 'keyUsage=critical,digitalSignature,nonRepudiation'
  const install = async (keyId: string, pem: string | Uint8Array) => ({
    keyId,
    fileId: await engine.put('c.pem', Buffer.from(pem)),
  })

  test('asked for, issued, imported: from then on it stands in the package', async () => {
    const { keyId } = await create()
    const issued = authority.issue(await request(keyId), usage, dates)
    const key = await engine.call('keys.importCertificate', await install(keyId, issued))
    expect(key.certificate).toMatchObject({ subject: 'O=示例, CN=张三', validTo: '2026-03-01', daysLeft: 60, pem: issued })
    const filingId = await sampleReport()
    await engine.call('filings.sign', { filingId, keyId, passphrase })
    const bytes = await engine.bytesOf((await engine.call('filings.export', { filingId })).fileId)
    expect(readPackage(bytes).signer.certificate).toMatchObject({ subject: 'O=示例, CN=张三' })
    // As the README says for everybody.
    for (const { name, bytes: content } of readArchive(bytes) ?? []) authority.write(basename(name), content)
    authority.run(['x509', '-in', 'signer.pem', '-noout', '-pubkey', '-out', 'public.pem'])
    const said = ['-verify', 'public.pem', '-sigopt', 'distid:1234567812345678', '-signature', 'signature.der', 'manifest.json']
    expect(authority.run(['dgst', '-sm3', ...said])).toBe('Verified OK\n')
  })

  test('warned of at 60 and at 30 days; out of its dates it signs nothing, until a new one is there', async () => {
    const { keyId } = await create()
    await backUp(keyId)
    const asked = await request(keyId)
    await engine.call('keys.importCertificate', await install(keyId, authority.issue(asked, usage, dates)))
    const { handbookNo } = await engine.call('filings.get', { filingId: await sampleReport() })
    // Unlike a report it stands, however old the count has become.
    const month = { handbookNo, from: '2025-06-01', to: '2025-06-30' }
    const { filingId } = await engine.call('filings.createSelfVerification', month)
    const at = async (now: string) => {
      engine.setNow(now)
      return (await engine.call('keys.list', {})).keys[0]?.warnings.map(({ severity, message }) => `${severity} ${message}`)
    }
    expect(await at('2025-12-30T02:00:00.000Z')).toEqual([])
    expect(await at('2025-12-31T02:00:00.000Z')).toEqual(['warns 证书 60 天后（2026-03-01）到期，请申请新证书'])
    expect(await at('2026-01-30T02:00:00.000Z')).toEqual(['warns 证书 30 天后（2026-03-01）到期，请尽快换领，到期后不能签名'])
    const titles = async () => (await engine.call('workbench.today', {})).todo.map(({ title }) => title)
    expect(await titles()).toContain('签名密钥“一号”：证书 30 天后（2026-03-01）到期，请尽快换领，到期后不能签名')
    expect(await at('2026-03-01T00:00:01.000Z')).toEqual(['blocks 证书已于 2026-03-01 到期，不能再用它签名'])
    expect(await engine.refused('filings.sign', { filingId, keyId, passphrase })).toMatchObject({ code: 'key.certificateDates' })
    // A new one can be asked for and signed with all the same.
    const renewed = authority.issue(await request(keyId), usage, { from: '20260227000000Z', to: '20270227000000Z' })
    expect((await engine.call('keys.importCertificate', await install(keyId, renewed))).warnings).toEqual([])
  })

  test('one that has run out, or is for later, does not take the place of the one in force', async () => {
    const { keyId } = await create()
    const asked = await request(keyId)
    const issued = authority.issue(asked, usage, dates)
    await engine.call('keys.importCertificate', await install(keyId, issued))
    for (const [from, to] of [
      ['20240101000000Z', '20251231000000Z'],
      ['20260227000000Z', '20270227000000Z'],
    ] as const)
      expect(
        await engine.refused('keys.importCertificate', await install(keyId, authority.issue(asked, usage, { from, to }))),
      ).toMatchObject({ code: 'key.certificateDates' })
    expect((await engine.call('keys.list', {})).keys[0]?.certificate?.pem).toBe(issued)
  })

  test('a certificate not for this key, not for signing, or none, is refused', async () => {
    const { keyId } = await create()
    const second = await engine.call('keys.create', { name: '二号', passphrase })
    const asked = await request(keyId)
    const issued = authority.issue(asked, usage, dates)
    const refused = async (of: string, content: string | Uint8Array) =>
      (await engine.refused('keys.importCertificate', await install(of, content))).code
    expect(await refused(second.keyId, issued)).toBe('key.certificateOfAnother')
    expect(await refused(keyId, authority.issue(asked, 'keyUsage=keyEncipherment', dates))).toBe('key.certificateUsage')
    expect(await refused(keyId, authority.issueRsa())).toBe('key.certificateAlgorithm')
    expect(await refused(keyId, issued + issued)).toBe('key.fileUnreadable')
    expect(await refused(keyId, asked)).toBe('key.fileUnreadable')
    expect((await engine.call('keys.list', {})).keys.map(({ certificate }) => certificate)).toEqual([null, null])
  })
})

describe('several at once', () => {
  test('signed in the order given; what cannot be signed is said, the rest goes on', async () => {
    const { keyId } = await create()
    const first = await sampleReport()
    const unknown = '0193a5b0-7c00-7000-8000-000000000001'
    const { handbookNo } = await engine.call('filings.get', { filingId: first })
    const verification = await engine.call('filings.createSelfVerification', { handbookNo, from: '2025-06-01', to: '2025-06-30' })
    const result = await engine.call('filings.signMany', {
      filingIds: [unknown, verification.filingId, first],
      keyId,
      passphrase,
    })
    expect(result).toEqual({
      signed: [verification.filingId, first],
      refused: [{ filingId: unknown, message: '没有这份申报' }],
    })
    expect((await engine.call('filings.get', { filingId: verification.filingId })).sequence).toBe(1)
    expect((await engine.call('filings.get', { filingId: first })).sequence).toBe(2)
  })

  test('cancelled between two, what was signed stays signed', async () => {
    const { keyId } = await create()
    const first = await sampleReport()
    const { handbookNo } = await engine.call('filings.get', { filingId: first })
    const second = (await engine.call('filings.createSelfVerification', { handbookNo, from: '2025-06-01', to: '2025-06-30' }))
      .filingId
    const started = await engine.application.call(
      'filings.signMany',
      { filingIds: [first, second], keyId, passphrase },
      { wait: false },
    )
    const { jobId } = (started.ok ? started.value : {}) as { jobId: string }
    engine.application.subscribe((event) => {
      // The first is in the books: the call is taken before anything else happens.
      if (event.type === 'changed' && event.topics.includes('filings')) void engine.call('jobs.cancel', { jobId })
    })
    await expect.poll(async () => (await engine.call('jobs.get', { jobId })).state, { timeout: 20_000 }).toBe('done')
    expect((await engine.call('jobs.get', { jobId })).value).toEqual({
      signed: [first],
      refused: [{ filingId: second, message: '已取消，没有签名' }],
    })
    expect(await engine.call('filings.get', { filingId: second })).toMatchObject({ sequence: null })
  })
})
