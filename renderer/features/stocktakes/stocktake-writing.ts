import { queries } from '../../app/queries.ts'
import type { StocktakeDetail } from './stocktake-words.ts'

/** A write answers with the stocktake as it now is: the page has it before the news of the change comes round. */
export function keepStocktake(stocktake: StocktakeDetail): void {
  queries.setQueryData(['stocktakes.get', { stocktakeId: stocktake.stocktakeId }], stocktake)
}
