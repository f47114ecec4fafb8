/**
 * What structured cloning carries between window and main, as text for Playwright's binding.
 * Both functions also run in the page, as source text: they use nothing but their arguments.
 */
export function toWire(value: unknown, base64: (bytes: Uint8Array) => string): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part instanceof Uint8Array) return { $bytes: base64(part) }
    return part === undefined ? { $undefined: true } : part
  })
}

export function fromWire(text: string, bytes: (base64: string) => Uint8Array): unknown {
  const revive = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(revive)
    if (part === null || typeof part !== 'object') return part
    if ('$undefined' in part) return undefined
    if ('$bytes' in part) return bytes(String(part.$bytes))
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, revive(inner)]))
  }
  return revive(JSON.parse(text))
}
