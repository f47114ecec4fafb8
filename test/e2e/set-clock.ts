import { readFileSync, statSync } from 'node:fs'

/**
 * `node --import set-clock.ts host.js`, with the file of BONDED_LEDGER_TEST_CLOCK: the process takes the instant in the file for
 * now, read at every asking, so that a test can let days pass. What the product runs is not touched.
 */
const RealDate = Date
const file = process.env['BONDED_LEDGER_TEST_CLOCK'] ?? ''

function now(): number {
  const set = RealDate.parse(readFileSync(file, 'utf8').trim())
  // Time goes on within a day, for every process that has the file: what happens later is later, after a start too.
  return set + (Math.trunc(RealDate.now() - statSync(file).mtimeMs) % 3_600_000)
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: [], newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
})
