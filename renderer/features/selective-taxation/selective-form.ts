import type { Output, Request } from '../../../shared/contract/contract.ts'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { parseDay } from '../../../shared/domain/day.ts'

export type Comparison = Output<'selectiveTaxation.compare'>
export type SavedComparison = Output<'selectiveTaxation.list'>['comparisons'][number]
export type ComparisonInput = Request<'selectiveTaxation.compare'>

/** A material as it is being typed; `key` lasts as long as the page. */
export interface TypedMaterial {
  key: string
  name: string
  value: string
  dutyRate: string
}

/** What is compared, as it is being typed: texts, whether they can be read or not. */
export interface SelectiveForm {
  name: string
  hsCode: string
  value: string
  dutyRate: string
  vatRate: string
  consumptionRate: string
  interestFrom: string
  taxBillOn: string
  materials: readonly TypedMaterial[]
}

let made = 0
export const blankMaterial = (): TypedMaterial => ({ key: String(++made), name: '', value: '', dutyRate: '' })
export const isBlank = ({ name, value, dutyRate }: TypedMaterial): boolean => name === '' && value === '' && dutyRate === ''

export const emptyForm = (today: string): SelectiveForm => ({
  name: '',
  hsCode: '',
  value: '',
  dutyRate: '',
  vatRate: '13',
  consumptionRate: '0',
  interestFrom: '',
  taxBillOn: today,
  materials: [blankMaterial()],
})

export const formOf = ({ goods, materials, interestFrom, taxBillOn }: SavedComparison): SelectiveForm => ({
  ...goods,
  interestFrom,
  taxBillOn,
  materials: [...materials.map((material) => ({ ...blankMaterial(), ...material })), blankMaterial()],
})

/** Kept between visits as one text; whatever else is kept there is no form. */
export function readKept(text: string | undefined): SelectiveForm | undefined {
  if (text === undefined) return undefined
  try {
    const kept = JSON.parse(text) as SelectiveForm
    return { ...emptyForm(''), ...kept, materials: kept.materials.map((material) => ({ ...material, key: blankMaterial().key })) }
  } catch {
    return undefined
  }
}

const isNumber = (text: string): boolean => readDecimal(text) !== undefined && !text.startsWith('-')

/** Why a cell of a material cannot stand. */
export function checkMaterial(columnId: string, text: string): string | undefined {
  if (columnId === 'name' || text === '') return undefined
  return isNumber(text) ? undefined : '请填写不为负的数字'
}

/** What a material that has been begun still lacks. */
export function lackOf(material: TypedMaterial, columnId: string): string | undefined {
  if (isBlank(material)) return undefined
  if (columnId === 'name' && material.name === '') return '填写料件名称'
  if (columnId === 'value' && material.value === '') return '填写价格'
  return columnId === 'dutyRate' && material.dutyRate === '' ? '填写关税税率，免税填 0' : undefined
}

/** What to ask the engine, once everything that it needs is there. */
export function inputOf(form: SelectiveForm): ComparisonInput | undefined {
  const materials = form.materials.filter((material) => !isBlank(material))
  const figures = [form.value, form.dutyRate, form.vatRate, form.consumptionRate]
  const complete =
    form.name.trim() !== '' &&
    /^(\d{10})?$/.test(form.hsCode) &&
    figures.every(isNumber) &&
    [form.interestFrom, form.taxBillOn].every((on) => parseDay(on) !== undefined) &&
    materials.length > 0 &&
    materials.every(({ name, value, dutyRate }) => name !== '' && isNumber(value) && isNumber(dutyRate))
  if (!complete) return undefined
  const { name, hsCode, value, dutyRate, vatRate, consumptionRate, interestFrom, taxBillOn } = form
  return {
    goods: { name: name.trim(), hsCode, value, dutyRate, vatRate, consumptionRate },
    materials: materials.map((material) => ({ name: material.name, value: material.value, dutyRate: material.dutyRate })),
    interestFrom,
    taxBillOn,
  }
}
