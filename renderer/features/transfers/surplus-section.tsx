/** Not built yet. */
export function SurplusSection() {
  return null
}
