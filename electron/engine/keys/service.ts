// INTERIM: replaced by the keys feature.
import type { Output } from '../../../shared/contract/contract.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
export class KeysService {
  constructor(_db: Database, _clock: Clock) {}
  list(): Output<'keys.list'> {
    return { keys: [] }
  }
}
