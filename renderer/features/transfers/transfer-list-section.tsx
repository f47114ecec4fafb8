/** Not built yet. */
export function TransferListSection() {
  return null
}
