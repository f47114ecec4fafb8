/** Not built yet. */
export function ChainsSection() {
  return null
}
