import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import { readyForReport } from '../../../test/ready-for-report.ts'

const passphrase = '出口 2025'

test(
  'of two reports of one handbook the second waits for what becomes of the first, and says so',
  { timeout: 60_000 },
  async () => {
    const engine = await openEngine({ now: '2026-02-20T01:02:03.000Z' })
    const client = mkdtempSync(join(tmpdir(), 'bonded-ledger-client-'))
    try {
      const { handbookNo } = await engine.call('enterprise.loadSample', {})
      await readyForReport(engine, handbookNo)
      const { keyId } = await engine.call('keys.create', { name: '一号', passphrase })
      const [outBox = '', sentBox = '', inBox = ''] = ['OutBox', 'SentBox', 'InBox'].map((name) => join(client, name))
      for (const box of [outBox, sentBox, inBox]) mkdirSync(box)
      await engine.call('channels.save', {
        authority: 'customs',
        kind: 'folders',
        folders: { outBox, sentBox, inBox, form: 'package' },
        gateway: {},
        automatic: false,
      })
      const signed = async () => {
        const { filingId } = await engine.call('filings.createWriteOffReport', { handbookNo })
        await engine.call('filings.sign', { filingId, keyId, passphrase })
        return filingId
      }
      const [first, second] = [await signed(), await signed()]
      await engine.call('outbox.queue', { filingIds: [second, first] })
      expect(await engine.call('outbox.exchange', {})).toMatchObject({ sent: 1 })
      const item = async () => (await engine.call('outbox.list', {})).items.find(({ filingId }) => filingId === second)
      expect(await item()).toMatchObject({ state: 'waiting', waitsFor: `前一份报核 ${handbookNo}（申报包 1）有结果` })
      expect(await engine.refused('outbox.handOver', { filingIds: [second] })).toMatchObject({ code: 'outbox.heldBack' })
      const answer = (filingId: string, result: 'manualReview' | 'returned') =>
        engine.call('filings.recordAnswer', { filingId, result, answeredOn: '2026-02-20' })
      // Received is not decided.
      await answer(first, 'manualReview')
      expect(await engine.call('outbox.exchange', {})).toMatchObject({ sent: 0 })
      await answer(first, 'returned')
      expect(await engine.call('outbox.exchange', {})).toMatchObject({ sent: 1 })
      expect(readdirSync(outBox).map((name) => name.split('_')[2])).toEqual(['0001', '0002'])
    } finally {
      await engine.close()
      rmSync(client, { recursive: true })
    }
  },
)
