import type { Input, Output } from '../../../shared/contract/contract.ts'
import { day } from '../../../shared/domain/day.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { money, printMoney, printQuantity, printRate, quantity, rate } from '../../../shared/domain/exact.ts'
import type { Money, Quantity, Rate } from '../../../shared/domain/exact.ts'
import type { SaleHead } from '../../../shared/domain/sale-guards.ts'
import type { SaleLine } from '../../../shared/domain/tax-sheet.ts'
import type { SaleHeadRow, SaleLineRow, SaleMaterialRow, SaleRow } from './store.ts'

export type SaleInput = Input<'domesticSales.preview'>
export type SaleDetail = Output<'domesticSales.get'>

/** A sale as the rules read it: of a stored one, or of one that is only tried out. */
export interface Sale {
  head: SaleHead
  declaredOn: Day | undefined
  taxBillOn: Day | undefined
  lines: readonly SaleLine[]
  materials: ReadonlyMap<number, { country: string; proofNo: string; producer: string; similar: Similar | undefined }>
}
interface Similar {
  price: Money
  currency: string
  basis: string
}

const optionalDay = (text: string | null): Day | undefined => (text === null ? undefined : day(text))

/** What is entered, as the rules read it. */
export const saleOfInput = (input: SaleInput): Sale => ({
  head: {
    kind: input.kind,
    soldOn: day(input.soldOn),
    collective: input.collective,
    deliveredOn: optionalDay(input.deliveredOn),
    destruction: input.destruction,
    withIncome: input.withIncome,
    disasterOn: optionalDay(input.disasterOn),
    reportedOn: optionalDay(input.reportedOn),
    licenceNo: input.licenceNo,
  },
  declaredOn: optionalDay(input.declaredOn),
  taxBillOn: optionalDay(input.taxBillOn),
  lines: input.lines.map((line, index) => ({
    lineNo: index + 1,
    itemSeq: line.itemSeq,
    version: line.version,
    quantity: quantity(line.quantity),
    completion: rate(line.completion),
    income: line.income === '' ? undefined : money(line.income),
    hsCode: line.hsCode,
    name: line.name,
    bondedShare: rate(line.bondedShare),
  })),
  materials: new Map(
    input.materials.map(({ itemSeq, country, proofNo, producer, similarPrice, similarCurrency, similarBasis }) => [
      itemSeq,
      {
        country,
        proofNo,
        producer,
        similar:
          similarPrice === ''
            ? undefined
            : { price: money(similarPrice), currency: similarCurrency || '142', basis: similarBasis },
      },
    ]),
  ),
})

/** As it is entered again. */
export const inputOfRow = (
  handbookNo: string,
  row: SaleRow,
  lines: readonly SaleLineRow[],
  materials: readonly SaleMaterialRow[],
): SaleInput => ({
  kind: row.kind,
  handbookNo,
  soldOn: row.sold_on,
  buyer: row.buyer,
  contractNo: row.contract_no,
  invoiceNo: row.invoice_no,
  collective: row.collective === 1n,
  deliveredOn: row.delivered_on,
  declaredOn: row.declared_on,
  taxBillOn: row.tax_bill_on,
  destruction: row.destruction,
  withIncome: row.with_income === 1n,
  disasterOn: row.disaster_on,
  reportedOn: row.reported_on,
  licenceNo: row.licence_no,
  remark: row.remark,
  lines: lines.map((line) => ({
    itemSeq: Number(line.item_seq),
    version: line.version,
    quantity: printQuantity(line.quantity_e5 as Quantity),
    completion: printRate(line.completion_e9 as Rate),
    income: line.income_e5 === null ? '' : printMoney(line.income_e5 as Money),
    hsCode: line.hs_code,
    name: line.name,
    bondedShare: printRate(line.bonded_share_e9 as Rate),
  })),
  materials: materials.map((material) => ({
    itemSeq: Number(material.item_seq),
    country: material.country,
    proofNo: material.proof_no,
    producer: material.producer,
    similarPrice: material.similar_price_e5 === null ? '' : printMoney(material.similar_price_e5 as Money),
    similarCurrency: material.similar_currency,
    similarBasis: material.similar_basis,
  })),
})

export const headRow = (input: SaleInput, handbookId: bigint, savedAt: string): SaleHeadRow => ({
  handbook_id: handbookId,
  kind: input.kind,
  sold_on: day(input.soldOn),
  buyer: input.buyer,
  contract_no: input.contractNo,
  invoice_no: input.invoiceNo,
  collective: input.collective ? 1n : 0n,
  delivered_on: optionalDay(input.deliveredOn) ?? null,
  declared_on: optionalDay(input.declaredOn) ?? null,
  tax_bill_on: optionalDay(input.taxBillOn) ?? null,
  destruction: input.destruction,
  with_income: input.withIncome ? 1n : 0n,
  disaster_on: optionalDay(input.disasterOn) ?? null,
  reported_on: optionalDay(input.reportedOn) ?? null,
  licence_no: input.licenceNo,
  remark: input.remark,
  saved_at: savedAt,
})

export const lineRows = (input: SaleInput): SaleLineRow[] =>
  input.lines.map((line, index) => ({
    line_no: BigInt(index + 1),
    item_seq: BigInt(line.itemSeq),
    version: line.version,
    quantity_e5: quantity(line.quantity),
    completion_e9: rate(line.completion),
    income_e5: line.income === '' ? null : money(line.income),
    hs_code: line.hsCode,
    name: line.name,
    bonded_share_e9: rate(line.bondedShare),
  }))

export const materialRows = (input: SaleInput): SaleMaterialRow[] =>
  input.materials.map((material) => ({
    item_seq: BigInt(material.itemSeq),
    country: material.country,
    proof_no: material.proofNo,
    producer: material.producer,
    similar_price_e5: material.similarPrice === '' ? null : money(material.similarPrice),
    similar_currency: material.similarCurrency,
    similar_basis: material.similarBasis,
  }))
