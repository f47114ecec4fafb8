import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { openEngine, samples } from '../engine.ts'
import { customsReceipt } from '../receipt-files.ts'

/**
 * An engine in a process of its own, to be killed. Told of a data folder, it takes the handbook there on from where it stands, and
 * says each step that has been answered.
 */
export const lifeSteps = ['drafted', 'filed', 'signed', 'inForce', 'made'] as const
export type LifeLine = { ready: true } | { opened: true } | { step: (typeof lifeSteps)[number] } | { end: true }

export const handbookNo = 'C23325020251'
export const passphrase = '断电口令2025'
export const now = '2026-01-05T01:00:00.000Z'

export async function live(dataFolder: string, say: (line: LifeLine) => void): Promise<void> {
  const engine = await openEngine({ dataFolder, now })
  say({ opened: true })
  const sample = (name: string) => engine.put(name, readFileSync(`${samples}factory-a/${name}`))
  let draft = (await engine.call('handbookDrafts.list', {})).drafts[0]
  if (!draft) {
    draft = await engine.call('handbookDrafts.importWorkbook', { fileId: await sample('手册.xlsx') })
    say({ step: 'drafted' })
  }
  const { draftId, innerNo } = draft
  let filing = (await engine.call('filings.list', {})).filings[0]
  if (!filing) {
    for (const { requirement, required, files } of (await engine.call('handbookDrafts.check', { draftId })).documents) {
      if (required && files.length === 0)
        await engine.call('handbookDrafts.attach', {
          draftId,
          requirement,
          fileId: await engine.put('单证.pdf', Buffer.from(requirement)),
        })
    }
    filing = await engine.call('filings.createHandbookFiling', { draftId })
    say({ step: 'filed' })
  }
  if (filing.signedAt === null) {
    const keyId = (await engine.call('keys.list', {})).keys[0]?.keyId ?? ''
    await engine.call('filings.sign', { filingId: filing.filingId, keyId, passphrase })
    say({ step: 'signed' })
  }
  if ((await engine.call('handbooks.list', {})).handbooks.length === 0) {
    const of = { etpsPreentNo: innerNo, businessId: handbookNo, manageResult: '1', manageDate: '2026-01-05 10:00:00' }
    await engine.call('filings.importReceipts', { fileId: await engine.put('回执.xml', customsReceipt('EML201', of)) })
    say({ step: 'inForce' })
  }
  if ((await engine.call('workOrders.list', { handbookNo, limit: 1 })).total === 0) {
    await engine.call('workOrders.importWorkbook', { handbookNo, fileId: await sample('工单.xlsx') })
    say({ step: 'made' })
  }
  await engine.close()
  say({ end: true })
}

if (process.argv[1] === import.meta.filename) {
  const say = (line: LifeLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`)
  // Loaded before it is told to begin, so that the next child stands by while the last one is examined.
  say({ ready: true })
  const [told] = (await once(createInterface(process.stdin), 'line')) as [string]
  await live(JSON.parse(told) as string, say)
}
