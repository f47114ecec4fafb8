/** Not built yet. */
export function HandbookSalesTab(_: { handbookNo: string }) {
  return null
}
