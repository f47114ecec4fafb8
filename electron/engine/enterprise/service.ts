import type { Input, Output } from '../../../shared/contract/contract.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { Fields, JournalService } from '../journal/service.ts'
import { sampleMove } from './move-sample.ts'
import { EnterpriseStore } from './store.ts'

type Enterprise = NonNullable<Output<'enterprise.get'>>

/** The one enterprise that owns this ledger. */
export class EnterpriseService {
  private readonly store: EnterpriseStore
  private readonly journal: JournalService
  private readonly clock: Clock

  constructor(db: Database, journal: JournalService, clock: Clock) {
    this.store = new EnterpriseStore(db)
    this.journal = journal
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

  /** How many days the sample is moved to be around today. */
  sampleMove(): number {
    return sampleMove(dayOfInstant(this.clock.now()))
  }

  save(input: Input<'enterprise.save'>, isSample = false): Enterprise {
    const savedAt = this.clock.now()
    const before = this.get()
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
    this.journal.record({
      subject: '企业资料',
      what: isSample ? '载入示例企业' : before ? '修改企业资料' : '登记企业资料',
      ...(before && { before: fieldsOf(before) }),
      after: fieldsOf(input),
    })
    return { ...input, isSample, savedAt }
  }
}

const fieldsOf = (enterprise: Input<'enterprise.save'>): Fields => ({
  企业名称: enterprise.name,
  统一社会信用代码: enterprise.creditCode,
  海关编码: enterprise.customsCode,
  主管海关: enterprise.customsDistrict,
  联系人: enterprise.contact,
  电话: enterprise.phone,
  地址: enterprise.address,
})
