/** Not built yet. */
export function MatchingSection() {
  return null
}
