import { measureImport } from '../test/performance/measure-import.ts'
import { measureLedger } from '../test/performance/measure-ledger.ts'
import { measureOutbox } from '../test/performance/measure-outbox.ts'
import { measurePackage } from '../test/performance/measure-package.ts'
import { measureScroll } from '../test/performance/measure-scroll.ts'
import { measureStart } from '../test/performance/measure-start.ts'
import { buildIfStale } from './install.mjs'

/** npm run bench: how fast, as ratios within one run. Nothing here passes or fails; it prints. */
await buildIfStale()
for (const measure of [measureLedger, measureImport, measurePackage, measureOutbox, measureStart, scroll])
  console.log((await measure()).join('\n'))

async function scroll(): Promise<string[]> {
  const wheel = await measureScroll(100)
  const dragged = await measureScroll(3_000)
  const line = (what: string, of: typeof wheel) =>
    `  ${what}  median ${of.median.toFixed(1)} ms, worst ${of.worst.toFixed(1)} ms, ${of.longFrames} of ${of.frames} frames over 25 ms`
  return ['表格滚动（100 000 行，1920×1080）', line('a turning wheel       ', wheel), line('a dragged scroll bar  ', dragged)]
}
