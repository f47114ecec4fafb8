import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataFolder, sweepLeftovers } from './data-folder.ts'

let root: string
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'bonded-ledger-folder-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const refusal = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) })

test('makes what is missing, and takes what is there', () => {
  const folder = openDataFolder(join(root, '数据', 'a'))
  expect([folder.root, folder.files, folder.backups].every((each) => existsSync(each))).toBe(true)
  expect(openDataFolder(join(root, '数据', 'a'))).toEqual(folder)
})

test.each(['\\\\server\\share\\账本', '//server/share/ledger', '\\\\?\\UNC\\server\\share'])(
  'a network path is refused: %s',
  (path) => {
    expect(() => openDataFolder(path)).toThrow(refusal('engine.folderUnsafe'))
  },
)

test.each(['OneDrive', 'OneDrive - 某某公司', 'Dropbox', 'Google Drive', 'iCloudDrive', '坚果云', '百度网盘'])(
  'a folder of %s is refused',
  (name) => {
    expect(() => openDataFolder(join(root, name, '账本'))).toThrow(refusal('engine.folderUnsafe'))
    expect(existsSync(join(root, name))).toBe(false)
  },
)

test('a file in the place of the folder is refused', () => {
  const path = join(root, 'a')
  writeFileSync(path, '')
  expect(() => openDataFolder(path)).toThrow(refusal('engine.folderUnwritable'))
})

test('what a killed run was still writing is taken away, and nothing else', () => {
  const folder = openDataFolder(root)
  const keep = [
    folder.database,
    `${folder.database}-wal`,
    folder.lock,
    join(folder.files, 'a'),
    join(folder.backups, 'b.db'),
    join(folder.backups, 'b.json'),
  ]
  const drop = [
    join(folder.files, 'a.tmp'),
    join(folder.backups, 'b.tmp'),
    join(folder.backups, 'b.tmp-journal'),
    join(folder.backups, 'b.tmp-wal'),
    join(folder.backups, 'b.json.tmp'),
    `${folder.database}.restore`,
    `${folder.database}.restore-shm`,
  ]
  for (const path of [...keep, ...drop]) writeFileSync(path, '')
  sweepLeftovers(folder)
  expect(keep.filter((path) => !existsSync(path))).toEqual([])
  expect(drop.filter((path) => existsSync(path))).toEqual([])
})
