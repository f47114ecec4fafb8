import { createHash } from 'node:crypto'
import { sm3 } from 'sm-crypto-v2'
import type { Output } from '../../../shared/contract/contract.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { JournalService } from '../journal/service.ts'

/** Where the service listens is set at the enterprise; this stands there until it is. */
const usualAddress = 'ws://127.0.0.1:61232'

interface UKeyRow {
  address: string
  failed_at: string | null
  failure: string | null
  failure_raw: string | null
  signed_at: string | null
  signed_bytes: Uint8Array | null
  signature: Uint8Array | null
  signature_is_verified: bigint | null
}

/** The U-key service's address, and what happened with it last. No PIN ever comes here. */
export class UKeyService {
  private readonly row
  private readonly setAddress
  private readonly setFailure
  private readonly setSigned
  private readonly journal: JournalService
  private readonly clock: Clock

  constructor(db: Database, journal: JournalService, clock: Clock) {
    this.journal = journal
    this.clock = clock
    this.row = db.prepare<[], UKeyRow>('SELECT * FROM u_key')
    this.setAddress = db.prepare<[string]>(
      'INSERT INTO u_key (id, address) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET address = excluded.address',
    )
    this.setFailure = db.prepare<[string, string, string, string]>(`
      INSERT INTO u_key (id, address, failed_at, failure, failure_raw) VALUES (1, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET failed_at = excluded.failed_at, failure = excluded.failure, failure_raw = excluded.failure_raw`)
    this.setSigned = db.prepare<[string, string, Uint8Array, Uint8Array, bigint]>(`
      INSERT INTO u_key (id, address, signed_at, signed_bytes, signature, signature_is_verified) VALUES (1, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET signed_at = excluded.signed_at, signed_bytes = excluded.signed_bytes,
        signature = excluded.signature, signature_is_verified = excluded.signature_is_verified`)
  }

  address(): string {
    return this.row.get()?.address ?? usualAddress
  }

  get(): Output<'uKey.get'> {
    const row = this.row.get()
    return {
      address: row?.address ?? usualAddress,
      lastError: row?.failed_at == null ? null : { at: row.failed_at, message: row.failure ?? '', raw: row.failure_raw ?? '' },
      lastSigned: row ? lastSigned(row) : null,
    }
  }

  saveAddress(address: string): void {
    const before = this.address()
    this.setAddress.run(address)
    this.journal.record({ subject: 'U 盾', what: '设定 U 盾服务的地址', before: { 地址: before }, after: { 地址: address } })
  }

  noteFailure(message: string, raw: string): void {
    this.setFailure.run(this.address(), this.clock.now(), message, raw.slice(0, 4000))
    this.journal.record({ subject: 'U 盾', what: `U 盾出错：${message}` })
  }

  noteSignature(bytes: Uint8Array, signature: Uint8Array, verified: boolean): void {
    this.setSigned.run(this.address(), this.clock.now(), bytes, signature, verified ? 1n : 0n)
    this.journal.record({ subject: 'U 盾', what: verified ? 'U 盾签名' : 'U 盾签名，签名不能验证' })
  }
}

function lastSigned(row: UKeyRow): Output<'uKey.get'>['lastSigned'] {
  if (row.signed_at === null || row.signed_bytes === null || row.signature === null) return null
  return {
    at: row.signed_at,
    size: row.signed_bytes.length,
    sha256: createHash('sha256').update(row.signed_bytes).digest('hex'),
    sm3: sm3(row.signed_bytes),
    base64: Buffer.from(row.signed_bytes).toString('base64'),
    signature: Buffer.from(row.signature).toString('base64'),
    verified: row.signature_is_verified === 1n,
  }
}
