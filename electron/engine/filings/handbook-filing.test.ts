import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { clientAnswer, customsReceipt, zipped } from '../../../test/receipt-files.ts'
import { printMoney } from '../../../shared/domain/exact.ts'
import { readHandbookMessage, writeHandbookMessage } from '../../../shared/messages/handbook.ts'
import { readPackage } from '../packages/read-package.ts'
import { openWorkbook } from '../workbook/read-workbook.ts'

const passphrase = '出口 2025'
const seqNo = '202500000012345678'
const newNo = 'C23325100002'
let engine: Engine
let handbookNo: string
let keyId: string

beforeEach(async () => {
  engine = await openEngine({ now: '2025-06-01T02:00:00.000Z' })
  handbookNo = (await engine.call('enterprise.loadSample', {})).handbookNo
  keyId = (await engine.call('keys.create', { name: '一号', passphrase })).keyId
  const codes = [
    ...(await engine.call('handbooks.materials', { handbookNo, limit: 1000 })).rows,
    ...(await engine.call('handbooks.products', { handbookNo, limit: 1000 })).rows,
  ]
  await engine.call('capability.save', {
    filledOn: '2025-05-01',
    headings: [...new Set(codes.map(({ hsCode }) => hsCode.slice(0, 4)))],
  })
})
afterEach(() => engine.close())

/** A draft of a new handbook with all that R-4 asks for. */
async function draftOfNew(): Promise<string> {
  const { draftId } = await engine.call('handbookDrafts.create', { kind: 'C', copyOf: handbookNo })
  for (const requirement of ['capability', 'foreignContract'])
    await engine.call('handbookDrafts.attach', {
      draftId,
      requirement,
      fileId: await engine.put(`合同 ${requirement}.PDF`, Buffer.from(`%PDF ${requirement}`)),
    })
  return draftId
}
const firstRow = async (draftId: string) => {
  const [row] = (await engine.call('handbookDrafts.rows', { draftId, body: 'materials' })).rows
  return row?.rowId ?? 0
}
const saveFirst = async (draftId: string, cells: Record<string, string>) =>
  engine.call('handbookDrafts.saveRows', { draftId, body: 'materials', rows: [{ rowId: await firstRow(draftId), cells }] })
async function signed(draftId: string) {
  const { filingId } = await engine.call('filings.createHandbookFiling', { draftId })
  return engine.call('filings.sign', { filingId, keyId, passphrase })
}
const take = async (bytes: Uint8Array, name = '回执.xml') =>
  (await engine.call('filings.importReceipts', { fileId: await engine.put(name, bytes) })).read
const answerOf = (manageResult: string, manageDate: string, businessId = newNo, notes: string[] = []) =>
  customsReceipt('EML211', { etpsPreentNo: seqNo, businessId, manageResult, manageDate }, notes)
/** 统一编号 from the import client, by which everything that follows is known. */
const stored = async (draftId: string) => {
  const { innerNo } = await engine.call('handbookDrafts.get', { draftId })
  return take(clientAnswer({ SeqNo: seqNo, EtpsPreentNo: innerNo, DealFlag: '0' }))
}
const stateOf = async (filingId: string) => (await engine.call('filings.get', { filingId })).state
const draftState = async (draftId: string) => (await engine.call('handbookDrafts.get', { draftId })).state
const messageIn = async (filing: { files: { name: string; fileId: string }[] }) =>
  Buffer.from(await engine.bytesOf(filing.files.find(({ name }) => name === 'handbook.xml')?.fileId ?? '')).toString()
const handbooks = async () => (await engine.call('handbooks.list', {})).handbooks.map((each) => each.handbookNo)

