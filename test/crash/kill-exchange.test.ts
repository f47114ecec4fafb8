import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { differences, runExchange } from './exchange.ts'

const plan = { filings: 60, kills: 6, authorityKills: 2, seed: Number(process.env['CRASH_SEED'] ?? Date.now() % 2 ** 31) }

test(
  `${plan.filings} filings through a channel that misbehaves, ${plan.kills} kills of the engine and ${plan.authorityKills} of the authority: each ends in one state, the same on both sides`,
  { timeout: 240_000 },
  async () => {
    const began = performance.now()
    const folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-exchange-'))
    try {
      const found = await runExchange({ ...plan, folder })
      expect(differences(found, plan.filings), `seed ${plan.seed}`).toEqual([])
      // The other side did misbehave, and both did die.
      expect(found.exceptions.open.length, `seed ${plan.seed}`).toBeGreaterThan(0)
      expect(found.counts).toMatchObject({ kills: plan.kills })
      expect(found.counts['crashes']).toBeGreaterThanOrEqual(plan.authorityKills)
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(
        `seed ${plan.seed}: ${JSON.stringify(found.counts)}, ${found.exceptions.open.length} exceptions, 0 lost, 0 doubled, ${seconds} s`,
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
