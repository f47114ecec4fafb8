// INTERIM: replaced by the filings feature. The lead's services.ts composes it with exactly these constructor arguments.
import type { Output } from '../../../shared/contract/contract.ts'
import type { BondedListsService } from '../bonded-lists/service.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { EnterpriseService } from '../enterprise/service.ts'
import type { FileFolder, FilesService } from '../files/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { KeysService } from '../keys/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
export class FilingsService {
  constructor(
    _db: Database,
    _services: {
      enterprise: EnterpriseService
      handbooks: HandbooksService
      bondedLists: BondedListsService
      writeOff: WriteOffService
      keys: KeysService
      files: FilesService
    },
    _context: { clock: Clock; folder: FileFolder; programVersion: string },
  ) {}
  openCount(_handbookId: bigint): number {
    return 0
  }
  list(_handbookNo: string | undefined): Output<'filings.list'> {
    return { filings: [] }
  }
}