describe('a first filing', () => {
  test('draft, filing, signature, receipts, and the handbook is in force as it was filed', async () => {
    const draftId = await draftOfNew()
    const made = await engine.call('filings.createHandbookFiling', { draftId })
    const { innerNo } = await engine.call('handbookDrafts.get', { draftId })
    expect(made).toMatchObject({ kind: 'handbookFiling', handbookNo: '', draftId, subject: innerNo, state: 'checked' })
    expect(made.files.map(({ name }) => name)).toEqual([
      'handbook.xml',
      'handbook.xlsx',
      'attachments/capability-1.pdf',
      'attachments/foreigncontract-1.pdf',
    ])
    const text = await messageIn(made)
    const message = readHandbookMessage(text)
    expect(writeHandbookMessage(message)).toBe(text)
    expect(message.declarationType).toBe('1')
    expect(new Set([...message.materials, ...message.products, ...message.consumptions].map(({ mark }) => mark))).toEqual(
      new Set(['3']),
    )
    expect([message.materials.length, message.products.length, message.consumptions.length]).toEqual([41, 11, 293])
    const workbook = await openWorkbook(await engine.bytesOf(made.files[1]?.fileId ?? ''))
    expect(workbook.sheets.map(({ name }) => name)).toEqual(['表头', '料件', '成品', '单耗', '变更对照', '随附单证', '核对'])

    const { filingId, packageName } = await engine.call('filings.sign', { filingId: made.filingId, keyId, passphrase })
    expect(packageName).toBe(`备案_${innerNo}_0001.zip`)
    expect(await draftState(draftId)).toBe('filed')
    expect(await engine.refused('handbookDrafts.saveHead', { draftId, cells: { contact: '张' } })).toMatchObject({
      code: 'draft.filed',
    })
    expect(await engine.refused('filings.createHandbookFiling', { draftId })).toMatchObject({ code: 'filing.draftLocked' })
    const { fileId } = await engine.call('filings.export', { filingId })
    expect(readPackage(await engine.bytesOf(fileId)).manifest).toMatchObject({ kind: 'handbookFiling', handbookNo: '' })

    expect(await stored(draftId)).toMatchObject([{ filingId, result: 'received' }])
    engine.setNow('2025-06-05T02:00:00.000Z')
    expect(await take(answerOf('1', '2025-06-04 15:30:00'))).toEqual([
      { name: '回执.xml', filingId, result: 'approved', message: `回执：通过（2025-06-04），手册 ${newNo} 备案生效` },
    ])
    expect(await engine.call('filings.get', { filingId })).toMatchObject({ state: 'accepted', handbookNo: newNo })
    expect(await draftState(draftId)).toBe('accepted')
    expect(await engine.call('handbooks.get', { handbookNo: newNo })).toMatchObject({ establishedOn: '2025-06-04' })
    const recorded = (await engine.call('handbooks.materials', { handbookNo: newNo, limit: 1000 })).rows
    expect(recorded.map(({ seq, unitPrice }) => [seq, unitPrice])).toEqual(
      message.materials.map(({ row }) => [row.seq, printMoney(row.unitPrice)]),
    )
  })

  test('a draft leads to what was frozen of it last, signed or not', async () => {
    const draftId = await draftOfNew()
    const latest = async () => (await engine.call('handbookDrafts.list', {})).drafts[0]?.filingId
    expect(await latest()).toBeNull()
    const first = await engine.call('filings.createHandbookFiling', { draftId })
    expect(await latest()).toBe(first.filingId)
    const second = await signed(draftId)
    expect(await latest()).toBe(second.filingId)
    await engine.call('filings.recordAnswer', { filingId: second.filingId, result: 'returned', answeredOn: '2025-06-01' })
    const third = await engine.call('filings.createHandbookFiling', { draftId })
    expect(await engine.call('handbookDrafts.get', { draftId })).toMatchObject({ state: 'returned', filingId: third.filingId })
  })

  test('an approval without a number, or with a wrong one, changes nothing until the clerk gives it', async () => {
    const draftId = await draftOfNew()
    const { filingId } = await signed(draftId)
    await stored(draftId)
    const before = await engine.call('filings.get', { filingId })
    for (const [no, said] of [
      ['', /没有给出手册编号/],
      ['C233', /不是 12 位/],
      ['B23325100002', /首字母 C/],
      [handbookNo, /已在账内/],
    ] as const)
      expect((await take(answerOf('1', '2025-06-01 18:00:00', no)))[0], no).toMatchObject({
        filingId: null,
        message: expect.stringMatching(said),
      })
    expect(await engine.call('filings.get', { filingId })).toEqual(before)
    expect(await handbooks()).toEqual([handbookNo])
    const answer = { filingId, result: 'approved' as const, answeredOn: '2025-06-01' }
    expect(await engine.refused('filings.recordAnswer', answer)).toMatchObject({ code: 'answer.noHandbookNo' })
    expect(await engine.call('filings.recordAnswer', { ...answer, handbookNo: newNo })).toMatchObject({
      state: 'accepted',
      handbookNo: newNo,
    })
    expect((await handbooks()).toSorted()).toEqual([handbookNo, newNo].toSorted())
  })

  test('returned with reasons: the draft is in the clerk’s hands, filed anew with the number it was given, and accepted', async () => {
    const draftId = await draftOfNew()
    const first = await signed(draftId)
    await stored(draftId)
    engine.setNow('2025-06-03T02:00:00.000Z')
    await take(answerOf('3', '2025-06-02 09:00:00', '', ['料件 1 规格型号不全', '请补充合同']))
    expect(await draftState(draftId)).toBe('returned')
    expect((await engine.call('filings.get', { filingId: first.filingId })).receipts.at(-1)?.notes).toEqual([
      '海关：退单',
      '料件 1 规格型号不全',
      '请补充合同',
    ])
    await saveFirst(draftId, { spec: '99.9%，粒状' })
    const second = await signed(draftId)
    expect(readHandbookMessage(await messageIn(second)).head.seqNo).toBe(seqNo)
    // The old send-back again, under another name and with other bytes: it is no answer to the new filing.
    await take(answerOf('3', '2025-06-02 09:00:00', '', ['料件 1 规格型号不全']))
    expect([await stateOf(first.filingId), await stateOf(second.filingId)]).toEqual(['returned', 'signed'])
    engine.setNow('2025-06-04T02:00:00.000Z')
    await take(answerOf('1', '2025-06-04 09:00:00'))
    expect([await stateOf(first.filingId), await stateOf(second.filingId)]).toEqual(['returned', 'accepted'])
    expect((await engine.call('handbooks.materials', { handbookNo: newNo, limit: 1 })).rows[0]?.spec).toBe('99.9%，粒状')
  })

  test('in the wrong order, a pass that was followed by its own earlier send-back stands', async () => {
    const draftId = await draftOfNew()
    const { filingId } = await signed(draftId)
    await stored(draftId)
    await take(
      zipped({
        'a.xml': answerOf('3', '2025-06-02 08:00:00'),
        'b.xml': answerOf('1', '2025-06-02 09:00:00'),
        'c.xml': answerOf('2', '2025-06-01 23:00:00'),
        'd.xml': answerOf('Y', '2025-06-01 20:00:00'),
      }),
    )
    expect(await stateOf(filingId)).toBe('accepted')
    expect(await take(answerOf('3', '2025-06-03 08:00:00'))).toMatchObject([
      { filingId, message: expect.stringContaining('只存入记录') },
    ])
    expect(await draftState(draftId)).toBe('accepted')
    expect(await handbooks()).toContain(newNo)
  })

  test('a pass that comes after the returned draft was changed does not put the change in force', async () => {
    const draftId = await draftOfNew()
    const { filingId } = await signed(draftId)
    await stored(draftId)
    await take(answerOf('3', '2025-06-02 08:00:00'))
    const before = (await engine.call('handbookDrafts.rows', { draftId, body: 'materials' })).rows[0]?.cells['spec'] ?? ''
    await saveFirst(draftId, { spec: '改过' })
    expect(await take(answerOf('1', '2025-06-02 09:00:00'))).toMatchObject([
      { filingId: null, message: expect.stringContaining('又有改动') },
    ])
    expect(await handbooks()).toEqual([handbookNo])
    await saveFirst(draftId, { spec: before })
    expect(await take(answerOf('1', '2025-06-02 09:00:00'))).toMatchObject([{ filingId, result: 'approved' }])
    expect(await handbooks()).toContain(newNo)
  })

  test('not stored by the Single Window: back to the clerk; stored before, a second failure is only noted', async () => {
    const draftId = await draftOfNew()
    const { filingId, subject } = await signed(draftId)
    const failed = clientAnswer({ SeqNo: '', EtpsPreentNo: subject, DealFlag: '-1', CheckInfo: '格式不符' })
    await take(failed)
    expect([await stateOf(filingId), await draftState(draftId)]).toEqual(['returned', 'returned'])
    await stored(draftId)
    expect([await stateOf(filingId), await draftState(draftId)]).toEqual(['acknowledged', 'filed'])
    await take(clientAnswer({ SeqNo: '', EtpsPreentNo: subject, DealFlag: '-1', CheckInfo: '重复申报' }))
    expect([await stateOf(filingId), await draftState(draftId)]).toEqual(['acknowledged', 'filed'])
  })

  test('what blocks is frozen but not signed; a draft with wrong cells is not even frozen', async () => {
    const { draftId } = await engine.call('handbookDrafts.create', { kind: 'C', copyOf: handbookNo })
    const blocked = await engine.call('filings.createHandbookFiling', { draftId })
    expect(blocked.state).toBe('draft')
    expect(await engine.refused('filings.sign', { filingId: blocked.filingId, keyId, passphrase })).toMatchObject({
      code: 'filing.blocked',
    })
    await saveFirst(draftId, { hsCode: '1' })
    expect(await engine.refused('filings.createHandbookFiling', { draftId })).toMatchObject({ code: 'filing.draftWrong' })
  })

  test('a price that the message would round blocks, with its place', async () => {
    const draftId = await draftOfNew()
    await saveFirst(draftId, { unitPrice: '1.23456' })
    const filing = await engine.call('filings.createHandbookFiling', { draftId })
    expect(filing.checks.filter(({ severity }) => severity === 'blocks')).toContainEqual({
      severity: 'blocks',
      rule: 'R-10',
      to: '',
      message: '料件 1：“单价”最多 4 位小数（填写了 1.23456）',
    })
    expect(filing.files.map(({ name }) => name)).not.toContain('handbook.xml')
  })

  test('changed after it was frozen, it is not signed; frozen again, the first is replaced', async () => {
    const draftId = await draftOfNew()
    const first = await engine.call('filings.createHandbookFiling', { draftId })
    await saveFirst(draftId, { spec: '改过' })
    expect(await engine.refused('filings.sign', { filingId: first.filingId, keyId, passphrase })).toMatchObject({
      code: 'filing.draftChanged',
    })
    const second = await signed(draftId)
    expect([await stateOf(first.filingId), second.state]).toEqual(['closed', 'signed'])
  })

  test('given up with its draft', async () => {
    const draftId = await draftOfNew()
    const { filingId } = await engine.call('filings.createHandbookFiling', { draftId })
    await engine.call('handbookDrafts.discard', { draftId })
    expect(await stateOf(filingId)).toBe('closed')
  })
})

