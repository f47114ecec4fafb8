import type { Request } from '../../../shared/contract/contract.ts'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { parseEntered } from '../../../shared/domain/exact.ts'
import { treatmentOf } from './sale-words.ts'
import type { SaleDetail, SaleKind } from './sale-words.ts'

/** A line as it is typed; `key` lasts as long as the page. */
export interface TypedLine {
  readonly key: string
  /** What the number names, where both can be: the contract tells it by the version. */
  readonly goods: 'material' | 'product'
  readonly itemSeq: string
  readonly version: string
  readonly quantity: string
  readonly completion: string
  readonly income: string
  readonly hsCode: string
  readonly name: string
  readonly bondedShare: string
}
type MaterialInput = NonNullable<Request<'domesticSales.preview'>['materials']>[number]
/** What the handbook does not say of a material, as it is typed. */
export type TypedMaterial = { readonly [Field in Exclude<keyof MaterialInput, 'itemSeq'>]-?: string }

const texts = ['buyer', 'contractNo', 'invoiceNo', 'licenceNo', 'remark'] as const
const days = ['deliveredOn', 'declaredOn', 'taxBillOn', 'disasterOn', 'reportedOn'] as const
export type SaleText = (typeof texts)[number] | (typeof days)[number] | 'soldOn'

/** A sale as it is typed: texts, whether they can be read or not. */
export type SaleForm = { readonly [Field in SaleText]: string } & {
  readonly kind: SaleKind
  readonly handbookNo: string
  readonly collective: boolean
  readonly destruction: '' | 'materials' | 'scrap'
  readonly withIncome: boolean
  /** By 备案序号 of the material. */
  readonly materials: Readonly<Record<string, TypedMaterial>>
  readonly lines: readonly TypedLine[]
}

let made = 0
export const blankLine = (goods: TypedLine['goods'] = 'material'): TypedLine => ({
  key: `line ${++made}`,
  goods,
  itemSeq: '',
  version: '',
  quantity: '',
  completion: '',
  income: '',
  hsCode: '',
  name: '',
  bondedShare: '',
})
export const noMaterial: TypedMaterial = {
  country: '',
  proofNo: '',
  producer: '',
  similarPrice: '',
  similarCurrency: '',
  similarBasis: '',
}
const typedCells = ['itemSeq', 'version', 'quantity', 'completion', 'income', 'hsCode', 'name', 'bondedShare'] as const
export const isBlank = (line: TypedLine): boolean => typedCells.every((name) => line[name] === '')
/** There is always an empty line below; others that are empty go. */
export const withBlank = (lines: readonly TypedLine[]): readonly TypedLine[] => {
  const last = lines.at(-1)
  const kept = lines.filter((line) => !isBlank(line))
  return [...kept, last && isBlank(last) ? last : blankLine(last?.goods)]
}

export const newForm = (kind: SaleKind, handbookNo: string, today: string): SaleForm => ({
  kind,
  handbookNo,
  soldOn: today,
  buyer: '',
  contractNo: '',
  invoiceNo: '',
  licenceNo: '',
  remark: '',
  deliveredOn: '',
  declaredOn: '',
  taxBillOn: '',
  disasterOn: '',
  reportedOn: '',
  collective: false,
  destruction: kind === 'destruction' ? 'materials' : '',
  withIncome: false,
  materials: {},
  lines: [blankLine()],
})

export function formOf(sale: SaleDetail): SaleForm {
  const { kind, handbookNo, soldOn, collective, destruction, withIncome } = sale
  const treatment = treatmentOf(sale)
  return {
    kind,
    handbookNo,
    soldOn,
    collective,
    destruction,
    withIncome,
    buyer: sale.buyer,
    contractNo: sale.contractNo,
    invoiceNo: sale.invoiceNo,
    licenceNo: sale.licenceNo,
    remark: sale.remark,
    deliveredOn: sale.deliveredOn ?? '',
    declaredOn: sale.declaredOn ?? '',
    taxBillOn: sale.taxBillOn ?? '',
    disasterOn: sale.disasterOn ?? '',
    reportedOn: sale.reportedOn ?? '',
    materials: Object.fromEntries(sale.materials.map(({ itemSeq, ...rest }) => [String(itemSeq), rest])),
    lines: withBlank(
      sale.body.map((line) => ({
        ...blankLine(line.version !== '' && treatment.sold !== 'material' ? 'product' : 'material'),
        itemSeq: String(line.itemSeq),
        version: line.version,
        quantity: line.quantity,
        completion: line.completion === '100' ? '' : line.completion,
        income: line.income,
        hsCode: line.hsCode,
        name: line.name,
        bondedShare: line.bondedShare === '100' ? '' : line.bondedShare,
      })),
    ),
  }
}

