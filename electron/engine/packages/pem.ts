/** The one form of a PEM text: lines of 64 characters, each ended by a line feed. @param label as between BEGIN and the dashes */
export function writePem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** The bytes, or undefined unless `pem` is to the letter what {@link writePem} writes for them. */
export function readPem(label: string, pem: string): Uint8Array | undefined {
  const der = Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64')
  return writePem(label, der) === pem ? der : undefined
}

/**
 * What is in a file that a person brings: one block of that label, however its lines are broken, or the bare bytes.
 * Undefined where it is PEM, but holds another block or several.
 */
export function pemOrDer(label: string, file: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(file).toString('latin1').trim()
  if (!text.startsWith('-----')) return file
  const [, base64] = new RegExp(`^-----BEGIN ${label}-----\\s([A-Za-z0-9+/=\\s]*)-----END ${label}-----$`).exec(text) ?? []
  return base64 === undefined ? undefined : Buffer.from(base64.replace(/\s/g, ''), 'base64')
}
