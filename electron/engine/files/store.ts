import type { Database } from '../database/connection.ts'

export interface FileRow {
  file_id: string
  name: string
  size: bigint
  sha256: string
  created_at: string
}

export class FileStore {
  private readonly insertFile
  private readonly fileById
  private readonly filesByHash
  private readonly removeFile

  constructor(db: Database) {
    this.insertFile = db.prepare<[string, string, bigint, string, string]>('INSERT INTO stored_file VALUES (?, ?, ?, ?, ?)')
    this.fileById = db.prepare<[string], FileRow>('SELECT * FROM stored_file WHERE file_id = ?')
    this.filesByHash = db.prepare<[string], FileRow>('SELECT * FROM stored_file WHERE sha256 = ? ORDER BY created_at, file_id')
    this.removeFile = db.prepare<[string]>('DELETE FROM stored_file WHERE file_id = ?')
  }

  insert(file: { fileId: string; name: string; size: number; sha256: string; createdAt: string }): void {
    this.insertFile.run(file.fileId, file.name, BigInt(file.size), file.sha256, file.createdAt)
  }

  find(fileId: string): FileRow | undefined {
    return this.fileById.get(fileId)
  }

  withHash(sha256: string): FileRow[] {
    return this.filesByHash.all(sha256)
  }

  /** The foreign keys know who names it. */
  removeUnused(fileId: string): boolean {
    try {
      return this.removeFile.run(fileId).changes > 0
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return false
      throw error
    }
  }
}
