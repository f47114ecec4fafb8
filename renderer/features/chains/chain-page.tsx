/** Not built yet. */
export function ChainPage() {
  return null
}
