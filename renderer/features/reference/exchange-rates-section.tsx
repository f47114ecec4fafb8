/** Not built yet. */
export function ExchangeRatesSection() {
  return null
}
