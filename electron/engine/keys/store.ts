import type { Database } from '../database/connection.ts'

export type Holder = 'software' | 'uKey' | 'elsewhere'

export interface KeyRow {
  id: bigint
  key_id: string
  name: string
  /** Uncompressed, in hex. */
  public_point: string
  /** Empty where the private key is not on this computer. */
  sealed_key: string
  created_at: string
  holder: Holder
  /** The last one, in PEM. */
  certificate: string | null
  backed_up_at: string | null
}
export type NewKeyRow = Omit<KeyRow, 'id' | 'certificate' | 'backed_up_at'>

const keys = `
  SELECT k.*,
         (SELECT pem FROM key_certificate WHERE signing_key = k.id ORDER BY id DESC LIMIT 1) AS certificate,
         (SELECT written_at FROM key_backup WHERE signing_key = k.id ORDER BY id DESC LIMIT 1) AS backed_up_at
    FROM signing_key k`

export class KeyStore {
  private readonly insertKey
  private readonly all
  private readonly byKeyId
  private readonly byPoint
  private readonly seal
  private readonly insertCertificate
  private readonly insertBackup

  constructor(db: Database) {
    this.insertKey = db.prepare<NewKeyRow>(`
      INSERT INTO signing_key (key_id, name, public_point, sealed_key, created_at, holder)
      VALUES (@key_id, @name, @public_point, @sealed_key, @created_at, @holder)`)
    this.all = db.prepare<[], KeyRow>(`${keys} ORDER BY k.id`)
    this.byKeyId = db.prepare<[string], KeyRow>(`${keys} WHERE k.key_id = ?`)
    this.byPoint = db.prepare<[string], KeyRow>(`${keys} WHERE k.public_point = ?`)
    this.seal = db.prepare<[string, bigint]>("UPDATE signing_key SET sealed_key = ?, holder = 'software' WHERE id = ?")
    this.insertCertificate = db.prepare<[bigint, string, string]>(
      'INSERT INTO key_certificate (signing_key, pem, added_at) VALUES (?, ?, ?)',
    )
    this.insertBackup = db.prepare<[bigint, string]>('INSERT INTO key_backup (signing_key, written_at) VALUES (?, ?)')
  }

  insert(row: NewKeyRow): void {
    this.insertKey.run(row)
  }

  list(): KeyRow[] {
    return this.all.all()
  }

  find(keyId: string): KeyRow | undefined {
    return this.byKeyId.get(keyId)
  }

  findByPoint(point: string): KeyRow | undefined {
    return this.byPoint.get(point)
  }

  /** With another passphrase, or for the first time on this computer. */
  setSealed(key: bigint, sealedKey: string): void {
    this.seal.run(sealedKey, key)
  }

  addCertificate(key: bigint, pem: string, at: string): void {
    this.insertCertificate.run(key, pem, at)
  }

  addBackup(key: bigint, at: string): void {
    this.insertBackup.run(key, at)
  }
}
