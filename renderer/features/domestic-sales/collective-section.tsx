/** Not built yet. */
export function CollectiveSection() {
  return null
}
