import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Child } from '../../../test/crash/child-process.ts'
import { openApplication } from '../application.ts'
import { systemClock } from '../clock.ts'
import { lockFolder } from './folder-lock.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-lock-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const inUse = expect.objectContaining({ failure: expect.objectContaining({ code: 'engine.folderInUse' }) })
const open = () => openApplication({ dataFolder: folder, clock: systemClock, programVersion: '0.0.0' })

test('a folder is opened once at a time in one process', async () => {
  const first = await open()
  await expect(open()).rejects.toEqual(inUse)
  // The refused one must not have taken the lock from the first.
  await expect(open()).rejects.toEqual(inUse)
  await first.close()
  await (await open()).close()
})

test('a folder that another process holds is refused, and free again the moment that process is killed', async () => {
  const holder = new Child<{ opened: true }>('./holding-child.ts', [folder])
  await holder.said(() => true)
  await expect(open()).rejects.toEqual(inUse)
  await holder.kill()
  await (await open()).close()
})

test('a folder that cannot be written to is refused in words', () => {
  mkdirSync(join(folder, 'ledger.lock'))
  expect(() => lockFolder(join(folder, 'ledger.lock'))).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ code: 'engine.folderUnwritable' }) }),
  )
})