describe('a change', () => {
  test('carries every row with its mark, and comes into force under its own handbook alone', async () => {
    const { draftId } = await engine.call('handbookDrafts.createChange', { handbookNo })
    const rowId = await firstRow(draftId)
    const [row] = (await engine.call('handbookDrafts.rows', { draftId, body: 'materials' })).rows
    const more = `${Number(row?.cells['quantity']) + 1000}`
    await engine.call('handbookDrafts.saveRows', {
      draftId,
      body: 'materials',
      rows: [{ rowId, cells: { quantity: more, total: '' } }],
    })
    const { filingId, packageName, subject, ...filing } = await signed(draftId)
    expect(packageName).toBe(`变更_${handbookNo}_0001.zip`)
    const message = readHandbookMessage(await messageIn(filing))
    expect(message.declarationType).toBe('2')
    expect(message.head.handbookNo).toBe(handbookNo)
    expect(message.materials.map(({ mark }) => mark)).toEqual(['1', ...Array.from({ length: 40 }, () => '0')])

    await stored(draftId)
    expect(await take(answerOf('1', '2025-06-02 09:00:00', newNo))).toMatchObject([{ filingId: null }])
    await take(answerOf('1', '2025-06-02 09:00:00', handbookNo))
    expect(await stateOf(filingId)).toBe('accepted')
    expect((await engine.call('handbooks.materials', { handbookNo, limit: 1 })).rows[0]?.quantity).toBe(more)
    expect((await engine.call('handbooks.life', { handbookNo })).events.map(({ what }) => what)).toContain(`变更生效：${subject}`)
  })
})

