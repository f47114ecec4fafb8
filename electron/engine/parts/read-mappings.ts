import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { Mapping } from '../../../shared/domain/mapping.ts'
import type { Call } from '../call.ts'
import type { Workbook } from '../workbook/read-workbook.ts'
import { RowCheck } from '../workbook/row-check.ts'
import { findTable } from '../workbook/table-reader.ts'
import type { FoundTable, TableSpec } from '../workbook/table-reader.ts'

export const mappingTable = {
  readAs: '归并关系',
  sheetNames: ['归并关系', '归并关系表', '料号归并'],
  columns: [
    { id: 'handbookNo', heading: '手册编号', aliases: ['备案编号', '手(账)册编号', '账册编号'], required: false },
    { id: 'partNo', heading: '料号', aliases: ['企业料号', '物料编码', '物料号', '归并前料号'], required: true },
    { id: 'partName', heading: '料号名称', aliases: ['企业品名', '物料名称', '品名'], required: false },
    { id: 'partUnit', heading: '企业单位', aliases: ['料号单位', '企业计量单位', '库存单位', '单位'], required: true },
    { id: 'goods', heading: '料件成品标志', aliases: ['料件、成品标志', '料件/成品标志', '料件成品'], required: true },
    { id: 'itemSeq', heading: '备案序号', aliases: ['归并后序号', '手册序号'], required: true },
    { id: 'factor', heading: '换算系数', aliases: ['折算系数', '换算因子', '转换系数', '换算率', '单位换算'], required: true },
    { id: 'from', heading: '生效日期', aliases: ['启用日期', '有效期起', '开始日期'], required: true },
  ],
} as const satisfies TableSpec
export type MappingColumn = (typeof mappingTable)['columns'][number]['id']

const goodsWords = { I: 'material', E: 'product', 料件: 'material', 成品: 'product' } as const
export const stepEvery = 128

export type ReadMapping = Mapping & { row: number }

/** A workbook of mappings, read cell by cell; nothing is known of the books yet. */
export interface ReadMappings {
  sheet: FoundTable<MappingColumn>
  sound: ReadMapping[]
  rejected: RefusedRow[]
}

/** @throws Refusal where the table or one of its columns is missing */
export async function readMappings(workbook: Workbook, handbookNo: string, step: Call['step']): Promise<ReadMappings> {
  const rejected: RefusedRow[] = []
  const sheet = await findTable(workbook, mappingTable)
  const sound: ReadMapping[] = []
  let read = 0
  for await (const row of sheet.rows()) {
    if (read++ % stepEvery === 0) await step('读取归并关系', read, null)
    const check = new RowCheck(mappingTable, sheet.sheet, row, (refused) => void rejected.push(refused))
    const named = check.code('handbookNo', 64, 'optional')
    if (named && named !== handbookNo)
      check.refuse('handbookNo', 'mapping.otherHandbook', `是 ${named}，不是本手册 ${handbookNo}`)
    const partNo = check.code('partNo', 64, 'required')
    const partName = check.text('partName', 512, 'optional') ?? ''
    const partUnit = check.text('partUnit', 32, 'required')
    const goods = check.oneOf('goods', goodsWords)
    const itemSeq = check.sequence('itemSeq')
    const factor = check.rate('factor', 'plain')
    if (factor === 0n) check.refuse('factor', 'cell.zero', '不能为零')
    const from: Day | undefined = check.day('from')
    if (check.failed || !partNo || !partUnit || !goods || !itemSeq || !factor || !from) continue
    sound.push({ row: row.row, partNo, partName, partUnit, goods, itemSeq, factor, from })
  }
  return { sheet, sound, rejected }
}
