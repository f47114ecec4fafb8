import { refuse } from '../../../shared/contract/errors.ts'
import type { RefusedRow, RecognisedSheet } from '../../../shared/contract/values.ts'
import {
  findCountry,
  findCurrency,
  findCustomsDistrict,
  findLevyMode,
  findLevyNature,
  findSupervisionMode,
  findUnit,
  levyNatureName,
} from '../../../shared/codes/tables.ts'
import { cleanHeading, cleanText } from '../../../shared/domain/cell.ts'
import { isCreditCode } from '../../../shared/domain/credit-code.ts'
import { rate } from '../../../shared/domain/exact.ts'
import { postingRule } from '../../../shared/domain/posting-rules.ts'
import { consumptionProblem } from '../../../shared/domain/unit-consumption.ts'
import type { Call } from '../call.ts'
import type { Cell, Workbook } from '../workbook/read-workbook.ts'
import { RowCheck } from '../workbook/row-check.ts'
import type { Report } from '../workbook/row-check.ts'
import { findTable } from '../workbook/table-reader.ts'
import type { ColumnSpec, FoundTable, TableSpec } from '../workbook/table-reader.ts'
import type { ConsumptionRow, HandbookRow, ItemRow } from './store.ts'

/** A handbook as a workbook has it, checked against the code tables and against itself. */
export interface ReadHandbook {
  head: Omit<HandbookRow, 'id' | 'imported_at' | 'source_file_id'>
  materials: ItemRow[]
  products: ItemRow[]
  consumption: ConsumptionRow[]
  sheets: RecognisedSheet[]
  rejected: RefusedRow[]
  warnings: string[]
}

const headFields = [
  { id: 'handbook_no', heading: '手册编号', aliases: ['加工贸易手册编号', '账册编号'], required: true },
  { id: 'kind', heading: '手册类型', aliases: ['账册类型'], required: true },
  {
    id: 'operator_credit_code',
    heading: '经营企业信用代码',
    aliases: ['经营单位信用代码', '经营企业社会信用代码'],
    required: false,
  },
  { id: 'operator_customs_code', heading: '经营企业海关编码', aliases: ['经营单位编码', '经营企业编码'], required: true },
  { id: 'operator_name', heading: '经营企业名称', aliases: ['经营单位名称'], required: true },
  {
    id: 'processor_credit_code',
    heading: '加工企业信用代码',
    aliases: ['加工单位信用代码', '加工企业社会信用代码'],
    required: false,
  },
  { id: 'processor_customs_code', heading: '加工企业海关编码', aliases: ['加工单位编码', '加工企业编码'], required: true },
  { id: 'processor_name', heading: '加工企业名称', aliases: ['加工单位名称'], required: true },
  { id: 'customs_district', heading: '主管海关', aliases: ['主管关区'], required: true },
  { id: 'supervision_mode', heading: '监管方式', required: true },
  { id: 'levy_nature', heading: '征免性质', required: true },
  { id: 'import_contract_no', heading: '进口合同号', required: false },
  { id: 'export_contract_no', heading: '出口合同号', required: false },
  { id: 'import_currency', heading: '进口币制', required: true },
  { id: 'export_currency', heading: '出口币制', required: true },
  { id: 'established_on', heading: '设立日期', aliases: ['备案日期', '批准日期'], required: true },
  { id: 'valid_to', heading: '有效期', aliases: ['有效期至', '手册有效期'], required: true },
  { id: 'consumption_stage', heading: '单耗申报环节', aliases: ['单耗申报环节代码'], required: true },
  { id: 'purpose', heading: '手册用途', required: false },
] as const satisfies readonly ColumnSpec[]
type HeadField = (typeof headFields)[number]['id']

const headTable = {
  readAs: '表头',
  sheetNames: ['表头', '手册表头'],
  columns: [
    { id: 'field', heading: '项目', aliases: ['栏目', '字段'], required: true },
    { id: 'value', heading: '内容', aliases: ['值'], required: true },
  ],
} as const satisfies TableSpec
/** The head stands upright: its fields are checked as columns of one row, so that messages name the field. */
const headAsRow: TableSpec<HeadField> = { readAs: '表头', sheetNames: [], columns: headFields }

