import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { contract, isOperationName } from '../../shared/contract/contract.ts'
import type { EngineEvent, Input, OperationName, Output } from '../../shared/contract/contract.ts'
import { engineFault, refuse } from '../../shared/contract/errors.ts'
import type { Answer, Failure } from '../../shared/contract/errors.ts'
import { clockOfInstant, dayOfInstant } from '../../shared/domain/day.ts'
import { bondedListHandlers } from './bonded-lists/operations.ts'
import { calculationHandlers } from './calculations/operations.ts'
import type { Call, Handlers } from './call.ts'
import { chainHandlers } from './chains/operations.ts'
import { cleanUpHandlers } from './clean-up/operations.ts'
import type { Clock } from './clock.ts'
import { consumptionHandlers } from './consumption/operations.ts'
import { Backups } from './database/backups.ts'
import { openDataFolder, sweepLeftovers } from './database/data-folder.ts'
import { lockFolder } from './database/folder-lock.ts'
import { inspectLedger, openLedgerDatabase, replaceDatabase } from './database/ledger-database.ts'
import { domesticSaleHandlers } from './domestic-sales/operations.ts'
import { enterpriseHandlers } from './enterprise/operations.ts'
import { Exclusive } from './exclusive.ts'
import { failureOf, inputFailure } from './failure.ts'
import { exportTable } from './files/export-table.ts'
import { FileFolder } from './files/service.ts'
import { filingHandlers } from './filings/operations.ts'
import { forexHandlers } from './forex/operations.ts'
import { groupModeHandlers } from './group-mode/operations.ts'
import { handbookDraftHandlers } from './handbook-drafts/operations.ts'
import { handbookLifeHandlers } from './handbook-life/operations.ts'
import { handbookHandlers } from './handbooks/operations.ts'
import { Jobs } from './jobs.ts'
import { journalHandlers } from './journal/operations.ts'
import type { Deed } from './journal/service.ts'
import { keyHandlers } from './keys/operations.ts'
import { openLog } from './log.ts'
import { openingHandlers } from './openings/operations.ts'
import { operatorHandlers } from './operators/operations.ts'
import { listDraftHandlers } from './list-drafts/operations.ts'
import { outwardProcessingHandlers } from './outward-processing/operations.ts'
import { partHandlers } from './parts/operations.ts'
import { referenceHandlers } from './reference/operations.ts'
import { selfVerificationHandlers } from './self-verification/operations.ts'
import { signingHandlers } from './signing/operations.ts'
import { selectiveTaxationHandlers } from './selective-taxation/operations.ts'
import { composeServices } from './services.ts'
import type { Services } from './services.ts'
import { stocktakeHandlers } from './stocktakes/operations.ts'
import { substitutionHandlers } from './substitutions/operations.ts'
import { taxWriteOffHandlers } from './tax-write-off/operations.ts'
import { messageHandlers } from './sync/message-operations.ts'
import { Exchange } from './sync/exchange.ts'
import { syncHandlers } from './sync/operations.ts'
import type { Ledger } from './sync/take-in.ts'
import { transferHandlers } from './transfers/operations.ts'
import { wellFormed } from './well-formed.ts'
import { writeOffHandlers } from './write-off/operations.ts'

/** What a host needs of the engine, and all it may use. Answers are values: nothing here throws for what a user or a file did. */
export interface Application {
  /**
   * Runs an operation of the contract. `name` and `input` are taken as hostile.
   * A job answers `{jobId}` at once, or its result when `wait` is set.
   */
  call(name: string, input: unknown, options: { wait: boolean }): Promise<Answer>
  /** Takes a file in; nothing is kept when the stream breaks off or passes the size limit. */
  putFile(name: string, bytes: AsyncIterable<Uint8Array>): Promise<Answer<{ fileId: string }>>
  /** A stored file: its name for the person who saves it, its size, and where its bytes lie. */
  getFile(fileId: string): Promise<Answer<{ name: string; size: number; path: string }>>
  subscribe(listener: (event: EngineEvent) => void): () => void
  /** Cancels running jobs, marks the shutdown as clean, closes the database. */
  close(): Promise<void>
}

