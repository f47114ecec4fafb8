import { readFile } from 'node:fs/promises'
import type { Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { importLists } from '../bonded-lists/import-workbook.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { importHandbook } from '../handbooks/import-workbook.ts'
import { importBoms, importMappings } from '../parts/import-workbook.ts'
import { importReference } from '../reference/import-workbook.ts'
import { importWorkOrders } from '../self-verification/import-work-orders.ts'
import { moveWorkbook } from './move-sample.ts'

/** The fictitious enterprise whose workbooks ship with the product. */
const sample = {
  name: '示例电子（苏州）有限公司',
  creditCode: '91320594MA1202516U',
  customsCode: '3205940251',
  customsDistrict: '2332',
  contact: '',
  phone: '',
  address: '',
}

/** Beside this file in the source tree, beside the bundle in the product. */
const bytesOf = (name: string) => readFile(new URL(`./sample/${name}`, import.meta.url))

/** Goes the clerk's own way: workbooks, imported as any others, on days around today. @throws Refusal enterprise.exists where the books have another owner */
export async function loadSample(call: Call, folder: FileFolder): Promise<Output<'enterprise.loadSample'>> {
  const owner = call.read((services) => services.enterprise.get())
  if (owner && !owner.isSample) {
    refuse({
      code: 'enterprise.exists',
      message: `账本已属于 ${owner.name}，不能再载入示例企业`,
      next: '请用一个新的数据文件夹试用示例',
    })
  }
  const days = call.read((services) => services.enterprise.sampleMove())
  const keep = async (bytes: Uint8Array, name: string) => {
    const taken = await folder.take([bytes])
    return call.write((services) => {
      services.journal.record({ subject: '示例企业', what: `存入 ${name}` })
      return services.files.record(name, taken).fileId
    })
  }
  const store = async (file: string, name: string) => keep(await moveWorkbook(await bytesOf(file), days), name)
  await call.write((services) => services.enterprise.save(sample, true))
  const { handbookNo } = await importHandbook({ fileId: await store('handbook.xlsx', '示例手册.xlsx') }, call)
  const lists = await importLists(
    { handbookNo, fileId: await store('lists.xlsx', '示例核注清单.xlsx'), onBadRows: 'refuse' },
    call,
    folder,
  )
  const onBadRows = 'refuse'
  await importMappings({ handbookNo, fileId: await store('mappings.xlsx', '示例归并关系.xlsx'), onBadRows }, call, folder)
  await importBoms({ fileId: await store('boms.xlsx', '示例物料清单.xlsx'), onBadRows }, call, folder)
  // Orders that a clock before the end of the sample's year has not seen yet are left out.
  const orders = { handbookNo, fileId: await store('work-orders.xlsx', '示例工单.xlsx'), onBadRows: 'skip' as const }
  await importWorkOrders(orders, call, folder)
  // Rates hold by the calendar, not by the sample's year.
  const tariffs = await keep(await bytesOf('tariff-rates.xlsx'), '示例税率.xlsx')
  await importReference({ table: 'tariffRates', fileId: tariffs }, call)
  const exchange = await keep(await bytesOf('exchange-rates.xlsx'), '示例汇率.xlsx')
  await importReference({ table: 'exchangeRates', fileId: exchange }, call)
  return { handbookNo, lists: lists.lists, lines: lists.lines }
}
