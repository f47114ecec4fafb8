/** Not built yet. */
export function PartnersSection() {
  return null
}
