/** Not built yet. */
export function GroupModeSection() {
  return null
}
