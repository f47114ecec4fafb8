/** Not built yet. */
export function HandbookTransfersTab(_: { handbookNo: string }) {
  return null
}
