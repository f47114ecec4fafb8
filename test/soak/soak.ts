// npm run soak -- [--filings 10000] [--kills 200] [--authority-kills 50] [--seed N]: the long form of test/crash/kill-exchange.test.ts
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { differences, runExchange } from '../crash/exchange.ts'

const { values } = parseArgs({
  options: {
    filings: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '200' },
    'authority-kills': { type: 'string', default: '50' },
    seed: { type: 'string', default: `${Date.now() % 2 ** 31}` },
  },
})
const plan = {
  filings: Number(values.filings),
  kills: Number(values.kills),
  authorityKills: Number(values['authority-kills']),
  seed: Number(values.seed),
}
const began = performance.now()
const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`
const folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-soak-'))
console.log(
  `seed ${plan.seed}: ${plan.filings} filings, ${plan.kills} kills of the engine, ${plan.authorityKills} of the authority; in ${folder}`,
)
const found = await runExchange({ ...plan, folder, say: (text) => console.log(`${seconds()}  ${text}`) })
const said = differences(found, plan.filings)
console.log(`${seconds()}  ${JSON.stringify(found.counts)}, ${found.exceptions.open.length} exceptions`)
for (const difference of said.slice(0, 50)) console.log(`!! ${difference}`)
console.log(said.length === 0 ? '0 lost, 0 doubled, both sides hold the same' : `${said.length} differences; the folder is kept`)
if (said.length === 0) rmSync(folder, { recursive: true, force: true })
process.exitCode = said.length === 0 ? 0 : 1
