import type { Output } from '../../../shared/contract/contract.ts'
import { addDays, addYears } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { usualValidity } from '../../../shared/domain/validity.ts'

/** What the books know already, so that nobody types it. */
interface Known {
  today: Day
  /** Of the draft among all drafts: makes 企业内部编号 unlike any other. */
  number: number
  enterprise: Output<'enterprise.get'>
}

const innerNo = ({ today, number }: Known): string => `${today.replaceAll('-', '')}-${String(number).padStart(4, '0')}`

/** The enterprise declares and enters by itself until the clerk says otherwise. */
function ofTheEnterprise({ enterprise, today }: Known): Cells {
  if (!enterprise) return { declaredOn: today, inputOn: today }
  const { name, creditCode, customsCode, contact, phone } = enterprise
  return {
    declarantType: '1',
    declarantCreditCode: creditCode,
    declarantCustomsCode: customsCode,
    declarantName: name,
    declaredOn: today,
    inputCreditCode: creditCode,
    inputCustomsCode: customsCode,
    inputName: name,
    inputOn: today,
    ...(contact === '' ? {} : { contact }),
    ...(phone === '' ? {} : { phone }),
  }
}

/** Mode and nature of each kind. */
const modes = { B: { supervisionMode: '0214', levyNature: '502' }, C: { supervisionMode: '0615', levyNature: '503' } } as const

/** From the latest handbook of the same kind: what stays the same from one to the next. */
const lasting = [
  'customsDistrict',
  'operatorCreditCode',
  'operatorCustomsCode',
  'operatorName',
  'processorCreditCode',
  'processorCustomsCode',
  'processorName',
  'processorDistrict',
  'importCurrency',
  'exportCurrency',
  'processingKind',
  'ports',
  'capacity',
  'purpose',
  'contact',
  'phone',
] as const

const pick = (cells: Cells, ids: readonly string[]): Cells =>
  Object.fromEntries(ids.flatMap((id) => (cells[id] === undefined ? [] : [[id, cells[id]]])))

export function newHead(kind: 'B' | 'C', known: Known & { latest: Cells | undefined }): Cells {
  const { enterprise, today, latest } = known
  const own: Cells = enterprise
    ? {
        ...(enterprise.customsDistrict === '' ? {} : { customsDistrict: enterprise.customsDistrict }),
        operatorCreditCode: enterprise.creditCode,
        operatorCustomsCode: enterprise.customsCode,
        operatorName: enterprise.name,
        processorCreditCode: enterprise.creditCode,
        processorCustomsCode: enterprise.customsCode,
        processorName: enterprise.name,
      }
    : {}
  return {
    kind,
    ...modes[kind],
    consumptionStage: '1',
    purpose: '1',
    ...own,
    ...pick(latest ?? {}, lasting),
    ...ofTheEnterprise(known),
    innerNo: innerNo(known),
    validTo: addDays(addYears(today, usualValidity.firstYears), -1),
  }
}

/** What belongs to one handbook alone does not go over to its copy. */
const ownOfEach = [
  'seqNo',
  'handbookNo',
  'establishedOn',
  'pauseMark',
  'approvalNo',
  'importContractNo',
  'exportContractNo',
] as const

export function copiedHead(from: Cells, filled: Cells): Cells {
  const copied = Object.fromEntries(Object.entries(from).filter(([id]) => !ownOfEach.some((each) => each === id)))
  const anew = ['innerNo', 'validTo', 'declaredOn', 'inputOn', 'kind', 'supervisionMode', 'levyNature']
  return { ...filled, ...copied, ...pick(filled, anew) }
}

/** What is in force, and what a declaration says besides where the record lacks it. */
export function changeHead(head: Cells, known: Known): Cells {
  const { today } = known
  return { ...ofTheEnterprise(known), innerNo: innerNo(known), ...head, declaredOn: today, inputOn: today }
}
