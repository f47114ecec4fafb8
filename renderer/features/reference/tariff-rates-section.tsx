/** Not built yet. */
export function TariffRatesSection() {
  return null
}
