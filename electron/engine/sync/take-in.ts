import { Refusal } from '../../../shared/contract/errors.ts'
import { whatAnswersChange } from '../../../shared/contract/filings.ts'
import type { Topic } from '../../../shared/contract/operation.ts'
import type { Authority } from '../../../shared/domain/authorities.ts'
import { readStoredFile } from '../files/service.ts'
import type { FileFolder } from '../files/service.ts'
import { sha256 } from '../packages/build-package.ts'
import type { Services } from '../services.ts'
import { inOrder, isZip, readFileAsReceipt, unzip } from './receipt-file.ts'
import type { IncomingFile, ReadFile } from './receipt-file.ts'
import type { ReceiptIntake } from './receipt-intake.ts'

/** The ledger as the exchange uses it: short writes, each in one transaction, each saying what it changes. */
export interface Ledger {
  read<T>(work: (services: Services) => T): T
  write<T>(topics: readonly Topic[], work: (services: Services) => T): Promise<T>
  step: (what: string, done: number, total: number | null) => Promise<void>
}

type Taken = ReturnType<ReceiptIntake['take']>

/** The files in it where one is an archive, each read; an archive that cannot be opened is one unreadable file. */
export async function readIncoming(files: readonly IncomingFile[]): Promise<ReadFile[]> {
  const read: ReadFile[] = []
  for (const file of files) {
    if (file.spoiled !== undefined || !isZip(file.bytes)) {
      read.push(readFileAsReceipt(file))
      continue
    }
    try {
      read.push(...(await unzip(file)).map(readFileAsReceipt))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      read.push({ ...file, sha256: sha256(file.bytes), read: { reason: error.failure.message, plainlyNot: false } })
    }
  }
  return read
}

/**
 * Takes in what was read, in the order in which it was said. Bytes are on the disk before the ledger is held; those that nothing keeps
 * are gone afterwards.
 * @param also what belongs to the same transaction: that the files were seen, how far the gateway was asked
 */
export async function takeIn(
  ledger: Ledger,
  folder: FileFolder,
  files: readonly ReadFile[],
  authority: Authority | null,
  also: (services: Services) => void = () => undefined,
): Promise<Taken[]> {
  const stored = new Map<ReadFile, Awaited<ReturnType<FileFolder['take']>>>()
  try {
    for (const file of files) {
      const isNew = !ledger.read(({ receiptIntake }) => receiptIntake.isKnown(file.sha256))
      const isKept = !('reason' in file.read) || authority !== null || !file.read.plainlyNot
      if (isNew && isKept && file.fileId === undefined) stored.set(file, await folder.take([file.bytes]))
    }
    return await ledger.write(whatAnswersChange, (services) => {
      const taken = files.toSorted(inOrder).map((file) => {
        const keep = () => {
          const bytes = stored.get(file)
          if (file.fileId === undefined && !bytes) throw new Error('a file that is known is kept a second time')
          return file.fileId ?? (bytes ? services.files.record(file.name, bytes).fileId : '')
        }
        const done = services.receiptIntake.take(file, keep, authority)
        if (done.kept) stored.delete(file)
        return done
      })
      also(services)
      return taken
    })
  } finally {
    for (const { fileId } of stored.values()) folder.remove(fileId)
  }
}

/** Receipts that came before what they answer was known here: each new answer, and each sending, may have brought it. @returns how many */
export async function rematch(ledger: Ledger): Promise<number> {
  let matched = 0
  let after = 0n
  for (;;) {
    const { files, last } = ledger.read(({ receiptIntake }) => receiptIntake.waitingForTheirFiling(after))
    if (last === undefined) return matched
    await ledger.step('对应先到的回执', matched, null)
    for (const file of files) {
      const read = readFileAsReceipt({ name: file.name, origin: '', bytes: await readStoredFile(file), fileId: file.file_id })
      // Most still have none: that is found out without holding the ledger.
      if (!ledger.read(({ receiptIntake }) => receiptIntake.hasFilingNow(read))) continue
      const { filingId } = await ledger.write(whatAnswersChange, ({ receiptIntake }) => receiptIntake.rematch(read, file.file_id))
      if (filingId !== null) matched++
    }
    after = last
  }
}
