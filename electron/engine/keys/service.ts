import { randomUUID } from 'node:crypto'
import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { paths } from '../../../shared/contract/paths.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { Fields, JournalService } from '../journal/service.ts'
import { fingerprint } from '../packages/public-key.ts'
import type { KeyPair } from '../packages/sm2-key.ts'
import { datesProblem, keptCertificate, printKey } from './print-key.ts'
import type { Key } from './print-key.ts'
import { KeyStore } from './store.ts'
import type { Holder, KeyRow, NewKeyRow } from './store.ts'

export type { KeyRow } from './store.ts'

/** The signing keys that this ledger knows. No private key, and no passphrase, is ever in its hands. */
export class KeysService {
  private readonly store: KeyStore
  private readonly journal: JournalService
  private readonly clock: Clock

  constructor(db: Database, journal: JournalService, clock: Clock) {
    this.store = new KeyStore(db)
    this.journal = journal
    this.clock = clock
  }

  list(): Output<'keys.list'> {
    return { keys: this.store.list().map((row) => printKey(row, this.clock.now())) }
  }

  get(keyId: string): Key {
    return printKey(this.require(keyId), this.clock.now())
  }

  add(name: string, { publicPoint, sealedKey }: KeyPair): Key {
    const key = this.insert({ name, public_point: publicPoint, sealed_key: sealedKey, holder: 'software' })
    this.record(key, '生成签名密钥')
    return this.get(key.key_id)
  }

  /** A key whose private half is not in this ledger. @throws Refusal key.known */
  register(name: string, holder: Exclude<Holder, 'software'>, publicPoint: string, certificate: string | null): Key {
    const known = this.store.findByPoint(publicPoint)
    if (known)
      refuse({
        code: 'key.known',
        message: `这把密钥已在本机，名为“${known.name}”`,
        next: certificate === null ? '不必再登记' : '换了证书时，请在这把密钥上导入证书',
      })
    const key = this.insert({ name, public_point: publicPoint, sealed_key: '', holder })
    if (certificate !== null) this.store.addCertificate(key.id, certificate, this.clock.now())
    this.record(key, holder === 'uKey' ? '登记 U 盾里的密钥' : '登记别处的密钥')
    return this.get(key.key_id)
  }

  /**
   * The passphrase of the backup opens the key from now on, also where the key is here already: whoever has forgotten a newer one is
   * not locked out. One that was only registered is sealed here.
   */
  restore(name: string, { publicPoint, sealedKey }: KeyPair): Key {
    const known = this.store.findByPoint(publicPoint)
    if (known?.holder === 'uKey')
      refuse({ code: 'key.known', message: `这把密钥已登记为 U 盾里的“${known.name}”`, next: '请用 U 盾签名' })
    const key = known ?? this.insert({ name, public_point: publicPoint, sealed_key: sealedKey, holder: 'software' })
    if (known) this.store.setSealed(key.id, sealedKey)
    if (key.backed_up_at === null) this.store.addBackup(key.id, this.clock.now())
    this.record(key, '从备份恢复签名密钥，以备份时的口令打开')
    return this.get(key.key_id)
  }

  reseal(keyId: string, sealedKey: string): Key {
    const key = this.require(keyId)
    this.store.setSealed(key.id, sealedKey)
    this.record(key, '更换密钥的口令')
    return this.get(keyId)
  }

  recordBackup(keyId: string): void {
    const key = this.require(keyId)
    this.store.addBackup(key.id, this.clock.now())
    this.record(key, '备份签名密钥')
  }

  recordRequest(keyId: string, subject: Fields): void {
    this.record(this.require(keyId), '生成证书申请', subject)
  }

  /** The one it has already changes nothing. */
  addCertificate(keyId: string, pem: string): Key {
    const key = this.require(keyId)
    if (key.certificate !== pem) this.store.addCertificate(key.id, pem, this.clock.now())
    const { subject, serial } = keptCertificate(pem)
    this.record(key, '导入证书', { 证书: subject, 序列号: serial })
    return this.get(keyId)
  }

  /** @throws Refusal key.notFound */
  require(keyId: string): KeyRow {
    return (
      this.store.find(keyId) ??
      refuse({ code: 'key.notFound', message: '本机没有这把密钥', at: { field: 'keyId' }, next: '请重新选择密钥，或先生成一把' })
    )
  }

  findByPoint(publicPoint: string): KeyRow | undefined {
    return this.store.findByPoint(publicPoint)
  }

  /** A key without a certificate may sign; with one it signs within its dates. @throws Refusal key.notFound, key.certificateDates */
  requireInForce(keyId: string): KeyRow {
    const key = this.require(keyId)
    const problem = key.certificate === null ? undefined : datesProblem(keptCertificate(key.certificate), this.clock.now())
    if (problem)
      refuse({
        code: 'key.certificateDates',
        message: `密钥“${key.name}”的${problem}`,
        at: { field: 'keyId' },
        next: '请在“设置 › 签名密钥”导入新证书，或换一把密钥',
      })
    return key
  }

  /** What the clerk's day says of keys: no backup, a certificate that runs out. */
  work(): Pick<Output<'workbench.today'>, 'due' | 'todo'> {
    const todo = this.list().keys.flatMap(({ name, warnings }) =>
      warnings.map(({ severity, message }) => ({
        severity,
        title: `签名密钥“${name}”：${message}`,
        detail: '',
        to: paths.settings('keys'),
        rule: '',
      })),
    )
    return { due: [], todo }
  }

  private insert(row: Omit<NewKeyRow, 'key_id' | 'created_at'>): KeyRow {
    const keyId = randomUUID()
    this.store.insert({ ...row, key_id: keyId, created_at: this.clock.now() })
    return this.require(keyId)
  }

  private record(key: KeyRow, what: string, after: Fields = { 指纹: fingerprint(key.public_point) }): void {
    this.journal.record({ subject: `密钥 ${key.name}`, what, after })
  }
}
