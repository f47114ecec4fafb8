import * as z from 'zod'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** Plain names in one folder, documents in one more: nothing to climb out of, nothing that two file systems write differently. */
const payloadName = z
  .string()
  .max(120)
  .regex(/^payload\/(attachments\/)?[a-z0-9][a-z0-9._-]*$/)

/** META-INF/manifest.json: what is signed. The order of the fields here is their order in the file. */
export const manifestSchema = z.strictObject({
  format: z.literal('bonded-ledger-package/1'),
  packageId: z.uuid(),
  kind: z.string().regex(/^[a-zA-Z]{1,40}$/),
  /** Empty in the first filing of a handbook. */
  handbookNo: z.string().regex(/^([0-9A-Z]{12})?$/),
  /** Place in the enterprise's chain of packages, from 1. */
  sequence: z.int().min(1),
  /** Hash of the whole package before this one; null for the first. */
  previousPackageSha256: sha256.nullable(),
  createdAt: z.iso.datetime(),
  programVersion: z.string().min(1).max(40),
  /** Of the dated rules by which the figures were computed. */
  ruleVersion: z.string().min(1).max(40),
  /** Of META-INF/signer.pem, where that is a certificate: what stands in it besides the key is signed too. */
  certificateSha256: sha256.optional(),
  files: z
    .array(z.strictObject({ name: payloadName, size: z.int().min(0), sha256, sm3: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1)
    .max(1000),
})
export type Manifest = z.infer<typeof manifestSchema>

/** The one way to write a manifest. @throws where a field is not of its form. */
export function writeManifest(manifest: Manifest): Uint8Array {
  // Parsing puts the fields into the order of the schema.
  return Buffer.from(`${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`)
}

/** The manifest, or undefined unless `bytes` are what {@link writeManifest} writes for it. */
export function readManifest(bytes: Uint8Array): Manifest | undefined {
  const manifest = manifestSchema.safeParse(parseJson(Buffer.from(bytes).toString('utf8')))
  return manifest.success && Buffer.from(bytes).equals(writeManifest(manifest.data)) ? manifest.data : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
