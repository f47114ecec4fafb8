import { headTable, lineTable } from '../electron/engine/bonded-lists/read-lists.ts'
import { writeWorkbook } from '../electron/engine/workbook/write-workbook.ts'
import type { OperationName, Output, Request } from '../shared/contract/contract.ts'

interface ReadyEngine {
  call<N extends OperationName>(name: N, input: Request<N>): Promise<Output<N>>
  put(name: string, bytes: Uint8Array): Promise<string>
}

/**
 * What R-124 asks before 报核: customs gives up the lists that it has not booked, and the stock is counted today as the books have it.
 * Safe to call again, as after books have moved.
 */
export async function readyForReport(engine: ReadyEngine, handbookNo: string): Promise<void> {
  await deleteUnbooked(engine, handbookNo)
  const { head } = await engine.call('writeOff.report', { handbookNo })
  const today = head.find(({ label }) => label === '报核申报日期')?.value ?? ''
  const { stocktakeId } = await engine.call('stocktakes.create', { name: '报核盘点', cutOff: today, handbookNos: [handbookNo] })
  const { materials } = await engine.call('writeOff.balance', { handbookNo, asOf: today })
  await engine.call('stocktakes.saveSheet', {
    stocktakeId,
    name: '料件库',
    countedOn: today,
    rows: materials
      .filter(({ balance }) => !balance.startsWith('-'))
      .map(({ seq, balance }) => ({
        kind: 'raw' as const,
        handbookNo,
        goods: 'material' as const,
        itemSeq: seq,
        quantity: balance,
      })),
  })
  await engine.call('stocktakes.settle', { stocktakeId })
}

async function deleteUnbooked(engine: ReadyEngine, handbookNo: string): Promise<void> {
  const { rows } = await engine.call('bondedLists.list', { handbookNo, limit: 10_000 })
  const waiting = rows.filter(({ status }) => status === 'reserved' || status === 'unbooked')
  if (waiting.length === 0) return
  const bytes = await writeWorkbook([
    {
      name: '清单表头',
      columns: headTable.columns.map(({ heading }) => ({ title: heading })),
      rows: waiting.map((list) => [
        list.listNo,
        list.innerNo,
        handbookNo,
        list.direction,
        list.goods === 'material' ? 'I' : 'E',
        list.mode,
        list.listType,
        list.declaredOn,
        list.relatedHandbookNo,
        '已删除',
      ]),
    },
    { name: '清单表体', columns: lineTable.columns.map(({ heading }) => ({ title: heading })), rows: [] },
  ])
  await engine.call('bondedLists.importWorkbook', { handbookNo, fileId: await engine.put('海关退单.xlsx', bytes) })
}