const itemColumns = [
  { id: 'seq', heading: '序号', aliases: ['备案序号', '商品序号'], required: true },
  { id: 'part_no', heading: '料号', aliases: ['商品料号'], required: true },
  { id: 'hs_code', heading: '商品编码', aliases: ['HS编码', '税号'], required: true },
  { id: 'name', heading: '商品名称', aliases: ['品名'], required: true },
  { id: 'spec', heading: '规格型号', aliases: ['商品规格型号'], required: false },
  { id: 'unit', heading: '申报计量单位', aliases: ['申报单位', '计量单位'], required: true },
  { id: 'legal_unit', heading: '法定计量单位', aliases: ['法定单位'], required: true },
  { id: 'quantity', heading: '备案数量', aliases: ['申报数量', '数量'], required: true },
  { id: 'unit_price', heading: '单价', aliases: ['申报单价'], required: true },
  { id: 'currency', heading: '币制', required: true },
  { id: 'country', heading: '产销国(地区)', aliases: ['产销国', '原产国(地区)'], required: true },
  { id: 'levy_mode', heading: '征免方式', required: true },
] as const satisfies readonly ColumnSpec[]
type ItemColumn = (typeof itemColumns)[number]['id']
const materialTable: TableSpec<ItemColumn> = { readAs: '料件', sheetNames: ['料件', '手册料件'], columns: itemColumns }
const productTable: TableSpec<ItemColumn> = { readAs: '成品', sheetNames: ['成品', '手册成品'], columns: itemColumns }

const consumptionTable = {
  readAs: '单耗',
  sheetNames: ['单耗', '单损耗', '手册单损耗', '手册单耗'],
  columns: [
    { id: 'product_seq', heading: '成品序号', required: true },
    { id: 'material_seq', heading: '料件序号', required: true },
    { id: 'version', heading: '单耗版本号', aliases: ['版本号'], required: false },
    { id: 'net', heading: '净耗', aliases: ['净耗数量'], required: true },
    { id: 'tangible', heading: '有形损耗率(%)', aliases: ['有形损耗率'], required: true },
    { id: 'intangible', heading: '无形损耗率(%)', aliases: ['无形损耗率'], required: true },
    { id: 'bonded', heading: '保税料件比例(%)', aliases: ['保税料件比例'], required: false },
  ],
} as const satisfies TableSpec

const kinds = {
  B: 'B',
  C: 'C',
  D: 'D',
  E: 'E',
  H: 'H',
  来料加工: 'B',
  进料加工: 'C',
  来料加工手册: 'B',
  进料加工手册: 'C',
  加工贸易账册: 'E',
  E账册: 'E',
  H账册: 'H',
} as const
const stages = { '1': '1', '2': '2', 出口前: '1', 报核前: '2' } as const

/** Reads the four tables of a handbook's workbook. Mistakes in rows are collected; only what makes the file unreadable is thrown. */
export async function readHandbook(workbook: Workbook, step: Call['step']): Promise<ReadHandbook> {
  const rejected: RefusedRow[] = []
  const warnings: string[] = []
  const report: Report = (refused) => rejected.push(refused)

  const headSheet = await findTable(workbook, headTable)
  const materialSheet = await findTable(workbook, materialTable)
  const productSheet = await findTable(workbook, productTable)
  const consumptionSheet = await findTable(workbook, consumptionTable)
  if (materialSheet.sheet === productSheet.sheet) {
    refuse({
      code: 'workbook.tableMissing',
      message: `工作簿里只有工作表“${materialSheet.sheet}”像料件表和成品表`,
      next: '料件和成品须各有一张工作表，命名为“料件”和“成品”',
    })
  }

  const head = await readHead(headSheet, report, warnings)
  const { items: materials, named: materialSeqs } = await readItems(materialSheet, materialTable, report, step)
  const { items: products, named: productSeqs } = await readItems(productSheet, productTable, report, step)
  const consumption = await readConsumption(consumptionSheet, materialSeqs, productSeqs, report, step)
  const sheets = [headSheet, materialSheet, productSheet, consumptionSheet].map((sheet) => sheet.recognised())
  return { head, materials, products, consumption, sheets, rejected, warnings }
}

