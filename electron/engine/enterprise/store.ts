import type { Database } from '../database/connection.ts'

interface EnterpriseRow {
  name: string
  credit_code: string
  customs_code: string
  customs_district: string
  contact: string
  phone: string
  address: string
  is_sample: bigint
  saved_at: string
}

export class EnterpriseStore {
  private readonly select
  private readonly upsert

  constructor(db: Database) {
    this.select = db.prepare<[], EnterpriseRow>('SELECT * FROM enterprise WHERE id = 1')
    this.upsert = db.prepare<EnterpriseRow>(`
      INSERT INTO enterprise (id, name, credit_code, customs_code, customs_district, contact, phone, address, is_sample, saved_at)
      VALUES (1, @name, @credit_code, @customs_code, @customs_district, @contact, @phone, @address, @is_sample, @saved_at)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, credit_code = excluded.credit_code, customs_code = excluded.customs_code,
        customs_district = excluded.customs_district, contact = excluded.contact, phone = excluded.phone, address = excluded.address,
        is_sample = excluded.is_sample, saved_at = excluded.saved_at`)
  }

  get(): EnterpriseRow | undefined {
    return this.select.get()
  }

  save(row: EnterpriseRow): void {
    this.upsert.run(row)
  }
}
