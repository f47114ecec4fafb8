/**
 * SM2 signatures between their two forms: DER, as OpenSSL and customs read them, and the raw 64 bytes r ‖ s.
 * Strict: every pair of numbers has one encoding, and no other is taken. A lenient reader lets an altered signature pass.
 */
const numberLength = 32

function encodeInteger(value: Uint8Array): number[] {
  const first = value.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? [0] : [...value.subarray(first)]
  const positive = (digits[0] ?? 0) >= 0x80 ? [0, ...digits] : digits
  return [0x02, positive.length, ...positive]
}

/** @param raw r ‖ s, 64 bytes. */
export function encodeSignature(raw: Uint8Array): Uint8Array {
  if (raw.length !== 2 * numberLength) throw new RangeError(`a raw signature has 64 bytes, not ${raw.length}`)
  const body = [...encodeInteger(raw.subarray(0, numberLength)), ...encodeInteger(raw.subarray(numberLength))]
  return Uint8Array.from([0x30, body.length, ...body])
}

/** r ‖ s, or undefined for anything but the one right encoding. */
export function decodeSignature(der: Uint8Array): Uint8Array | undefined {
  const raw = new Uint8Array(2 * numberLength)
  let at = 2
  for (const end of [numberLength, 2 * numberLength]) {
    const length = der[at + 1] ?? 0
    const digits = der.subarray(at + 2, at + 2 + length)
    const significant = digits[0] === 0 ? digits.subarray(1) : digits
    if (significant.length > numberLength) return undefined
    raw.set(significant, end - significant.length)
    at += 2 + length
  }
  const encoded = encodeSignature(raw)
  return der.length === encoded.length && encoded.every((byte, index) => byte === der[index]) ? raw : undefined
}
