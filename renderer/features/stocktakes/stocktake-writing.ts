import { queries } from '../../app/queries.ts'
import type { StocktakeDetail } from './stocktake-words.ts'

const nameOf = (stocktakeId: string) => ['stocktakes.get', { stocktakeId }] as const

/** The stocktake as it was last answered, which may be newer than what is drawn. */
export const latestStocktake = (stocktakeId: string): StocktakeDetail | undefined => queries.getQueryData(nameOf(stocktakeId))

/** A write answers with the stocktake as it now is: the page has it before the news of the change comes round. */
export function keepStocktake(stocktake: StocktakeDetail): void {
  queries.setQueryData(nameOf(stocktake.stocktakeId), stocktake)
}
