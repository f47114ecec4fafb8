/** Not built yet. */
export function SubstitutionsSection() {
  return null
}
