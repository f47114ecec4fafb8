/** Not built yet. */
export function OutwardProcessingPage() {
  return null
}
