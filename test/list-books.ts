import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDataFolder } from '../electron/engine/database/data-folder.ts'
import { openLedgerDatabase } from '../electron/engine/database/ledger-database.ts'
import type { Call } from '../electron/engine/call.ts'
import { FileFolder } from '../electron/engine/files/service.ts'
import { composeServices } from '../electron/engine/services.ts'
import type { Services } from '../electron/engine/services.ts'
import { Refusal } from '../shared/contract/errors.ts'
import type { Failure } from '../shared/contract/errors.ts'
import { openEngine, samples } from './engine.ts'

/** Factory-a's handbook, with or without its lists, and the services that write to it. */
export async function openListBooks({ now = '2025-12-30T02:00:00.000Z', withLists = false } = {}) {
  const handbookNo = 'C23325020251'
  const root = mkdtempSync(join(tmpdir(), 'bonded-ledger-lists-'))
  const engine = await openEngine({ now, dataFolder: root })
  await engine.call('enterprise.save', { name: '示例电子', creditCode: '91320594MA1202516U', customsCode: '3205940251' })
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(join(samples, 'factory-a', '手册.xlsx')) })
  if (withLists) {
    const fileId = await engine.putFile(join(samples, 'factory-a', '核注清单.xlsx'))
    await engine.call('bondedLists.importWorkbook', { handbookNo, fileId })
  }
  await engine.close()
  const folder = openDataFolder(root)
  let at = now
  const clock = { now: () => at }
  const ledger = await openLedgerDatabase(folder, clock, 'test')
  const files = new FileFolder(folder.files)
  const services = composeServices(ledger.writer, { clock, folder: files, programVersion: 'test' })

  /** As the application writes: whole or not at all. */
  const write = <T>(work: (services: Services) => T): T => {
    services.journal.begin('listDrafts.save')
    return ledger.writer.transaction(() => work(services))()
  }
  const call: Call = {
    read: (work) => work(services),
    write: async (work) => {
      services.journal.begin('bondedLists.importWorkbook')
      ledger.writer.exec('BEGIN')
      try {
        const done = await work(services)
        ledger.writer.exec('COMMIT')
        return done
      } catch (error) {
        ledger.writer.exec('ROLLBACK')
        throw error
      }
    },
    step: async () => undefined,
  }
  return {
    handbookNo,
    /** What a job is given, and where it keeps files. */
    call,
    files,
    async put(name: string, bytes: Uint8Array): Promise<string> {
      return services.files.record(name, await files.take([bytes])).fileId
    },
    root,
    services,
    db: ledger.writer,
    write,
    setNow: (instant: string) => void (at = instant),
    /** The failure of a write that must be refused. */
    refused(work: (services: Services) => unknown): Failure {
      try {
        write(work)
      } catch (error) {
        if (error instanceof Refusal) return error.failure
        throw error
      }
      throw new Error('it was not refused')
    },
    close() {
      ledger.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
export type ListBooks = Awaited<ReturnType<typeof openListBooks>>

/** What a head needs besides what is filled by itself. */
export const shippedHead = { port: '2233', transportMode: '2', country: '116' }
