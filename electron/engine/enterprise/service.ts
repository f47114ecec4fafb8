import type { Input, Output } from '../../../shared/contract/contract.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import { EnterpriseStore } from './store.ts'

type Enterprise = NonNullable<Output<'enterprise.get'>>

/** The one enterprise that owns this ledger. */
export class EnterpriseService {
  private readonly store: EnterpriseStore
  private readonly clock: Clock

  constructor(db: Database, clock: Clock) {
    this.store = new EnterpriseStore(db)
    this.clock = clock
  }

  get(): Enterprise | null {
    const row = this.store.get()
    if (!row) return null
    return {
      name: row.name,
      creditCode: row.credit_code,
      customsCode: row.customs_code,
      customsDistrict: row.customs_district,
      contact: row.contact,
      phone: row.phone,
      address: row.address,
      isSample: row.is_sample === 1n,
      savedAt: row.saved_at,
    }
  }

  save(input: Input<'enterprise.save'>, isSample = false): Enterprise {
    const savedAt = this.clock.now()
    this.store.save({
      name: input.name,
      credit_code: input.creditCode,
      customs_code: input.customsCode,
      customs_district: input.customsDistrict,
      contact: input.contact,
      phone: input.phone,
      address: input.address,
      is_sample: isSample ? 1n : 0n,
      saved_at: savedAt,
    })
    return { ...input, isSample, savedAt }
  }
}
