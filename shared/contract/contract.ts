import * as z from 'zod'
import { bondedListOperations } from './bonded-lists.ts'
import { calculationOperations } from './calculations.ts'
import { chainOperations } from './chains.ts'
import { cleanUpOperations } from './clean-up.ts'
import { consumptionOperations } from './consumption.ts'
import { deliveryOperations } from './deliveries.ts'
import { domesticSaleOperations } from './domestic-sales.ts'
import { enterpriseOperations } from './enterprise.ts'
import { filingOperations } from './filings.ts'
import { forexOperations } from './forex.ts'
import { handbookDraftOperations } from './handbook-drafts.ts'
import { handbookLifeOperations } from './handbook-life.ts'
import { handbookOperations } from './handbooks.ts'
import { houseOperations } from './house.ts'
import type { Job } from './house.ts'
import { keyOperations } from './keys.ts'
import { listDraftOperations } from './list-drafts.ts'
import type { Operation, Topic } from './operation.ts'
import { operatorOperations } from './operators.ts'
import { outwardProcessingOperations } from './outward-processing.ts'
import { openingOperations } from './openings.ts'
import { outboxOperations } from './outbox.ts'
import { partOperations } from './parts.ts'
import { partnerOperations } from './partners.ts'
import { referenceOperations } from './reference.ts'
import { scrapOperations } from './scrap.ts'
import { selectiveTaxationOperations } from './selective-taxation.ts'
import { selfVerificationOperations } from './self-verification.ts'
import { signingOperations } from './signing.ts'
import { stocktakeOperations } from './stocktakes.ts'
import { substitutionOperations } from './substitutions.ts'
import { taxWriteOffOperations } from './tax-write-off.ts'
import { transferOperations } from './transfers.ts'
import { writeOffOperations } from './write-off.ts'

/** All operations: hosts, window, scripts, tests and `GET /operations` come from this one table. */
export const contract = {
  ...enterpriseOperations,
  ...operatorOperations,
  ...referenceOperations,
  ...handbookDraftOperations,
  ...handbookOperations,
  ...handbookLifeOperations,
  ...partOperations,
  ...consumptionOperations,
  ...selfVerificationOperations,
  ...bondedListOperations,
  ...listDraftOperations,
  ...partnerOperations,
  ...deliveryOperations,
  ...transferOperations,
  ...outwardProcessingOperations,
  ...substitutionOperations,
  ...chainOperations,
  ...domesticSaleOperations,
  ...scrapOperations,
  ...selectiveTaxationOperations,
  ...writeOffOperations,
  ...openingOperations,
  ...stocktakeOperations,
  ...cleanUpOperations,
  ...taxWriteOffOperations,
  ...forexOperations,
  ...calculationOperations,
  ...keyOperations,
  ...filingOperations,
  ...signingOperations,
  ...outboxOperations,
  ...houseOperations,
} satisfies Record<string, Operation>

export type OperationName = keyof typeof contract
/** What a caller may send (defaults may be left out), and what a handler is given (defaults filled in). */
export type Request<N extends OperationName> = z.input<(typeof contract)[N]['input']>
export type Input<N extends OperationName> = z.output<(typeof contract)[N]['input']>
export type Output<N extends OperationName> = z.output<(typeof contract)[N]['output']>

export const isOperationName = (name: string): name is OperationName => Object.hasOwn(contract, name)

/** What the engine tells the window by itself. */
export type EngineEvent = { type: 'changed'; topics: readonly Topic[] } | { type: 'job'; job: Omit<Job, 'value'> }

/** The answer of `GET /operations`: name, summary, job or not, JSON Schemas of input and output. */
export function describeContract() {
  return Object.entries(contract).map(([name, operation]) => ({
    name,
    summary: operation.summary,
    job: operation.job,
    reads: operation.reads,
    changes: operation.changes,
    input: z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }),
    output: z.toJSONSchema(operation.output, { io: 'output', unrepresentable: 'any' }),
  }))
}
