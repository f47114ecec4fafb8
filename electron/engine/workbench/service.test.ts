import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine, samples } from '../../../test/engine.ts'
import type { Engine } from '../../../test/engine.ts'
import { readyForReport } from '../../../test/ready-for-report.ts'

const handbookNo = 'C23325020251'
let engine: Engine
beforeEach(async () => {
  engine = await openEngine()
})
afterEach(() => engine.close())

const loadSample = () => engine.call('enterprise.loadSample', {})

test('the first day says what to do first', async () => {
  const { todo, due } = await engine.call('workbench.today', {})
  expect(todo.map(({ title, to }) => [title, to])).toEqual([
    ['填写企业资料', '/welcome'],
    ['导入第一本手册', '/import/handbook'],
  ])
  expect(due).toEqual([])
})

test('dates come into view 60 days ahead, turn amber at 30 and red at 10 (R-15, R-17)', async () => {
  await loadSample()
  const at = async (now: string) => {
    engine.setNow(`${now}T02:00:00.000Z`)
    return (await engine.call('workbench.today', {})).due.map(({ title, date, daysLeft, severity }) => [
      title,
      date,
      daysLeft,
      severity,
    ])
  }
  expect(await at('2025-12-09')).toEqual([])
  expect(await at('2025-12-10')).toEqual([['手册有效期届满', '2026-02-08', 60, 'info']])
  expect(await at('2026-01-09')).toEqual([
    ['手册有效期届满', '2026-02-08', 30, 'warns'],
    ['报核截止', '2026-03-10', 60, 'info'],
  ])
  expect(await at('2026-03-11')).toEqual([
    ['手册有效期届满', '2026-02-08', -31, 'blocks'],
    ['报核截止', '2026-03-10', -1, 'blocks'],
  ])
})

test('what is left to do stands there until it is done', async () => {
  await loadSample()
  const titles = async () => (await engine.call('workbench.today', {})).todo.map((item) => item.title)
  const partner = '结转清单的对方手册没有登记到往来企业'
  expect(await titles()).toEqual(['1 份清单还在预核扣', '还没有签名密钥', partner])
  await readyForReport(engine, handbookNo)
  const { keyId } = await engine.call('keys.create', { name: '报关', passphrase: '口令123456' })
  expect(await titles()).toContain('签名密钥“报关”：还没有备份，硬盘损坏后无法找回这把密钥')
  await engine.call('keys.backUp', { keyId, passphrase: '口令123456' })
  const { filingId } = await engine.call('filings.createWriteOffReport', { handbookNo })
  expect(await titles()).toContain('报核已生成，尚未签名')
  await engine.call('filings.sign', { filingId, keyId, passphrase: '口令123456' })
  expect(await titles()).toContain('申报包已签名，尚未导出')
  await engine.call('filings.export', { filingId })
  expect(await titles()).toEqual([partner])
  await engine.call('partners.save', {
    name: '乙方电子（无锡）有限公司',
    creditCode: '91320200MA1BB00018',
    customsCode: '3202940001',
    handbooks: ['C23255141757'],
  })
  // Once the partner is known, its lists ask for the slips that they declare.
  expect(await titles()).toEqual(['已结转未发货：乙方电子（无锡）有限公司', '已结转未收货：乙方电子（无锡）有限公司'])
})

test('many filings that wait for the same are one line that leads to them', async () => {
  await loadSample()
  await engine.call('selfVerification.state', { creditLevel: 'general', traceable: true })
  const waiting = async () => (await engine.call('workbench.today', {})).todo.filter(({ title }) => title.startsWith('自核记录'))
  for (const month of ['05', '06', '07', '08']) {
    const filing = await engine.call('filings.createSelfVerification', {
      handbookNo,
      from: `2025-${month}-01`,
      to: `2025-${month}-30`,
    })
    if (month !== '08') expect((await waiting())[0]?.to).toBe(`/filings/${filing.filingId}`)
  }
  expect(await waiting()).toEqual([expect.objectContaining({ title: '自核记录已生成，尚未签名：4 份', to: '/filings' })])
})

test('refused rows of an import wait until they are settled', async () => {
  await engine.call('handbooks.importWorkbook', { fileId: await engine.putFile(`${samples}factory-a/手册.xlsx`) })
  const fileId = await engine.putFile(`${samples}factory-a/核注清单-杂乱.xlsx`)
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId, onBadRows: 'skip' })
  const waiting = async () => (await engine.call('workbench.today', {})).todo.find((item) => item.title.includes('被拒'))?.title
  expect(await waiting()).toBe('清单导入有 10 处被拒待处理')
  // The clean workbook brings all but the one line whose list number was made up: that one only a person can settle.
  await engine.call('bondedLists.importWorkbook', {
    handbookNo,
    fileId: await engine.putFile(`${samples}factory-a/核注清单.xlsx`),
  })
  expect(await waiting()).toBe('清单导入有 1 处被拒待处理')
  const [, first] = (await engine.call('bondedLists.imports', {})).imports
  await engine.call('bondedLists.settleRefusals', { importId: first?.importId ?? 0 })
  expect(await waiting()).toBeUndefined()
})

test('a closed handbook asks for nothing any more', async () => {
  engine.setNow('2026-03-11T02:00:00.000Z')
  await loadSample()
  const stateOf = async () => (await engine.call('handbooks.list', {})).handbooks.map(({ state }) => state)
  expect(await stateOf()).toEqual(['executing'])
  const { keyId } = await engine.call('keys.create', { name: '报关', passphrase: '口令123456' })
  await engine.call('keys.backUp', { keyId, passphrase: '口令123456' })
  await readyForReport(engine, handbookNo)
  const { filingId } = await engine.call('filings.createWriteOffReport', { handbookNo })
  await engine.call('filings.sign', { filingId, keyId, passphrase: '口令123456' })
  expect(await stateOf()).toEqual(['reporting'])
  await engine.call('filings.recordAnswer', { filingId, result: 'approved', answeredOn: '2026-03-11' })
  expect(await stateOf()).toEqual(['reportAccepted'])
  await engine.call('handbooks.close', { handbookNo, on: '2026-03-11', noticeNo: 'JA-1' })
  expect(await stateOf()).toEqual(['closed'])
  const { due, todo, margins } = await engine.call('workbench.today', {})
  expect([due, todo, margins]).toEqual([[], [], []])
})