async function readHead(sheet: FoundTable<'field' | 'value'>, report: Report, warnings: string[]): Promise<ReadHandbook['head']> {
  const found = new Map<HeadField, { row: number; cell: Cell }>()
  for await (const { row, cells } of sheet.rows()) {
    const name = cleanHeading(cells.field?.text ?? '')
    const field = headFields.find(
      (each) => each.heading === name || ('aliases' in each && each.aliases.some((alias) => alias === name)),
    )
    if (!field || !cells.value) continue
    const earlier = found.get(field.id)
    if (earlier && cleanText(earlier.cell.text) !== cleanText(cells.value.text)) {
      new RowCheck(headAsRow, sheet.sheet, { row, cells: { [field.id]: cells.value } }, report).refuse(
        field.id,
        'handbook.fieldTwice',
        `与第 ${earlier.row} 行不同`,
      )
    }
    if (!earlier) found.set(field.id, { row, cell: cells.value })
  }
  const at = (id: HeadField) => {
    const cell = found.get(id)?.cell
    return new RowCheck(
      headAsRow,
      sheet.sheet,
      { row: found.get(id)?.row ?? sheet.headerRow, cells: cell ? { [id]: cell } : {} },
      report,
    )
  }
  const required = (id: HeadField, most: number) => at(id).text(id, most, 'required') ?? ''
  const optional = (id: HeadField, most: number) => at(id).text(id, most, 'optional') ?? ''
  const coded = (id: HeadField, find: (text: string) => string | undefined) => at(id).inTable(id, find, 'required') ?? ''
  const code = (id: HeadField, most: number, need: 'required' | 'optional') => at(id).code(id, most, need) ?? ''

  const handbookNo = code('handbook_no', 12, 'required')
  if (handbookNo !== '' && !/^[A-Z][0-9A-Z]{11}$/.test(handbookNo)) {
    at('handbook_no').refuse('handbook_no', 'handbook.number', `应为 12 位大写字母和数字（填写了“${handbookNo}”）`)
  }
  const kind = at('kind').oneOf('kind', kinds)
  if (kind && handbookNo && kind !== handbookNo[0]) {
    at('kind').refuse('kind', 'handbook.kindMismatch', `与手册编号首字母 ${handbookNo[0]} 不一致（R-1）`)
  }
  const mode = coded('supervision_mode', findSupervisionMode)
  const allowed = mode && kind && postingRule(mode, 'I', 'material')
  if (mode && kind && !(allowed && allowed.letters.includes(kind))) {
    at('supervision_mode').refuse('supervision_mode', 'handbook.modeMismatch', `${mode} 不能用于 ${kind} 类手册（R-2）`)
  }
  const nature = coded('levy_nature', findLevyNature)
  const expected = { '0214': '502', '0615': '503', '0715': '503' }[mode]
  if (expected && nature && nature !== expected) {
    warnings.push(`监管方式 ${mode} 一般对应征免性质 ${expected} ${levyNatureName(expected) ?? ''}，手册填的是 ${nature}（R-2）`)
  }
  const establishedOn = at('established_on').day('established_on')
  const validTo = at('valid_to').day('valid_to')
  if (establishedOn && validTo && validTo < establishedOn) {
    at('valid_to').refuse('valid_to', 'handbook.validity', `早于设立日期 ${establishedOn}`)
  }
  const creditCode = (id: HeadField) => {
    const value = code(id, 18, 'optional')
    if (value !== '' && !isCreditCode(value)) {
      warnings.push(`表头“${headFields.find((each) => each.id === id)?.heading}”${value} 的校验位不符，请核对`)
    }
    return value
  }
  return {
    handbook_no: handbookNo,
    kind: kind ?? 'C',
    operator_credit_code: creditCode('operator_credit_code'),
    operator_customs_code: code('operator_customs_code', 10, 'required'),
    operator_name: required('operator_name', 512),
    processor_credit_code: creditCode('processor_credit_code'),
    processor_customs_code: code('processor_customs_code', 10, 'required'),
    processor_name: required('processor_name', 512),
    customs_district: coded('customs_district', findCustomsDistrict),
    supervision_mode: mode,
    levy_nature: nature,
    import_contract_no: optional('import_contract_no', 30),
    export_contract_no: optional('export_contract_no', 30),
    import_currency: coded('import_currency', findCurrency),
    export_currency: coded('export_currency', findCurrency),
    established_on: establishedOn ?? '',
    valid_to: validTo ?? '',
    consumption_stage: at('consumption_stage').oneOf('consumption_stage', stages) ?? '1',
    purpose: code('purpose', 8, 'optional'),
  }
}

/** A ten-digit code that a spreadsheet took for a number has lost its leading zero. */
const hsCode = (text: string): string => (/^\d{9}$/.test(text) ? `0${text}` : text)

