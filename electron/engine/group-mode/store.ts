import type { CreditClass } from '../../../shared/domain/group-mode.ts'
import type { Database } from '../database/connection.ts'

export interface StatementRow {
  id: bigint
  traceable: bigint
  quota_farm_goods: bigint
  crude_oil: bigint
  copper_ore: bigint
  satellite_receivers: bigint
  raw_hides: bigint
  saved_at: string
}
interface MemberRow {
  name: string
  customs_code: string
  credit: CreditClass
}

export class GroupStore {
  private readonly last
  private readonly members
  private readonly insert
  private readonly insertMember

  constructor(db: Database) {
    this.last = db.prepare<[], StatementRow>('SELECT * FROM group_statement ORDER BY id DESC LIMIT 1')
    this.members = db.prepare<[bigint], MemberRow>(
      'SELECT name, customs_code, credit FROM group_member WHERE statement = ? ORDER BY member_no',
    )
    this.insert = db.prepare<Omit<StatementRow, 'id'>>(`
      INSERT INTO group_statement (traceable, quota_farm_goods, crude_oil, copper_ore, satellite_receivers, raw_hides, saved_at)
      VALUES (@traceable, @quota_farm_goods, @crude_oil, @copper_ore, @satellite_receivers, @raw_hides, @saved_at)`)
    this.insertMember = db.prepare<MemberRow & { statement: bigint; member_no: bigint }>(
      'INSERT INTO group_member VALUES (@statement, @member_no, @name, @customs_code, @credit)',
    )
  }

  latest(): { statement: StatementRow; members: MemberRow[] } | undefined {
    const statement = this.last.get()
    return statement && { statement, members: this.members.all(statement.id) }
  }

  /** @param members the lead first */
  add(statement: Omit<StatementRow, 'id'>, members: readonly MemberRow[]): void {
    const id = BigInt(this.insert.run(statement).lastInsertRowid)
    for (const [index, member] of members.entries()) this.insertMember.run({ ...member, statement: id, member_no: BigInt(index) })
  }
}
