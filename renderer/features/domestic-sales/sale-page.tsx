/** Not built yet. */
export function SalePage() {
  return null
}