test('R-10, R-11 a message that lacks what the Single Window asks for says so, and goes out all the same', async () => {
  const { draftId } = await engine.call('handbookDrafts.createChange', { handbookNo })
  await saveFirst(draftId, { spec: '', quantity: '2000000' })
  const { checks, state } = await engine.call('filings.createHandbookFiling', { draftId })
  expect(checks).toContainEqual({
    severity: 'warns',
    rule: 'R-10',
    to: '',
    message: '变更的报文没有预录入统一编号，单一窗口可能退回；请从单一窗口查到后在网页补填',
  })
  expect(checks).toContainEqual({
    severity: 'warns',
    rule: 'R-11',
    to: '',
    message: '1 项没有规格型号，单一窗口可能退回：料件 1',
  })
  expect(state).toBe('checked')
})

test('an account has no message of its own: its change is filed as a workbook, and says so', async () => {
  const db = new Sqlite(join(engine.dataFolder, 'ledger.db'))
  db.exec("UPDATE handbook SET kind = 'E', handbook_no = 'E23325020251'")
  db.close()
  const { draftId } = await engine.call('handbookDrafts.createChange', { handbookNo: 'E23325020251' })
  const filing = await engine.call('filings.createHandbookFiling', { draftId })
  expect(filing.files.map(({ name }) => name)).toEqual(['handbook.xlsx'])
  expect(filing.checks).toContainEqual(
    expect.objectContaining({ severity: 'warns', message: expect.stringContaining('网页录入') }),
  )
})

