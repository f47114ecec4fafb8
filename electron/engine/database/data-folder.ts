import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { refuse } from '../../../shared/contract/errors.ts'

export interface DataFolder {
  root: string
  database: string
  lock: string
  /** Bytes of stored files, named by their id. */
  files: string
  backups: string
}

/** Folders that a program copies or locks behind our back; WAL does not survive them (RELIABILITY §3). */
const synced = /(^|[\\/])(onedrive|dropbox|google ?drive|icloud ?drive|坚果云|百度网盘)([^\\/]*)([\\/]|$)/i

/** Makes the folder where needed. @throws Refusal engine.folderUnsafe, engine.folderUnwritable */
export function openDataFolder(path: string): DataFolder {
  const root = resolve(path)
  // As given, too: only Windows keeps the two separators when it resolves a path.
  if ([path, root].some((each) => /^[\\/]{2}/.test(each))) {
    refuse({
      code: 'engine.folderUnsafe',
      message: `数据文件夹在网络位置上（${root}），账本在那里可能损坏`,
      next: '请放在本机磁盘',
    })
  }
  if (synced.test(root)) {
    refuse({
      code: 'engine.folderUnsafe',
      message: `数据文件夹在同步盘里（${root}），同步程序可能损坏账本`,
      next: '请放在不同步的本机文件夹',
    })
  }
  const folder = {
    root,
    database: join(root, 'ledger.db'),
    lock: join(root, 'ledger.lock'),
    files: join(root, 'files'),
    backups: join(root, 'backups'),
  }
  try {
    for (const each of [folder.root, folder.files, folder.backups]) mkdirSync(each, { recursive: true })
  } catch {
    refuse({
      code: 'engine.folderUnwritable',
      message: `不能在 ${root} 建立数据文件夹`,
      next: '请检查磁盘与权限，或换一个文件夹',
    })
  }
  return folder
}

/** Takes away what a killed run was still writing: it never had its name. Only for the holder of the folder's lock. */
export function sweepLeftovers(folder: DataFolder): void {
  for (const place of [folder.root, folder.files, folder.backups]) {
    for (const name of readdirSync(place)) {
      if (/\.(tmp|restore)(-journal|-wal|-shm)?$/.test(name)) rmSync(join(place, name), { force: true })
    }
  }
}