/** `named` holds the refused items too: what refers to one of them is not wrong for that. */
async function readItems(
  sheet: FoundTable<ItemColumn>,
  spec: TableSpec<ItemColumn>,
  report: Report,
  step: Call['step'],
): Promise<{ items: ItemRow[]; named: ReadonlySet<number> }> {
  const items: ItemRow[] = []
  const named = new Set<number>()
  const rowOf = new Map<number, number>()
  for await (const tableRow of sheet.rows()) {
    await step(`读取${spec.readAs}`, items.length, null)
    const check = new RowCheck(spec, sheet.sheet, tableRow, report)
    const seq = check.sequence('seq')
    const hs = hsCode(check.code('hs_code', 16, 'required') ?? '')
    if (hs !== '' && !/^\d{10}$/.test(hs)) check.refuse('hs_code', 'cell.hsCode', `应为 10 位数字（填写了“${hs}”）`)
    if (seq !== undefined) named.add(seq)
    const earlier = seq === undefined ? undefined : rowOf.get(seq)
    if (earlier !== undefined) check.refuse('seq', 'item.duplicate', `${seq} 与第 ${earlier} 行重复`)
    const row = {
      seq: BigInt(seq ?? 0),
      part_no: check.text('part_no', 32, 'required') ?? '',
      hs_code: hs,
      name: check.text('name', 512, 'required') ?? '',
      spec: check.text('spec', 512, 'optional') ?? '',
      unit: check.inTable('unit', findUnit, 'required') ?? '',
      legal_unit: check.inTable('legal_unit', findUnit, 'required') ?? '',
      quantity_e5: check.quantity('quantity') ?? 0n,
      unit_price_e5: check.money('unit_price') ?? 0n,
      currency: check.inTable('currency', findCurrency, 'required') ?? '',
      country: check.inTable('country', findCountry, 'required') ?? '',
      levy_mode: check.inTable('levy_mode', findLevyMode, 'required') ?? '',
    }
    if (check.failed || seq === undefined) continue
    rowOf.set(seq, check.row)
    items.push(row)
  }
  return { items, named }
}

const allBonded = rate('100')
const problems = {
  negative: { column: 'net', what: '不能为负' },
  lossTooHigh: { column: 'tangible', what: '有形与无形损耗率合计须小于 100（R-27）' },
  ratioTooHigh: { column: 'bonded', what: '不能大于 100（R-31）' },
} as const

async function readConsumption(
  sheet: FoundTable<(typeof consumptionTable)['columns'][number]['id']>,
  materialSeqs: ReadonlySet<number>,
  productSeqs: ReadonlySet<number>,
  report: Report,
  step: Call['step'],
): Promise<ConsumptionRow[]> {
  const rows: ConsumptionRow[] = []
  const rowOf = new Map<string, number>()
  for await (const tableRow of sheet.rows()) {
    await step('读取单耗', rows.length, null)
    const check = new RowCheck(consumptionTable, sheet.sheet, tableRow, report)
    const productSeq = check.sequence('product_seq')
    const materialSeq = check.sequence('material_seq')
    if (productSeq !== undefined && !productSeqs.has(productSeq))
      check.refuse('product_seq', 'consumption.unknownProduct', `${productSeq} 不在成品表中`)
    if (materialSeq !== undefined && !materialSeqs.has(materialSeq)) {
      check.refuse('material_seq', 'consumption.unknownMaterial', `${materialSeq} 不在料件表中`)
    }
    const version = check.code('version', 8, 'optional') || '0'
    const rates = {
      netConsumption: check.rate('net', 'plain'),
      tangibleLossRate: check.rate('tangible', 'percent'),
      intangibleLossRate: check.rate('intangible', 'percent'),
      bondedRatio: check.rate('bonded', 'percent', allBonded),
    }
    const { netConsumption, tangibleLossRate, intangibleLossRate, bondedRatio } = rates
    const key = `${productSeq}:${version}:${materialSeq}`
    const earlier = rowOf.get(key)
    if (earlier !== undefined) check.refuse('material_seq', 'consumption.duplicate', `与第 ${earlier} 行的成品、版本、料件都相同`)
    if (
      productSeq === undefined ||
      materialSeq === undefined ||
      netConsumption === undefined ||
      tangibleLossRate === undefined ||
      intangibleLossRate === undefined ||
      bondedRatio === undefined
    ) {
      continue
    }
    const problem = consumptionProblem({ netConsumption, tangibleLossRate, intangibleLossRate, bondedRatio })
    if (problem) check.refuse(problems[problem].column, `consumption.${problem}`, problems[problem].what)
    if (check.failed) continue
    rowOf.set(key, check.row)
    rows.push({
      material_seq: BigInt(materialSeq),
      product_seq: BigInt(productSeq),
      version,
      net_e9: netConsumption,
      tangible_e9: tangibleLossRate,
      intangible_e9: intangibleLossRate,
      bonded_e9: bondedRatio,
    })
  }
  return rows
}
