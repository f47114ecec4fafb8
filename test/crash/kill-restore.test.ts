import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readPackage } from '../../electron/engine/packages/read-package.ts'
import { openEngine } from '../engine.ts'
import { foundEnterprise, makeListFiling, passphrase } from './filing-maker.ts'

test('killed the moment an older backup has taken the place of the books, the chain goes on behind what was signed', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'bonded-ledger-restore-'))
  try {
    let engine = await openEngine({ dataFolder, now: '2026-01-05T01:00:00.000Z' })
    const keyId = await foundEnterprise(engine)
    const sign = async (quantity: string) => {
      const filingId = await makeListFiling(engine, quantity, '2026-01-05')
      return engine.call('filings.sign', { filingId, keyId, passphrase })
    }
    const { backupId } = await engine.call('backups.create', {})
    const { packageSha256 } = await sign('1')
    await engine.close()

    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('./restoring-child.ts', import.meta.url)), dataFolder, backupId],
      {
        stdio: 'inherit',
      },
    )
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])

    engine = await openEngine({ dataFolder, now: '2026-01-06T01:00:00.000Z' })
    expect((await engine.call('filings.list', {})).filings).toEqual([])
    const { filingId } = await sign('2')
    const { fileId } = await engine.call('filings.export', { filingId })
    expect(readPackage(await engine.bytesOf(fileId)).manifest).toMatchObject({
      sequence: 2,
      previousPackageSha256: packageSha256,
    })
    expect((await engine.call('journal.list', {})).rows.map(({ what }) => what)).toContainEqual(expect.stringContaining('恢复到'))
    await engine.close()
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}, 120_000)
