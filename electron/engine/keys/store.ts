import type { Database } from '../database/connection.ts'

export interface KeyRow {
  id: bigint
  key_id: string
  name: string
  public_point: string
  sealed_key: string
  created_at: string
}

export class KeyStore {
  private readonly insertKey
  private readonly all
  private readonly byKeyId

  constructor(db: Database) {
    this.insertKey = db.prepare<Omit<KeyRow, 'id'>>(`
      INSERT INTO signing_key (key_id, name, public_point, sealed_key, created_at)
      VALUES (@key_id, @name, @public_point, @sealed_key, @created_at)`)
    this.all = db.prepare<[], KeyRow>('SELECT * FROM signing_key ORDER BY id')
    this.byKeyId = db.prepare<[string], KeyRow>('SELECT * FROM signing_key WHERE key_id = ?')
  }

  insert(row: Omit<KeyRow, 'id'>): void {
    this.insertKey.run(row)
  }

  list(): KeyRow[] {
    return this.all.all()
  }

  find(keyId: string): KeyRow | undefined {
    return this.byKeyId.get(keyId)
  }
}
