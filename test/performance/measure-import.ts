import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { headTable, lineTable } from '../../electron/engine/bonded-lists/read-lists.ts'
import { openWorkbook } from '../../electron/engine/workbook/read-workbook.ts'
import { writeWorkbook } from '../../electron/engine/workbook/write-workbook.ts'
import { openEngine, samples } from '../engine.ts'

const handbookNo = 'C23325020251'
const lines = 100_000
const linesPerList = 10

/** A workbook of 100 000 list lines under the sample handbook. */
function workbook(): Promise<Uint8Array> {
  const listNo = (index: number) => `QD233225I${String(index).padStart(9, '0')}`
  return writeWorkbook([
    {
      name: '清单表头',
      columns: headTable.columns.map(({ heading }) => ({ title: heading })),
      rows: Array.from({ length: lines / linesPerList }, (_, index) => [
        listNo(index),
        `N-${index}`,
        handbookNo,
        'I',
        'I',
        '0615',
        '普通清单',
        `2025-03-${String((index % 28) + 1).padStart(2, '0')}`,
        '',
        '已核扣',
      ]),
    },
    {
      name: '清单表体',
      columns: lineTable.columns.map(({ heading }) => ({ title: heading })),
      rows: Array.from({ length: lines }, (_, index) => [
        listNo(Math.floor(index / linesPerList)),
        String((index % linesPerList) + 1),
        String((index % 41) + 1),
        `${(index % 9_999) + 1}.${String(index % 99_999).padStart(5, '0')}`,
        '1.5',
        '100.25',
        '502',
        '',
      ]),
    },
  ])
}

/** One run in a process of its own: reads the cells alone, or imports; prints milliseconds and peak memory in MB. */
async function run(path: string, what: 'read' | 'import'): Promise<void> {
  const bytes = readFileSync(path)
  let took = 0
  if (what === 'read') {
    const startedAt = performance.now()
    const book = await openWorkbook(bytes)
    for (const [index] of book.sheets.entries()) for await (const row of book.rows(index)) void row
    took = performance.now() - startedAt
  } else {
    const engine = await openEngine()
    await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${samples}factory-a/手册.xlsx`) })
    const fileId = await engine.put('lists.xlsx', bytes)
    const startedAt = performance.now()
    const result = await engine.call('bondedLists.importWorkbook', { handbookNo, fileId })
    took = performance.now() - startedAt
    if (result.lines !== lines) throw new Error(`booked ${result.lines} lines`)
    await engine.close()
  }
  process.stdout.write(JSON.stringify({ took, peak: process.resourceUsage().maxRSS / 1024 }))
}

/** Import of 100 000 list lines, checked and booked, against reading the same cells alone; in turn, each in a process of its own. */
export async function measureImport(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-'))
  try {
    const path = join(folder, 'lists.xlsx')
    writeFileSync(path, await workbook())
    const once = (what: 'read' | 'import') =>
      JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), path, what], { encoding: 'utf8' })) as {
        took: number
        peak: number
      }
    const pairs = Array.from({ length: 5 }, () => ({ read: once('read'), import: once('import') }))
    const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
    return [
      `清单导入（${lines} 行）`,
      `  reading the cells alone  ${middle(pairs.map((pair) => pair.read.took)).toFixed(0)} ms`,
      `  import, checked, booked  ${middle(pairs.map((pair) => pair.import.took)).toFixed(0)} ms   ratio ${middle(pairs.map((pair) => pair.import.took / pair.read.took)).toFixed(2)}   (goal: at most 3)`,
      `  peak memory              ${middle(pairs.map((pair) => pair.import.peak)).toFixed(0)} MB   (goal: under 500 MB)`,
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [, script, path, what] = process.argv
if (script === fileURLToPath(import.meta.url) && path && (what === 'read' || what === 'import')) await run(path, what)
