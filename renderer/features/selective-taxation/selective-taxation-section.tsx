/** Not built yet. */
export function SelectiveTaxationSection() {
  return null
}
