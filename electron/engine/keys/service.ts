import { randomUUID } from 'node:crypto'
import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { JournalService } from '../journal/service.ts'
import { fingerprint, publicKeyPem } from '../packages/public-key.ts'
import type { KeyPair } from '../packages/sm2-key.ts'
import { KeyStore } from './store.ts'
import type { KeyRow } from './store.ts'

type Key = Output<'keys.create'>

/** The signing keys of this computer. No private key, and no passphrase, is ever in its hands. */
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
    return { keys: this.store.list().map(printKey) }
  }

  add(name: string, { publicPoint, sealedKey }: KeyPair): Key {
    const row = { key_id: randomUUID(), name, public_point: publicPoint, sealed_key: sealedKey, created_at: this.clock.now() }
    this.store.insert(row)
    this.journal.record({ subject: `密钥 ${name}`, what: '生成签名密钥', after: { 指纹: fingerprint(publicPoint) } })
    return printKey(row)
  }

  /** @throws Refusal key.notFound */
  require(keyId: string): KeyRow {
    return (
      this.store.find(keyId) ??
      refuse({ code: 'key.notFound', message: '本机没有这把密钥', at: { field: 'keyId' }, next: '请重新选择密钥，或先生成一把' })
    )
  }
}

const printKey = (row: Omit<KeyRow, 'id'>): Key => ({
  keyId: row.key_id,
  name: row.name,
  algorithm: 'SM2',
  holder: 'software',
  publicKey: publicKeyPem(row.public_point),
  fingerprint: fingerprint(row.public_point),
  createdAt: row.created_at,
  certificate: null,
  backedUpAt: null,
  warnings: [],
})
