/** Not built yet. */
export function RuleParametersSection() {
  return null
}
