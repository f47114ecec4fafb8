import { writeOffBalance } from '../shared/domain/balance.ts'
import type { ConsumptionLine, MovementTotal } from '../shared/domain/balance.ts'
import { day } from '../shared/domain/day.ts'
import { quantity, rate } from '../shared/domain/exact.ts'
import type { HandbookRow, ItemRow } from '../electron/engine/handbooks/service.ts'
import type { ReportBooks } from '../electron/engine/write-off/report.ts'

export const party = { creditCode: '91320594MA1202516U', customsCode: '3205940251', name: '示例企业' }
const handbook: HandbookRow = {
  id: 1n,
  handbook_no: 'C23325020251',
  kind: 'C',
  operator_credit_code: party.creditCode,
  operator_customs_code: party.customsCode,
  operator_name: party.name,
  processor_credit_code: party.creditCode,
  processor_customs_code: party.customsCode,
  processor_name: party.name,
  customs_district: '2332',
  supervision_mode: '0615',
  levy_nature: '503',
  import_contract_no: '',
  export_contract_no: '',
  import_currency: '502',
  export_currency: '502',
  established_on: '2024-02-09',
  valid_to: '2025-01-31',
  consumption_stage: '1',
  purpose: '1',
  imported_at: '2024-02-10T00:00:00.000Z',
  source_file_id: 'f',
  seq_no: '',
  inner_no: '',
  processor_district: '',
  declarant_type: '',
  declarant_credit_code: '',
  declarant_customs_code: '',
  declarant_name: '',
  declared_on: '',
  approval_no: '',
  processing_kind: '',
  ports: '',
  capacity_e5: 0n,
  pause_mark: '',
  input_credit_code: '',
  input_customs_code: '',
  input_name: '',
  input_on: '',
  contact: '',
  phone: '',
  remark: '',
}
export const item = (seq: number, name: string): ItemRow => ({
  seq: BigInt(seq),
  part_no: `P-${seq}`,
  hs_code: '3901200099',
  name,
  spec: '',
  unit: '035',
  legal_unit: '035',
  quantity_e5: 0n,
  unit_price_e5: 0n,
  currency: '502',
  country: '142',
  levy_mode: '3',
  second_legal_unit: '',
  total_e5: 0n,
  main_mark: '',
  attribute: '',
  remark: '',
})
export const moved = (goods: 'material' | 'product', posting: string, amount: string, version = ''): MovementTotal => {
  const direction = posting.startsWith('I') ? 'I' : 'E'
  return { goods, seq: 1, version, mode: posting.slice(1), direction, quantity: quantity(amount) }
}

export const consumptionOfE26: readonly ConsumptionLine[] = [
  {
    materialSeq: 1,
    productSeq: 1,
    version: '0',
    netConsumption: rate('2.4'),
    tangibleLossRate: rate('3'),
    intangibleLossRate: rate('1'),
    bondedRatio: rate('100'),
  },
]

/** The books of E-26, with more booked on them. */
export function booksOfE26(...more: MovementTotal[]): ReportBooks {
  const booked = [
    moved('material', 'I0615', '10000'),
    moved('material', 'I0654', '1500'),
    moved('material', 'I0657', '320.5'),
    moved('material', 'I0700', '80'),
    moved('material', 'E0700', '80'),
    moved('material', 'I0644', '350'),
    moved('material', 'E0664', '200'),
    moved('material', 'E0200', '25'),
    moved('product', 'E0615', '3600', '0'),
    moved('product', 'E0654', '500', '0'),
    moved('product', 'I4600', '40', '0'),
    moved('product', 'E4600', '40', '0'),
    ...more,
  ]
  return {
    handbook,
    declarant: party,
    today: day('2025-02-10'),
    seqNo: '',
    materials: [item(1, '塑料粒'), item(2, '从未进口的料件')],
    products: [item(1, '塑料件')],
    lists: [
      { listNo: 'QD233225I000000001', direction: 'I', declaredOn: day('2024-03-05') },
      { listNo: 'QD233225E000000002', direction: 'E', declaredOn: day('2024-11-30') },
    ],
    balance: writeOffBalance([1, 2], booked, [], consumptionOfE26),
  }
}
