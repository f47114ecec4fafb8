import type { Handlers } from '../call.ts'
import type { Clock } from '../clock.ts'
import { readStoredFile } from '../files/service.ts'
import type { FileFolder } from '../files/service.ts'
import type { Exchange } from './exchange.ts'
import { handOver } from './hand-over.ts'
import { importReceipts } from './import-receipts.ts'
import { readFileAsReceipt } from './receipt-file.ts'
import type { Ledger } from './take-in.ts'

/** @param ledgerFor the ledger as the operator on duty may write to it, in many short transactions */
export const syncHandlers = (
  folder: FileFolder,
  clock: Clock,
  exchange: Exchange,
  ledgerFor: (name: 'outbox.exchange' | 'channels.test', step: Ledger['step']) => Ledger,
) =>
  ({
    'channels.list': (_, call) => call.read((services) => services.channels.list()),
    'channels.save': (input, call) => call.write((services) => services.channels.save(input)),
    'channels.test': (input, call) => exchange.test(ledgerFor('channels.test', call.step), input),
    'outbox.list': ({ open }, call) => call.read((services) => services.outbox.list(open)),
    'outbox.queue': ({ filingIds }, call) => call.write((services) => services.outbox.queue(filingIds)),
    'outbox.withdraw': ({ filingId }, call) => call.write((services) => ({ withdrawn: services.outbox.withdraw(filingId) })),
    'outbox.retry': ({ filingId }, call) => call.write((services) => services.outbox.retry(filingId)),
    'outbox.exchange': (input, call) => exchange.run(ledgerFor('outbox.exchange', call.step), input),
    'outbox.attempts': ({ filingId }, call) => ({
      attempts: call
        .read((services) => services.outbox.attemptsOf(filingId))
        .map(({ at, finished_at, channel, what, result, detail }) => ({
          at,
          finishedAt: finished_at,
          channel,
          what,
          result: result ?? ('running' as const),
          detail: detail ?? '',
        })),
    }),
    'outbox.handOver': (input, call) => handOver(input, call, folder, clock),
    'filings.importReceipts': (input, call) => importReceipts(input, call, folder),
    'exceptions.list': ({ open }, call) => call.read((services) => services.receiptIntake.list(open)),
    'exceptions.retry': async ({ exceptionId }, call) => {
      const { name, file } = call.read((services) => {
        const row = services.receiptIntake.requireOpen(exceptionId)
        return { name: row.name, file: services.files.require(row.file_id) }
      })
      const read = readFileAsReceipt({ name, origin: '', bytes: await readStoredFile(file) })
      return call.write((services) => services.receiptIntake.retry(exceptionId, read, file.file_id))
    },
    'exceptions.settle': (input, call) => call.write((services) => services.receiptIntake.settle(input)),
  }) satisfies Partial<Handlers>
