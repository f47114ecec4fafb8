import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { customsReceipt, zipped } from '../../../test/receipt-files.ts'
import { explainBytes } from './explain-bytes.ts'
import { readyForReport } from '../../../test/ready-for-report.ts'

const handbookNo = 'C23325020251'
let engine: Engine

beforeEach(async () => {
  engine = await openEngine({ now: '2026-01-10T02:00:00.000Z' })
})
afterEach(() => engine.close())

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('a report, its package and its answer are shown as they are, and told in words', async () => {
  await engine.call('enterprise.loadSample', {})
  await readyForReport(engine, handbookNo)
  const { filingId } = await engine.call('filings.createWriteOffReport', { handbookNo })
  const titles = async () => (await engine.call('messages.list', { filingId })).messages.map(({ title, by }) => [title, by])
  expect(await titles()).toEqual([['报核报文', '']])
  const { keyId } = await engine.call('keys.create', { name: '关务一号', passphrase: '保税口令2026' })
  await engine.call('filings.sign', { filingId, keyId, passphrase: '保税口令2026' })
  const notes = ['料件 3 的余料没有处理']
  await engine.call('filings.recordAnswer', { filingId, result: 'returned', answeredOn: '2026-01-10', notes })
  expect((await titles()).map(([title]) => title)).toEqual(['报核报文', '申报包', '登记的结果'])

  const [file, , answer] = (await engine.call('messages.list', { filingId })).messages
  const message = await engine.call('messages.get', { filingId, messageId: file?.messageId ?? '' })
  const bytes = await engine.bytesOf(message.fileId ?? '')
  expect(message.text).toBe(Buffer.from(bytes).toString('utf8'))
  expect([message.size, message.sha256]).toEqual([bytes.length, sha256(bytes)])
  expect(message.hex.split('\n')[0]).toBe('00000000  3c 3f 78 6d 6c 20 76 65 72 73 69 6f 6e 3d 22 31  <?xml version="1')
  expect(message.fields).toHaveLength(Math.min(message.totalFields, 2000))
  expect(message.fields.filter(({ label }) => label === '')).toEqual([])
  expect(message.fields).toContainEqual(expect.objectContaining({ part: '报核表头', label: '手册编号', value: handbookNo }))

  const sealed = await engine.call('messages.get', { filingId, messageId: 'package' })
  const { fileId } = await engine.call('filings.export', { filingId })
  const exported = await engine.bytesOf(fileId)
  expect([sealed.size, sealed.sha256]).toEqual([exported.length, sha256(exported)])
  expect(sealed.verified.length).toBeGreaterThan(4)
  expect(sealed.verified.every(({ ok }) => ok)).toBe(true)
  expect(sealed.parts.find(({ name }) => name.endsWith('.xml'))?.sha256).toBe(message.sha256)
  expect(sealed.text).toBeNull()

  const said = await engine.call('messages.get', { filingId, messageId: answer?.messageId ?? '' })
  expect(said.fields.map(({ label, value }) => [label, value])).toContainEqual(['意见', notes[0]])
  expect((await engine.refused('messages.get', { filingId, messageId: 'file-9' })).code).toBe('message.notFound')
  expect((await engine.refused('messages.get', { filingId, messageId: 'receipt-7' })).code).toBe('message.notFound')

  const altered = Uint8Array.from(exported)
  altered[1000] = (altered[1000] ?? 0) ^ 1
  const { verified } = await explainBytes(altered)
  expect(verified).toEqual([{ what: '校验', ok: false, found: expect.stringContaining('申报包未通过校验') }])
})

test('a stored file is shown whatever it is: a receipt, an archive of receipts, half of one, or nothing of the kind', async () => {
  const receipt = customsReceipt('EML221', { businessId: handbookNo, manageResult: '2', manageDate: '2026-01-10 10:00:00' })
  const shown = await engine.call('messages.explain', { fileId: await engine.put('回执.EML', receipt) })
  expect(shown.fields).toContainEqual(expect.objectContaining({ label: '处理结果', value: '2', meaning: '报核通过' }))
  expect(shown.text).toBe(Buffer.from(receipt).toString('utf8'))

  const archive = await explainBytes(zipped({ 'a.EML': receipt, 'b.txt': Buffer.from('x') }))
  expect(archive.parts.map(({ name, size }) => [name, size])).toEqual([
    ['a.EML', receipt.length],
    ['b.txt', 1],
  ])
  expect(archive.parts[0]?.sha256).toBe(sha256(receipt))

  const half = await explainBytes(receipt.subarray(0, 100))
  expect([half.fields, half.unreadable]).toEqual([[], expect.stringContaining('文件不完整')])
  const entity = await explainBytes(Buffer.from('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'))
  expect(entity.unreadable).toContain('文档类型声明')
  expect(entity.text).toContain('SYSTEM')
  const binary = await explainBytes(Buffer.from([1, 0, 2, 255]))
  expect([binary.text, binary.hex]).toEqual([null, '00000000  01 00 02 ff                                      ....'])
  expect((await explainBytes(Buffer.from('PK\u0003\u0004 no archive'))).unreadable).not.toBe('')
  expect((await explainBytes(new Uint8Array())).fields).toEqual([])
})

test('what is long is shown up to its bounds, and says so', async () => {
  const long = Buffer.from(`<Root>${'<Note>保税</Note>'.repeat(80_000)}</Root>`)
  const { text, truncated, fields, totalFields } = await explainBytes(long)
  expect([truncated, fields.length, totalFields]).toEqual([true, 2000, 80_000])
  expect(Buffer.byteLength(text ?? '')).toBeLessThanOrEqual(2 ** 20)
  // A character that is cut in two is left out.
  expect(text).not.toContain('\ufffd')
})

test('JSON is listed by the names that lead to each value; a hostile one is shown, and not listed', async () => {
  const { fields, totalFields } = await explainBytes(Buffer.from('{"a":1,"b":{"c":[true,"x"]}}'))
  expect(fields.map(({ part, path, value }) => [part, path, value])).toEqual([
    ['', 'a', '1'],
    ['b/c', 'b/c/0', 'true'],
    ['b/c', 'b/c/1', 'x'],
  ])
  expect(totalFields).toBe(3)
  const deep = await explainBytes(Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))
  expect([deep.unreadable, deep.fields]).toEqual(['JSON 嵌套过深，没有逐项列出', []])
  expect((await explainBytes(Buffer.from(`[${'0,'.repeat(9_000_000)}0]`))).unreadable).toBe('JSON 超过 16 MB，没有逐项列出')
})

test('GBK is read as it says it is', async () => {
  const gbk = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="GBK"?><CommonResponeMessage><CheckInfo>'),
    Buffer.from([0xb1, 0xa3, 0xcb, 0xb0]),
    Buffer.from('</CheckInfo></CommonResponeMessage>'),
  ])
  const { text, fields } = await explainBytes(gbk)
  expect(text).toContain('<CheckInfo>保税</CheckInfo>')
  expect(fields.map(({ value }) => value)).toEqual(['保税'])
})
