import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openUntouched } from '../../electron/engine/database/connection.ts'
import { contract, isOperationName } from '../../shared/contract/contract.ts'
import type { OperationName } from '../../shared/contract/contract.ts'
import { openEngine } from '../engine.ts'
import type { Engine } from '../engine.ts'

const handbookNo = 'C23325020251'
const id = '0193a5b0-7c00-7000-8000-000000000001'
/** What any input of the contract may be made of, by the name of its field. */
const plausible: Record<string, unknown> = {
  name: '张三',
  roles: ['prepares'],
  creditCode: '91320594MA1202516U',
  customsCode: '3205940251',
  handbookNo,
  signedByAnother: true,
  onBadRows: 'skip',
  asOf: '2025-12-31',
  columns: [{ title: '序号', numeric: true }],
  rows: [['1']],
}

function journalIn(engine: Engine): { id: bigint }[] {
  const db = openUntouched(join(engine.dataFolder, 'ledger.db'))
  try {
    return db.prepare<[], { id: bigint }>('SELECT * FROM journal ORDER BY id').all()
  } finally {
    db.close()
  }
}

const printed = (rows: unknown): string =>
  JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

/** Operations that change nothing by the contract are no deeds; the ledger must not be taken away under the test. */
const writing = Object.keys(contract)
  .filter(isOperationName)
  .filter((name) => contract[name].changes.length > 0 && name !== 'backups.restore')

test(
  'whatever is called, the entries before stay as they are, and no passphrase gets into the journal or into the log',
  { timeout: 60_000 },
  async () => {
    const engine = await openEngine()
    try {
      await engine.call('enterprise.loadSample', {})
      const secret = fc.stringMatching(/^[a-z]{4}-geheim-[0-9]{6}$/)
      // Every operation at least once, in an order of its own each time.
      const calls = fc.tuple(fc.shuffledSubarray(writing, { minLength: writing.length }), secret)
      let written = 0
      let people = 0
      await fc.assert(
        fc.asyncProperty(calls, async ([names, marker]) => {
          for (const name of names) {
            const before = journalIn(engine)
            await engine.application.call(name, inputOf(name, marker), { wait: true })
            const after = journalIn(engine)
            expect(after.slice(0, before.length), name).toEqual(before)
            written += after.length - before.length
            expect(printed(after), name).not.toContain(marker)
          }
          // Right ones, too, so that the refusals above are not all there is.
          const { operatorId } = await engine.call('operators.save', {
            name: `第 ${++people} 位`,
            roles: ['prepares'],
            passphrase: marker,
          })
          await engine.call('operators.takeOver', { operatorId, passphrase: marker })
          const { keyId } = await engine.call('keys.create', { name: '一号', passphrase: marker })
          expect(keyId).not.toBe('')
          expect(printed(journalIn(engine))).not.toContain(marker)
          for (const file of readdirSync(engine.dataFolder, { withFileTypes: true }).filter((each) => each.isFile()))
            expect(readFileSync(join(engine.dataFolder, file.name)).includes(marker), file.name).toBe(false)
        }),
        { numRuns: 4, endOnFailure: true },
      )
      expect(written).toBeGreaterThan(20)
    } finally {
      await engine.close()
    }
  },
)

function inputOf(name: OperationName, marker: string): Record<string, unknown> {
  const ids = Object.fromEntries(['operatorId', 'filingId', 'keyId', 'fileId', 'draftId'].map((field) => [field, id]))
  // A new operator has no id yet.
  const { operatorId: _none, ...withoutOperator } = ids
  return { ...plausible, ...(name === 'operators.save' ? withoutOperator : ids), passphrase: marker }
}