/** Columns of the body that this kind of sale needs; the others are neither shown nor told. */
export function columnsFor(form: Pick<SaleForm, 'kind' | 'destruction' | 'withIncome'>) {
  const { sold, taxed, value } = treatmentOf(form)
  return {
    sold,
    version: sold !== 'material',
    completion: form.kind === 'semiFinished' || form.kind === 'defect',
    income: value === 'income' && taxed !== 'nothing',
    presented: taxed === 'asPresented',
    bondedShare: form.kind === 'byProduct',
  }
}

const isAboveZero = (text: string): boolean => {
  const figure = parseEntered('Quantity', text)
  return typeof figure === 'bigint' && figure > 0n
}
/** Whether a line says enough to be reckoned. */
export const isComplete = (line: TypedLine): boolean => /^[1-9]\d{0,8}$/.test(line.itemSeq) && isAboveZero(line.quantity)
export const completeLines = (form: SaleForm): readonly TypedLine[] => form.lines.filter((line) => isComplete(line))

type SaleInput = Request<'domesticSales.preview'>
const dayOrNull = (text: string): string | null => parseDay(text) ?? null

/** What the engine is asked: complete lines alone. Undefined while nothing can be asked. */
export function inputOf(form: SaleForm): SaleInput | undefined {
  const lines = completeLines(form)
  if (lines.length === 0 || form.handbookNo === '' || parseDay(form.soldOn) === undefined) return undefined
  const has = columnsFor(form)
  const { kind, handbookNo, soldOn, collective, destruction, withIncome } = form
  return {
    kind,
    handbookNo,
    soldOn,
    collective,
    destruction,
    withIncome,
    buyer: form.buyer,
    contractNo: form.contractNo,
    invoiceNo: form.invoiceNo,
    licenceNo: form.licenceNo,
    remark: form.remark,
    deliveredOn: dayOrNull(form.deliveredOn),
    declaredOn: dayOrNull(form.declaredOn),
    taxBillOn: dayOrNull(form.taxBillOn),
    disasterOn: dayOrNull(form.disasterOn),
    reportedOn: dayOrNull(form.reportedOn),
    materials: Object.entries(form.materials)
      .filter(([, material]) => Object.values(material).some((text) => text !== ''))
      .map(([itemSeq, material]) => ({
        itemSeq: Number(itemSeq),
        ...material,
        similarPrice: readDecimal(material.similarPrice) ?? '',
      })),
    lines: lines.map((line) => ({
      itemSeq: Number(line.itemSeq),
      quantity: line.quantity,
      version: has.version && (has.sold === 'product' || line.goods === 'product') ? line.version : '',
      ...(has.completion && line.completion !== '' && { completion: line.completion }),
      ...(has.income && { income: line.income }),
      ...(has.presented && { hsCode: /^\d{10}$/.test(line.hsCode) ? line.hsCode : '', name: line.name }),
      ...(has.bondedShare && line.bondedShare !== '' && { bondedShare: line.bondedShare }),
    })),
  }
}

/** What is missing before a sale can be saved at all: the rest may stay open. */
export function lackingOf(form: SaleForm): string | undefined {
  if (form.handbookNo === '') return '选择手册'
  if (parseDay(form.soldOn) === undefined) return '填写内销日期'
  for (const name of days) if (form[name] !== '' && parseDay(form[name]) === undefined) return '改正写错的日期'
  if (completeLines(form).length === 0) return '录入至少一行'
  if (form.lines.some((line) => !isBlank(line) && !isComplete(line))) return '补全每行的序号和数量'
  return undefined
}

/** The same typed text, whatever the lines are called. */
export const textOf = (form: SaleForm): string =>
  JSON.stringify({ ...form, lines: form.lines.filter((line) => !isBlank(line)).map(({ key: _key, ...line }) => line) })

/** A form that was kept when the page was left. Undefined for a text that another edition of the program has left. */
export function readKept(text: string | undefined): SaleForm | undefined {
  if (text === undefined) return undefined
  try {
    // Written by `textOf` alone.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const kept = JSON.parse(text) as SaleForm
    return { ...kept, lines: withBlank(kept.lines.map((line) => ({ ...blankLine(), ...line }))) }
  } catch {
    return undefined
  }
}
