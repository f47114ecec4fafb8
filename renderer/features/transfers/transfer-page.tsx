/** Not built yet. */
export function TransferPage() {
  return null
}
