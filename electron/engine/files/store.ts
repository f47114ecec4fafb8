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

  constructor(db: Database) {
    this.insertFile = db.prepare<[string, string, bigint, string, string]>('INSERT INTO stored_file VALUES (?, ?, ?, ?, ?)')
    this.fileById = db.prepare<[string], FileRow>('SELECT * FROM stored_file WHERE file_id = ?')
  }

  insert(file: { fileId: string; name: string; size: number; sha256: string; createdAt: string }): void {
    this.insertFile.run(file.fileId, file.name, BigInt(file.size), file.sha256, file.createdAt)
  }

  find(fileId: string): FileRow | undefined {
    return this.fileById.get(fileId)
  }
}
