import type { Day } from '../../../shared/domain/day.ts'
import type { Money, Quantity, Rate } from '../../../shared/domain/exact.ts'
import { headFields } from '../../../shared/domain/handbook-record-fields.ts'
import type { RecordConsumption, RecordHead, RecordItem } from '../../../shared/domain/handbook-record.ts'
import type { ConsumptionRow, HeadRow, ItemRow } from './store.ts'

/** A handbook's record and the rows of its tables. */

/** Every field of the head but the capacity is a text of the same name in both. */
const columnOf = (id: string): string => id.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const texts = headFields.filter(({ id }) => id !== 'capacity').map(({ id }) => ({ id, column: columnOf(id) }))

export function headOf(row: HeadRow): RecordHead {
  const held = new Map<string, unknown>(Object.entries(row))
  const head = Object.fromEntries(texts.map(({ id, column }) => [id, held.get(column)]))
  return { ...(head as unknown as RecordHead), capacity: row.capacity_e5 as Quantity }
}

export function headRow(head: RecordHead): HeadRow {
  const held = new Map<string, unknown>(Object.entries(head))
  const row = Object.fromEntries(texts.map(({ id, column }) => [column, held.get(id)]))
  return { ...(row as unknown as HeadRow), capacity_e5: head.capacity }
}

export const itemOf = (row: ItemRow): RecordItem => ({
  seq: Number(row.seq),
  partNo: row.part_no,
  hsCode: row.hs_code,
  name: row.name,
  spec: row.spec,
  unit: row.unit,
  legalUnit: row.legal_unit,
  secondLegalUnit: row.second_legal_unit,
  quantity: row.quantity_e5 as Quantity,
  unitPrice: row.unit_price_e5 as Money,
  total: row.total_e5 as Money,
  currency: row.currency,
  country: row.country,
  levyMode: row.levy_mode,
  mainMark: row.main_mark,
  attribute: row.attribute,
  remark: row.remark,
})

export const itemRow = (item: RecordItem): ItemRow => ({
  seq: BigInt(item.seq),
  part_no: item.partNo,
  hs_code: item.hsCode,
  name: item.name,
  spec: item.spec,
  unit: item.unit,
  legal_unit: item.legalUnit,
  second_legal_unit: item.secondLegalUnit,
  quantity_e5: item.quantity,
  unit_price_e5: item.unitPrice,
  total_e5: item.total,
  currency: item.currency,
  country: item.country,
  levy_mode: item.levyMode,
  main_mark: item.mainMark,
  attribute: item.attribute,
  remark: item.remark,
})

export const consumptionOf = (row: ConsumptionRow): RecordConsumption => ({
  productSeq: Number(row.product_seq),
  materialSeq: Number(row.material_seq),
  version: row.version,
  netConsumption: row.net_e9 as Rate,
  tangibleLossRate: row.tangible_e9 as Rate,
  intangibleLossRate: row.intangible_e9 as Rate,
  bondedRatio: row.bonded_e9 as Rate,
  declarationState: row.declaration_state,
  executionMark: row.execution_mark,
  validTo: row.valid_to as Day | '',
  remark: row.remark,
})

export const consumptionRow = (line: RecordConsumption): ConsumptionRow => ({
  product_seq: BigInt(line.productSeq),
  material_seq: BigInt(line.materialSeq),
  version: line.version,
  net_e9: line.netConsumption,
  tangible_e9: line.tangibleLossRate,
  intangible_e9: line.intangibleLossRate,
  bonded_e9: line.bondedRatio,
  declaration_state: line.declarationState,
  execution_mark: line.executionMark,
  valid_to: line.validTo,
  remark: line.remark,
})
