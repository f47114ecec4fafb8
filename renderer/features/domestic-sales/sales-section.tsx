/** Not built yet. */
export function SalesSection() {
  return null
}
