import { createHash, randomUUID } from 'node:crypto'
import { existsSync, openSync, writeSync, fsyncSync, closeSync, renameSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal, refuse } from '../../../shared/contract/errors.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import { FileStore } from './store.ts'
import type { FileRow } from './store.ts'

const mebibyte = 1024 * 1024
/** Larger than any workbook of a factory and any attachment an authority takes. */
export const largestFile = 256 * mebibyte

/** Bytes that are on the disk under a new id, not yet known to the ledger. */
interface TakenBytes {
  fileId: string
  size: number
  sha256: string
}

/** The folder of stored bytes. A file has its name only when all of it is on the disk. */
export class FileFolder {
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  path(fileId: string): string {
    return join(this.folder, fileId)
  }

  /** For bytes that no file of the ledger names any more. */
  remove(fileId: string): void {
    rmSync(this.path(fileId), { force: true })
  }

  /** @throws Refusal file.tooLarge, file.diskFull, file.brokenOff; nothing is left behind, nor where the stream breaks off. */
  async take(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, largest = largestFile): Promise<TakenBytes> {
    const fileId = randomUUID()
    const working = `${this.path(fileId)}.tmp`
    const hash = createHash('sha256')
    const descriptor = openSync(working, 'wx')
    let size = 0
    try {
      for await (const chunk of bytes) {
        size += chunk.length
        if (size > largest) {
          refuse({
            code: 'file.tooLarge',
            message: `文件超过 ${largest / mebibyte} MB，没有保存`,
            next: '请确认选对了文件；清单可以分月导出后分别导入',
          })
        }
        hash.update(chunk)
        for (let written = 0; written < chunk.length;) written += writeSync(descriptor, chunk, written)
      }
      fsyncSync(descriptor)
      closeSync(descriptor)
    } catch (error) {
      closeSync(descriptor)
      rmSync(working, { force: true })
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
        throw new Refusal({
          code: 'file.diskFull',
          message: '磁盘空间不足，文件没有保存',
          next: '请清理磁盘后重试；账本没有受影响',
        })
      }
      // What comes from the disk is known by its system call; all else is the sender that has gone.
      if (error instanceof Refusal || (error instanceof Error && 'syscall' in error)) throw error
      throw new Refusal({ code: 'file.brokenOff', message: '文件传输中断，没有保存', next: '请重新选择文件' })
    }
    renameSync(working, this.path(fileId))
    return { fileId, size, sha256: hash.digest('hex') }
  }
}

/** A stored file and where its bytes lie. */
export type StoredFile = FileRow & { path: string }

/** Stored files: uploads, refused rows, exported packages. Bytes are kept under an id and never changed. */
export class FilesService {
  private readonly store: FileStore
  private readonly folder: FileFolder
  private readonly clock: Clock

  constructor(db: Database, folder: FileFolder, clock: Clock) {
    this.store = new FileStore(db)
    this.folder = folder
    this.clock = clock
  }

  /** Makes taken bytes known under a name. */
  record(name: string, taken: TakenBytes): { fileId: string; name: string; size: number; sha256: string } {
    const file = { ...taken, name: safeName(name), createdAt: this.clock.now() }
    this.store.insert(file)
    return file
  }

  /** The oldest file whose bytes are the same, and still there. */
  sameBytes({ fileId, sha256 }: { fileId: string; sha256: string }): StoredFile | undefined {
    return this.store
      .withHash(sha256)
      .map((file) => ({ ...file, path: this.folder.path(file.file_id) }))
      .find((file) => file.file_id !== fileId && existsSync(file.path))
  }

  /** Takes a file that nothing names out of the ledger; false where something does. Its bytes go when this is committed. */
  forget(fileId: string): boolean {
    return this.store.removeUnused(fileId)
  }

  /** @throws Refusal file.notFound, file.missing */
  require(fileId: string): StoredFile {
    const file = this.store.find(fileId) ?? refuse({ code: 'file.notFound', message: '没有这个文件', next: '请重新选择文件' })
    const path = this.folder.path(fileId)
    if (!existsSync(path))
      refuse({ code: 'file.missing', message: `文件“${file.name}”的内容已不在数据文件夹中`, next: '请重新选择文件' })
    return { ...file, path }
  }
}

/** The bytes of a stored file, as they were taken in. @throws Refusal file.changed */
export async function readStoredFile(file: StoredFile): Promise<Uint8Array> {
  const bytes = await readFile(file.path)
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) {
    refuse({ code: 'file.changed', message: `文件“${file.name}”的内容已被改动`, next: '请重新选择文件' })
  }
  return bytes
}

const longestName = 200
/** Windows takes these for devices, whatever their extension. */
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i

/**
 * A name for a person to read, that any system can save under, never a path: separators, control characters and those that turn
 * the direction of reading round are taken out. What is too long loses its middle, not its extension.
 */
function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f<>:"/\\|?*]/g, '_')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .replace(device, '_$&')
  const extension = /\.[^.]{1,16}$/.exec(plain)?.[0] ?? ''
  const stem = plain.slice(0, plain.length - extension.length).slice(0, longestName - extension.length)
  return (stem + extension).toWellFormed() || '未命名'
}
