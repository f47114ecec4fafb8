/** Not built yet. */
export function ImportDeliveriesPage() {
  return null
}
