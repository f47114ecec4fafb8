import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { BomLine } from '../../../shared/domain/bom.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { rate } from '../../../shared/domain/exact.ts'
import type { Call } from '../call.ts'
import type { Workbook } from '../workbook/read-workbook.ts'
import { RowCheck } from '../workbook/row-check.ts'
import { findTable } from '../workbook/table-reader.ts'
import type { FoundTable, TableSpec } from '../workbook/table-reader.ts'
import { stepEvery } from './read-mappings.ts'

export const bomTable = {
  readAs: '物料清单',
  sheetNames: ['物料清单', 'BOM', 'BOM清单', '多级物料清单'],
  columns: [
    { id: 'product', heading: '成品料号', aliases: ['产品料号', '顶层料号', '母件料号'], required: true },
    { id: 'productName', heading: '成品名称', aliases: ['产品名称'], required: false },
    { id: 'version', heading: '版本', aliases: ['BOM版本', '物料清单版本', '版次'], required: true },
    { id: 'from', heading: '生效日期', aliases: ['启用日期', '有效期起'], required: true },
    { id: 'parent', heading: '上级料号', aliases: ['父项料号', '父件料号', '上阶料号'], required: true },
    { id: 'partNo', heading: '料号', aliases: ['子项料号', '子件料号', '下阶料号', '元件料号'], required: true },
    { id: 'partName', heading: '名称', aliases: ['子项名称', '子件名称', '品名', '料号名称'], required: false },
    { id: 'partUnit', heading: '单位', aliases: ['企业单位', '子项单位', '子件单位'], required: true },
    { id: 'quantity', heading: '用量', aliases: ['单位用量', '标准用量', '基本用量', '用量分子'], required: true },
    { id: 'base', heading: '基数', aliases: ['底数', '基础数量', '用量分母'], required: false },
    { id: 'loss', heading: '工序损耗率(%)', aliases: ['工序损耗率', '损耗率', '损耗率(%)'], required: false },
    { id: 'group', heading: '替代组', aliases: ['替代组号', '替代群组'], required: false },
    { id: 'share', heading: '替代比例(%)', aliases: ['替代比例', '使用比例', '使用比例(%)'], required: false },
    { id: 'bonded', heading: '保税标志', aliases: ['是否保税', '保税'], required: false },
  ],
} as const satisfies TableSpec
export type BomColumn = (typeof bomTable)['columns'][number]['id']

const bondedWords = {
  保税: 'bonded',
  非保税: 'free',
  是: 'bonded',
  否: 'free',
  Y: 'bonded',
  N: 'free',
  '1': 'bonded',
  '0': 'free',
} as const

export type ReadBomLine = BomLine & {
  row: number
  productPartNo: string
  productPartName: string
  bomVersion: string
  from: Day
  partName: string
  partUnit: string
}

/** Which BOM a row belongs to, where it says so; a refused row takes its BOM with it. */
interface BomOfRow {
  row: number
  productPartNo: string | undefined
  bomVersion: string | undefined
}

/** A workbook of bills of material, read cell by cell; nothing is known of the books yet. */
export interface ReadBoms {
  sheet: FoundTable<BomColumn>
  sound: ReadBomLine[]
  /** Rows with a refused cell. */
  unsound: BomOfRow[]
  rejected: RefusedRow[]
}

const nought = rate('0')
const one = rate('1')
const hundred = rate('100')

/** @throws Refusal where the table or one of its columns is missing */
export async function readBoms(workbook: Workbook, step: Call['step']): Promise<ReadBoms> {
  const rejected: RefusedRow[] = []
  const sheet = await findTable(workbook, bomTable)
  const sound: ReadBomLine[] = []
  const unsound: BomOfRow[] = []
  let read = 0
  for await (const row of sheet.rows()) {
    if (read++ % stepEvery === 0) await step('读取物料清单', read, null)
    const check = new RowCheck(bomTable, sheet.sheet, row, (refused) => void rejected.push(refused))
    const productPartNo = check.code('product', 64, 'required')
    const bomVersion = check.code('version', 32, 'required')
    const productPartName = check.text('productName', 512, 'optional') ?? ''
    const from = check.day('from')
    const parentPartNo = check.code('parent', 64, 'required')
    const partNo = check.code('partNo', 64, 'required')
    const partName = check.text('partName', 512, 'optional') ?? ''
    const partUnit = check.text('partUnit', 32, 'required')
    const quantity = check.rate('quantity', 'plain')
    const base = check.rate('base', 'plain', one)
    const lossRate = check.rate('loss', 'percent', nought)
    const alternateGroup = check.text('group', 32, 'optional')
    const share = check.rate('share', 'percent', hundred)
    const bonded = check.shown('bonded') === '' ? 'bonded' : check.oneOf('bonded', bondedWords)
    if (quantity === 0n) check.refuse('quantity', 'cell.zero', '不能为零')
    if (base === 0n) check.refuse('base', 'cell.zero', '不能为零')
    if (lossRate !== undefined && lossRate >= hundred)
      check.refuse('loss', 'bom.loss', `须小于 100（填写了 ${check.shown('loss')}）`)
    if (share !== undefined && (share > hundred || share === 0n))
      check.refuse('share', 'bom.share', `须大于 0、不大于 100（填写了 ${check.shown('share')}）`)
    if (
      check.failed ||
      productPartNo === undefined ||
      bomVersion === undefined ||
      from === undefined ||
      parentPartNo === undefined ||
      partNo === undefined ||
      partUnit === undefined ||
      quantity === undefined ||
      base === undefined ||
      lossRate === undefined ||
      alternateGroup === undefined ||
      share === undefined
    ) {
      unsound.push({ row: row.row, productPartNo, bomVersion })
      continue
    }
    sound.push({
      row: row.row,
      productPartNo,
      productPartName,
      bomVersion,
      from,
      parentPartNo,
      partNo,
      partName,
      partUnit,
      quantity,
      base,
      lossRate,
      alternateGroup,
      share,
      bonded: bonded === 'bonded',
    })
  }
  return { sheet, sound, unsound, rejected }
}
