/** Not built yet. */
export function ScrapSection() {
  return null
}