describe('who signs', () => {
  test('not who made it, where the enterprise says so, and only who declares', async () => {
    const save = (name: string, roles: ('prepares' | 'declares')[]) => engine.call('operators.save', { name, roles })
    const zhang = await save('张三', ['prepares', 'declares'])
    await engine.call('operators.takeOver', { operatorId: zhang.operatorId })
    const li = await save('李四', ['prepares'])
    const wang = await save('王五', ['declares'])
    await engine.call('operators.setPolicy', { signedByAnother: true })
    const { filingId, ...made } = await engine.call('filings.createHandbookFiling', { draftId: await draftOfNew() })
    expect(made).toMatchObject({ madeBy: '张三', mustNotBeSignedBy: '张三' })
    const sign = { filingId, keyId, passphrase }
    expect(await engine.refused('filings.sign', sign)).toMatchObject({ code: 'filing.signerMadeIt' })
    await engine.call('operators.takeOver', { operatorId: li.operatorId })
    expect(await engine.refused('filings.sign', sign)).toMatchObject({ code: 'operator.roleMissing' })
    await engine.call('operators.takeOver', { operatorId: wang.operatorId })
    expect(await engine.call('filings.sign', sign)).toMatchObject({ state: 'signed', mustNotBeSignedBy: null })
    const [entry] = (await engine.call('journal.list', { find: '签名' })).rows
    expect(entry).toMatchObject({ operatorName: '王五', operation: 'filings.sign' })
  })
})
