import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Output } from '../shared/contract/contract.ts'
import { openEngine, samples } from './engine.ts'
import type { Engine } from './engine.ts'
import { readyForReport } from './ready-for-report.ts'

/** factory-a from an empty ledger to the closing notice, through the operations that the window uses. */
let engine: Engine
beforeEach(async () => {
  engine = await openEngine({ now: '2025-02-08T01:00:00.000Z' })
})
afterEach(() => engine.close())

const file = (name: string) => engine.putFile(join(samples, 'factory-a', name))
const at = (day: string) => engine.setNow(`${day}T01:00:00.000Z`)
const passphrase = '保税口令2025'

/** An answer of customs as the import client lays it in its InBox. */
function receipt(
  message: 'EML201' | 'EML211' | 'EML221',
  fields: { innerNo: string; handbookNo: string; result: string; at: string; notes?: string[] },
) {
  const checks = (fields.notes ?? []).map((note) => `<CheckInfo><note>${note}</note></CheckInfo>`).join('')
  const body = `<HdeApprResult><etpsPreentNo>${fields.innerNo}</etpsPreentNo><businessId>${fields.handbookNo}</businessId><tmsCnt>0</tmsCnt><typecd>1</typecd><manageResult>${fields.result}</manageResult><manageDate>${fields.at} 10:00:00</manageDate><rmk></rmk></HdeApprResult>`
  return engine.put(
    `Receipt_${message}.xml`,
    Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><${message}>${body}${checks}</${message}>`),
  )
}

async function sign(filing: Output<'filings.get'>): Promise<void> {
  expect(filing.checks.filter(({ severity }) => severity === 'blocks')).toEqual([])
  const keys = (await engine.call('keys.list', {})).keys
  const key = keys[0] ?? (await engine.call('keys.create', { name: '申报', passphrase }))
  await engine.call('filings.sign', { filingId: filing.filingId, keyId: key.keyId, passphrase })
}

async function fileDraft(draftId: string): Promise<Output<'filings.get'>> {
  const { documents } = await engine.call('handbookDrafts.check', { draftId })
  for (const { requirement, required, files, name } of documents) {
    if (required && files.length === 0)
      await engine.call('handbookDrafts.attach', {
        draftId,
        requirement,
        fileId: await engine.put(`${name}.pdf`, Buffer.from(name)),
      })
  }
  const { checks } = await engine.call('handbookDrafts.check', { draftId })
  expect(checks.filter(({ severity }) => severity === 'blocks')).toEqual([])
  const filing = await engine.call('filings.createHandbookFiling', { draftId })
  await sign(filing)
  return filing
}

test('a handbook lives from its draft to its closing notice', { timeout: 120_000 }, async () => {
  await engine.call('enterprise.save', {
    name: '示例电子（苏州）有限公司',
    creditCode: '91320594MA1202516U',
    customsCode: '3205940251',
  })
  const prepares = await engine.call('operators.save', { name: '制单员', roles: ['prepares'] })
  const reviews = await engine.call('operators.save', { name: '申报员', roles: ['reviews', 'declares'] })
  const onDuty = (who: typeof prepares) => engine.call('operators.takeOver', { operatorId: who.operatorId })

  // The draft, from the workbook of the factory; the information table takes its headings.
  await onDuty(prepares)
  const draft = await engine.call('handbookDrafts.importWorkbook', { fileId: await file('手册.xlsx') })
  expect(draft).toMatchObject({ kind: 'filing', state: 'editing', problems: 0 })
  const codes: string[] = []
  for (const body of ['materials', 'products'] as const) {
    const { rows } = await engine.call('handbookDrafts.rows', { draftId: draft.draftId, body })
    codes.push(...rows.map(({ cells }) => cells['hsCode'] ?? ''))
  }
  await engine.call('capability.save', { filledOn: '2025-01-20', headings: [...new Set(codes.map((code) => code.slice(0, 4)))] })
  await onDuty(reviews)
  const filing = await fileDraft(draft.draftId)
  at('2025-02-09')
  const handbookNo = 'C23325020251'
  const approved = await engine.call('filings.importReceipts', {
    fileId: await receipt('EML201', { innerNo: draft.innerNo, handbookNo, result: '1', at: '2025-02-09' }),
  })
  expect(approved.read).toMatchObject([{ filingId: filing.filingId, result: 'approved' }])
  expect(await engine.call('handbooks.get', { handbookNo })).toMatchObject({ establishedOn: '2025-02-09', validTo: '2026-02-08' })

  // Lists and work orders of the year. Two periods of self-verification: one explains, another approves.
  at('2026-01-05')
  await onDuty(prepares)
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId: await file('核注清单.xlsx') })
  await engine.call('workOrders.importWorkbook', { handbookNo, fileId: await file('工单.xlsx') })
  await engine.call('selfVerification.state', { creditLevel: 'general', traceable: true })
  expect((await engine.call('selfVerification.drift', { handbookNo })).rows.length).toBeGreaterThan(0)
  for (const wanted of ['2025-04-01', '2025-07-01']) {
    const { next } = await engine.call('selfVerification.periods', { handbookNo })
    if (next === null) throw new Error('no next period')
    expect(next.from).toBe(wanted)
    const { points } = await engine.call('selfVerification.compare', { handbookNo, ...next })
    for (const { productSeq, version, materialSeq } of points.filter(({ open }) => open === 'explain')) {
      const point = { handbookNo, ...next, productSeq, version, materialSeq }
      await onDuty(prepares)
      await engine.call('selfVerification.explain', { ...point, explanation: '试产损耗，工艺部已确认' })
      expect((await engine.refused('selfVerification.approve', point)).code).toMatch(/^operator\.|^selfVerification\./)
      await onDuty(reviews)
      await engine.call('selfVerification.approve', point)
    }
    await sign(await engine.call('filings.createSelfVerification', { handbookNo, ...next }))
  }
  expect((await engine.call('selfVerification.periods', { handbookNo })).records).toHaveLength(2)

  // A change and an extension, in force when customs has approved them.
  at('2026-01-20')
  await onDuty(prepares)
  const change = await engine.call('handbookDrafts.createChange', { handbookNo })
  const { rows } = await engine.call('handbookDrafts.rows', { draftId: change.draftId, body: 'materials' })
  const first = rows[0]
  if (!first?.rowId) throw new Error('no first row')
  await engine.call('handbookDrafts.saveRows', {
    draftId: change.draftId,
    body: 'materials',
    rows: [{ rowId: first.rowId, cells: { quantity: '1000' } }],
  })
  const compared = await engine.call('handbookDrafts.compare', { draftId: change.draftId })
  expect(compared.bodies.flatMap(({ rows: changed }) => changed.map(({ key, mark }) => [key, mark]))).toEqual([['1', '1']])
  await onDuty(reviews)
  await engine.call('capability.save', { filledOn: '2026-01-15', headings: [...new Set(codes.map((code) => code.slice(0, 4)))] })
  const changed = await fileDraft(change.draftId)
  await engine.call('filings.recordAnswer', { filingId: changed.filingId, result: 'approved', answeredOn: '2026-01-20' })
  expect((await engine.call('handbooks.materials', { handbookNo, limit: 1 })).rows[0]?.quantity).toBe('1000')

  const extension = await engine.call('handbookDrafts.createChange', { handbookNo, validTo: '2026-08-08' })
  const extended = await fileDraft(extension.draftId)
  at('2026-01-25')
  await engine.call('filings.recordAnswer', { filingId: extended.filingId, result: 'approved', answeredOn: '2026-01-25' })
  expect(await engine.call('handbooks.get', { handbookNo })).toMatchObject({ validTo: '2026-08-08' })

  // The last export is what the ledger says; the report, its acceptance, the notice.
  at('2026-02-05')
  const life = await engine.call('handbooks.life', { handbookNo })
  expect(life).toMatchObject({ state: 'executing', extensions: 1 })
  await engine.call('handbooks.markLastExport', { handbookNo, on: life.lastExportInLedger })
  await readyForReport(engine, handbookNo)
  const report = await engine.call('filings.createWriteOffReport', { handbookNo })
  await sign(report)
  at('2026-02-12')
  const accepted = await receipt('EML221', { innerNo: draft.innerNo, handbookNo, result: '2', at: '2026-02-11' })
  expect((await engine.call('filings.importReceipts', { fileId: accepted })).read).toMatchObject([
    { filingId: report.filingId, result: 'approved' },
  ])
  expect((await engine.call('handbooks.life', { handbookNo })).dates).toMatchObject([{ rule: 'R-18', raw: '2026-03-13' }])
  expect(await engine.call('handbooks.close', { handbookNo, on: '2026-02-12', noticeNo: '核销2026-0018' })).toEqual({
    keepUntil: '2029-02-12',
  })
  expect(await engine.call('handbooks.life', { handbookNo })).toMatchObject({ state: 'closed', keepUntil: '2029-02-12' })

  // Everything stands in the journal, in the name of who did it.
  const { rows: journal } = await engine.call('journal.list', { limit: 1000 })
  expect(new Set(journal.map(({ operatorName }) => operatorName))).toEqual(new Set(['', '制单员', '申报员']))
  expect(journal[0]).toMatchObject({ operation: 'handbooks.close', operatorName: '申报员', subject: `手册 ${handbookNo}` })
})
