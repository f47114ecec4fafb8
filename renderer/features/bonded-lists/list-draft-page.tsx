/** Not built yet. */
export function ListDraftPage() {
  return null
}
