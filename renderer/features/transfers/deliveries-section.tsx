/** Not built yet. */
export function DeliveriesSection() {
  return null
}
