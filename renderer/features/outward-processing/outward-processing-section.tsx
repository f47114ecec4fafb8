/** Not built yet. */
export function OutwardProcessingSection() {
  return null
}
