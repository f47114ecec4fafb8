import { writeArchive } from '../packages/archive.ts'
import type { FilingsService } from '../filings/service.ts'

type Filing = ReturnType<FilingsService['head']>

/** What leaves the house for a filing: the same bytes under the same name, however often. */
export interface Parcel {
  filingId: string
  /** With its ending. */
  name: string
  bytes: Uint8Array
  /** Of the signed package, whatever form it is sent in. */
  packageSha256: string
}

const prefixes: Readonly<Record<Filing['kind'], string>> = {
  writeOffReport: 'DCR',
  handbookFiling: 'EML',
  handbookChange: 'EML',
  bondedList: 'INV',
  outwardProcessing: 'GCD',
  capabilityTable: 'CAP',
  taxWriteOff: 'TAX',
  forexReport: 'FEX',
  selfVerification: 'PKG',
  transferPackage: 'PKG',
}

/** Unique in the enterprise, the same for ever, and safe on every file system (FORMATS §2.5). Without an ending. */
export const fileNameOf = ({ kind, handbookNo, filingId }: Filing, sequence: number): string =>
  `${prefixes[kind]}_${handbookNo || '0'}_${String(sequence).padStart(4, '0')}_${filingId.slice(0, 8)}`

/** Only one of a subject is under way at a time: a change of a handbook waits for the answer to the one before it. */
export function subjectKeyOf({ kind, handbookNo, draftId, subject }: Filing): string {
  if (kind === 'writeOffReport' || kind === 'handbookChange') return `${kind}:${handbookNo}`
  return draftId === null ? `${kind}:${handbookNo}:${subject}` : `${kind}:${draftId}`
}

/** `message`: one XML in one ZIP of the same base name, as the import client takes it; undefined where the filing has no message. */
export function parcelOf(
  filings: FilingsService,
  { filingId, fileName }: { filingId: string; fileName: string },
  form: 'message' | 'package',
): Parcel | undefined {
  const name = `${fileName}.zip`
  const { bytes, sha256: packageSha256 } = filings.signedPackage(filingId)
  if (form === 'package') return { filingId, name, bytes, packageSha256 }
  const message = filings.messageOf(filingId)
  return message && { filingId, name, bytes: writeArchive([{ name: `${fileName}.xml`, bytes: message }]), packageSha256 }
}

/** `Successed_<our name>_<time>.xml` of the import client: our name; undefined of any other file. */
export const answeredName = (name: string): string | undefined => /^(?:Successed|Failed)_(.+)_\d+\.xml$/i.exec(name)?.[1]
