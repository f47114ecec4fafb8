/** Not built yet. */
export function ImportTransferPackagePage() {
  return null
}
