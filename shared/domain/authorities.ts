/** Which department gets which filing (R-175 … R-181). */
export const authorities = ['customs', 'commerce', 'tax', 'forex'] as const
export type Authority = (typeof authorities)[number]

export const authorityNames: Readonly<Record<Authority, string>> = {
  customs: '海关',
  commerce: '商务',
  tax: '税务',
  forex: '外汇',
}

const authorityOfKind = {
  writeOffReport: 'customs',
  handbookFiling: 'customs',
  handbookChange: 'customs',
  bondedList: 'customs',
  outwardProcessing: 'customs',
  capabilityTable: 'commerce',
  taxWriteOff: 'tax',
  forexReport: 'forex',
  // Kept for inspection, and handed to the partner.
  selfVerification: null,
  transferPackage: null,
} as const satisfies Record<string, Authority | null>

type FiledKind = keyof typeof authorityOfKind

/** Null for what no authority is sent. */
export const authorityOf = (kind: FiledKind): Authority | null => authorityOfKind[kind]