/** Somebody must be able to come on duty, and a stored file is nobody's deed yet. */
const withoutDuty: ReadonlySet<OperationName> = new Set(['operators.takeOver'])

/** Answers are checked against the contract in tests and development, not in the product (DESIGN §4). */
const checksAnswers = !import.meta.env?.PROD

/**
 * Opens the ledger of a data folder and puts the engine together.
 * @throws Refusal engine.* where the folder or the ledger must not be opened
 */
export async function openApplication(options: {
  dataFolder: string
  clock: Clock
  programVersion: string
  /** How often channels that work by themselves send and fetch, in milliseconds; never where it is left out. */
  exchangeEvery?: number
}): Promise<Application> {
  const { clock, programVersion, exchangeEvery } = options
  const folder = openDataFolder(options.dataFolder)
  const lock = lockFolder(folder.lock)
  try {
    sweepLeftovers(folder)
    const log = openLog(folder.root)
    log.info(`open ${programVersion}`)
    const backups = new Backups(folder.backups, clock)
    const files = new FileFolder(folder.files)
    const listeners = new Set<(event: EngineEvent) => void>()
    const emit = (event: EngineEvent) => listeners.forEach((listener) => listener(event))
    const jobs = new Jobs(clock, emit)
    const writing = new Exclusive()
    const copying = new Exclusive()
    const context = { clock, folder: files, programVersion }

    const open = async (path = folder.database) => {
      const database = await openLedgerDatabase({ ...folder, database: path }, clock, programVersion)
      return { database, readers: composeServices(database.reader, context), writers: composeServices(database.writer, context) }
    }
    let ledger = await open()

    /** The day's first opening copies the books; a failure is for the clerk's next look at the backups, not a reason not to work. */
    const backUpDaily = async () => {
      const last = backups.list()[0]
      if (!ledger.database.existed || (last && dayOfInstant(last.createdAt) === dayOfInstant(clock.now()))) return
      await backups.create(ledger.database.reader, 'daily')
      backups.prune()
      emit({ type: 'changed', topics: ['backups'] })
    }
    const dailyBackup = copying.run(backUpDaily).catch((error: unknown) => log.fault('daily backup', error))

    const read = <T>(work: (services: Services) => T): T =>
      ledger.database.reader.transaction(() => work(ledger.readers)).deferred()

    const write = <T>(work: (services: Services) => T | Promise<T>): Promise<T> =>
      writing.run(async () => {
        const { writer } = ledger.database
        writer.exec('BEGIN IMMEDIATE')
        try {
          const result = await work(ledger.writers)
          writer.exec('COMMIT')
          return result
        } catch (error) {
          if (writer.inTransaction) writer.exec('ROLLBACK')
          throw error
        }
      })

    const callFor = (name: OperationName, input: unknown, step: Call['step']): Call => ({
      read,
      step,
      write: async (work) => {
        const result = await write(async (services) => {
          if (!withoutDuty.has(name)) services.operators.requireDuty()
          services.journal.begin(name)
          const done = await work(services)
          services.journal.end(contract[name].summary, input)
          return done
        })
        emit({ type: 'changed', topics: [...contract[name].changes, 'journal'] })
        return result
      },
    })

    /** For work in many short writes, each kept by itself: of the operator on duty, or of the program, which is never off duty. */
    const ledgerFor = (name: OperationName, step: Call['step'], actor?: Deed['by']): Ledger => ({
      read,
      step,
      write: async (topics, work) => {
        const result = await write((services) => {
          if (!actor) services.operators.requireDuty()
          services.journal.begin(name, actor)
          return work(services)
        })
        emit({ type: 'changed', topics: [...topics, 'journal'] })
        return result
      },
    })
    const exchange = new Exchange(files, clock)
    const ending = new AbortController()
    const automatic = exchangeEvery === undefined ? undefined : exchangeByItself(exchangeEvery)

    /** Channels that work by themselves, each in its own time, until the program ends. */
    async function exchangeByItself(every: number): Promise<void> {
      const step = async () => {
        await new Promise((resolve) => setImmediate(resolve))
        if (ending.signal.aborted) refuse({ code: 'job.cancelled', message: '程序正在结束' })
      }
      const byProgram = ledgerFor('outbox.exchange', step, { id: null, name: '程序' })
      const rounds = new Set<Promise<unknown>>()
      while (!ending.signal.aborted) {
        try {
          for (const round of exchange.startAutomatic(byProgram)) {
            const ended: Promise<unknown> = round
              .catch((error: unknown) => ending.signal.aborted || log.fault('exchange', error))
              .finally(() => rounds.delete(ended))
            rounds.add(ended)
          }
        } catch (error) {
          log.fault('exchange', error)
        }
        await sleep(every, undefined, { signal: ending.signal }).catch(() => undefined)
      }
      await Promise.all(rounds)
    }

    /** What is done to the ledger as a whole, while nothing else writes. */
    const recordAside = ({ database, writers }: typeof ledger, name: OperationName, deed: (services: Services) => Deed) =>
      database.writer.transaction(() => {
        writers.journal.begin(name)
        writers.journal.record(deed(writers))
      })()

    /** The one piece of work that takes the database away from under the services, and gives them another. */
    const restore = async (backupId: string, step: Call['step']): Promise<Output<'backups.restore'>> => {
      const replaceBy = async (copy: string) => {
        replaceDatabase(folder, copy)
        ledger = await open()
      }
      /**
       * What was done since the backup is in the books of the undo backup. That it was undone stands in these before they take the
       * place of the others: a kill in between would have the next package signed at an end of the chain that is long past.
       */
      const recordIn = async (copy: string, undoBackupId: string, operator: ReturnType<Services['operators']['onDuty']>) => {
        const chainEnd = ledger.writers.filings.chainEnd()
        const restored = await open(copy)
        try {
          recordAside(restored, 'backups.restore', (services) => {
            services.operators.stayOnDuty(operator)
            // Packages signed since are out in the world, and so may be what waits in these books.
            if (chainEnd) services.filings.continueBehind(chainEnd)
            services.outbox.doubtWaiting()
            const { createdAt } = backups.require(backupId)
            return {
              subject: '账本',
              what: `恢复到 ${clockOfInstant(createdAt)} 的备份`,
              after: { 备份: backupId, 恢复前的备份: undoBackupId, 恢复人: operator?.name ?? '' },
            }
          })
        } finally {
          restored.database.close()
        }
        // Only its one file is taken: none of it may still lie beside.
        if (!inspectLedger(copy).endedByItself) throw new Error('the restored books were not closed')
      }
      const work = async () => {
        await step('核对备份', 0, null)
        const copy = `${folder.database}.restore`
        await backups.copyTo(backupId, copy)
        try {
          inspectLedger(copy)
          const undo = await backups.create(ledger.database.writer, 'restore', step)
          await step('恢复', 0, null)
          const operator = ledger.writers.operators.onDuty()
          await recordIn(copy, undo.backupId, operator)
          ledger.database.close()
          try {
            await replaceBy(copy)
          } catch (error) {
            await backups.copyTo(undo.backupId, copy)
            await replaceBy(copy)
            throw error
          }
          // A duty with a passphrase ends where the books are opened anew; this person was at the desk all the while.
          ledger.database.writer.transaction(() => ledger.writers.operators.stayOnDuty(operator))()
          return { restored: backupId, undoBackupId: undo.backupId }
        } finally {
          for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
        }
      }
      // A round or a backup under way would lose its connection.
      const result = await exchange.whileIdle(() => copying.run(() => writing.run(work)))
      emit({ type: 'changed', topics: contract['backups.restore'].changes })
      return result
    }

    const handlers: Handlers = {
      ...stocktakeHandlers(files),
      ...messageHandlers,
      ...taxWriteOffHandlers,
      ...forexHandlers,
      ...calculationHandlers,
      ...transferHandlers(files),
      ...listDraftHandlers,
      ...domesticSaleHandlers(files, clock),
      ...selectiveTaxationHandlers,
      ...operatorHandlers(clock),
      ...journalHandlers(files),
      ...enterpriseHandlers(files),
      ...referenceHandlers(files),
      ...handbookHandlers,
      ...bondedListHandlers(files),
      ...openingHandlers(files),
      ...writeOffHandlers,
      ...cleanUpHandlers,
      ...handbookLifeHandlers,
      ...consumptionHandlers(files),
      ...handbookDraftHandlers(files),
      ...partHandlers(files),
      ...selfVerificationHandlers(files),
      ...outwardProcessingHandlers,
      ...substitutionHandlers,
      ...chainHandlers,
      ...groupModeHandlers,
      ...keyHandlers(files, clock),
      ...signingHandlers(files, clock),
      ...filingHandlers(files),
      ...syncHandlers(files, clock, exchange, ledgerFor),
      'house.status': (_, call) => ({
        programVersion,
        databaseVersion: ledger.database.version,
        businessDate: dayOfInstant(clock.now()),
        dataFolder: folder.root,
        startCheck: { cleanShutdown: ledger.database.cleanShutdown, quickCheck: 'ok', at: ledger.database.checkedAt },
        lastBackupAt: backups.list()[0]?.createdAt ?? null,
        unsentFilings: call.read((services) => services.filings.unsentCount()),
        connection: call.read((services) => services.channels.connection()),
      }),
      'workbench.today': (_, call) => call.read((services) => services.workbench.today()),
      'search.find': (input, call) => call.read((services) => services.search.find(input.text, input.limit)),
      'files.exportTable': (input, call) => exportTable(input, call, files),
      'jobs.list': () => ({ jobs: jobs.list() }),
      'jobs.get': ({ jobId }) => jobs.get(jobId),
      'jobs.cancel': ({ jobId }) => ({ cancelled: jobs.cancel(jobId) }),
      'backups.create': async (_, call) => {
        const backup = await copying.run(() => backups.create(ledger.database.reader, 'manual', call.step))
        await writing.run(async () =>
          recordAside(ledger, 'backups.create', () => ({ subject: '账本', what: '备份', after: { 备份: backup.backupId } })),
        )
        emit({ type: 'changed', topics: [...contract['backups.create'].changes, 'journal'] })
        return backup
      },
      'backups.list': () => ({ backups: backups.list() }),
      'backups.restore': ({ backupId }, call) => restore(backupId, call.step),
    }

    /** A refusal as it is; anything else is our fault: it is logged for us, and said without its insides. */
    const answerTo = (where: string, error: unknown): { ok: false; error: Failure } => {
      const known = failureOf(error)
      if (!known) log.fault(where, error)
      return failed(known ?? engineFault)
    }

    const run = async <N extends OperationName>(name: N, input: Input<N>, step: Call['step']): Promise<Answer> => {
      try {
        const value = await handlers[name](input, callFor(name, input, step))
        if (checksAnswers) contract[name].output.parse(value)
        return { ok: true, value }
      } catch (error) {
        return answerTo(name, error)
      }
    }

    return {
      async call(name, input, { wait }) {
        if (!isOperationName(name))
          return failed({ code: 'input.operation', message: `没有“${name.slice(0, 80)}”这个操作`, next: '请对照操作清单' })
        const parsed = contract[name].input.safeParse(input ?? {})
        if (!parsed.success) return failed(inputFailure(parsed.error.issues))
        const checked = wellFormed(parsed.data) as Input<typeof name>
        if (!contract[name].job) return run(name, checked, async () => undefined)
        const { jobId, finished } = jobs.start(name, (step) => run(name, checked, step))
        return wait ? finished : { ok: true, value: { jobId } }
      },
      async putFile(name, bytes) {
        try {
          const taken = await files.take(bytes)
          const { fileId } = await write((services) => services.files.record(name, taken))
          return { ok: true, value: { fileId } }
        } catch (error) {
          return answerTo('putFile', error)
        }
      },
      async getFile(fileId) {
        try {
          const file = read((services) => services.files.require(fileId))
          return { ok: true, value: { name: file.name, size: Number(file.size), path: file.path } }
        } catch (error) {
          return answerTo('getFile', error)
        }
      },
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      async close() {
        ending.abort()
        exchange.stop()
        await jobs.cancelAll()
        await automatic
        await dailyBackup
        try {
          await writing.run(async () => ledger.database.close())
        } finally {
          lock.release()
        }
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

const failed = (error: Failure): { ok: false; error: Failure } => ({ ok: false, error })
