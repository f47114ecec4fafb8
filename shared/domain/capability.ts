import { addYears } from './day.ts'
import type { Day } from './day.ts'

/** what of the commerce department a handbook needed, by the day of its filing. */
const commercePrerequisites = [
  { to: '2016-08-31', document: '加工贸易业务批准证', kind: 'approval' },
  { to: '2018-12-31', document: '加工贸易企业经营状况和生产能力证明', kind: 'certificate' },
  { to: '9999-12-31', document: '加工贸易企业经营状况及生产能力信息表', kind: 'informationTable' },
] as const
type CommercePrerequisite = (typeof commercePrerequisites)[number]

export function commercePrerequisiteOn(on: Day): CommercePrerequisite {
  const [approval, certificate, table] = commercePrerequisites
  return on <= approval.to ? approval : on <= certificate.to ? certificate : table
}

/** the information table is valid for one year from its filling or updating, that day of the next year included. */
export const capabilityValidTo = (filledOn: Day): Day => addYears(filledOn, 1)

export const capabilityHoldsOn = (on: Day, filledOn: Day): boolean => filledOn <= on && on <= capabilityValidTo(filledOn)

/** 品目: the first four digits of a commodity code, dots and blanks aside. */
export const headingOf = (hsCode: string): string => hsCode.replace(/\D/g, '').slice(0, 4)

/** headings of `hsCodes` that the information table does not list, each once, in order. */
export function missingHeadings(hsCodes: Iterable<string>, headings: Iterable<string>): string[] {
  const listed = new Set(headings)
  const missing = new Set<string>()
  for (const hsCode of hsCodes) if (!listed.has(headingOf(hsCode))) missing.add(headingOf(hsCode))
  return [...missing].toSorted()
}

/** Headings out of a pasted text, each once, in order; longer commodity codes stand for their heading. What is no code is `wrong`. */
export function readHeadings(text: string): { headings: string[]; wrong: string[] } {
  const words = text
    .normalize('NFKC')
    .replace(/(?<=\d)\.(?=\d)/g, '')
    .split(/[\s,;、。/|.]+/)
    .filter((word) => word !== '')
  const isCode = (word: string) => /^(\d\d){2,5}$/.test(word)
  return {
    headings: [...new Set(words.filter(isCode).map(headingOf))].toSorted(),
    wrong: [...new Set(words.filter((word) => !isCode(word)))],
  }
}
