/** Not built yet. */
export function InterestRatesSection() {
  return null
}
