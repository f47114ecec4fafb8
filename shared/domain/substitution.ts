import type { Day } from './day.ts'

/** 料件串换: bonded material changes places with goods of the same kind, spec and quantity; every balance stays as it is. */
export interface Goods {
  hsCode: string
  name: string
  spec: string
  unit: string
}

/** What takes the place of the item. Of bonded goods the book that they come from. */
type Substitute =
  | { by: 'bonded'; goods: Goods; handbookKind: string; sameEnterprise: boolean; sameItem: boolean }
  | { by: 'imported' | 'domestic'; name: string; spec: string; zeroDutyNoLicence: boolean }

/** Letters and digits as they are meant: full-width forms, case and spaces make no other kind. */
const meant = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase()

/** Materials of 来料加工 belong to somebody abroad and may not be substituted. */
const suppliedFree = (handbookKind: string): boolean => handbookKind === 'B'

type VoucherProblem = 'suppliedFree' | 'approvedLater' | 'inFuture' | 'notYetSetUp' | 'expired'

/** What forbids a substitution in this handbook on this day. */
export function voucherProblems(of: {
  handbookKind: string
  establishedOn: Day
  validTo: Day
  approvedOn: Day
  substitutedOn: Day
  today: Day
}): VoucherProblem[] {
  const problems: [VoucherProblem, boolean][] = [
    ['suppliedFree', suppliedFree(of.handbookKind)],
    ['approvedLater', of.approvedOn > of.substitutedOn],
    ['inFuture', of.substitutedOn > of.today],
    ['notYetSetUp', of.substitutedOn < of.establishedOn],
    ['expired', of.substitutedOn > of.validTo],
  ]
  return problems.flatMap(([problem, holds]) => (holds ? [problem] : []))
}

type LegProblem =
  | 'sameItem'
  | 'otherEnterprise'
  | 'suppliedFree'
  | 'otherCommodity'
  | 'otherUnit'
  | 'noName'
  | 'otherName'
  | 'otherSpec'
  | 'dutyOrLicence'

/** What of one leg is not the same enterprise, kind or spec. The quantity is one for both sides, so that it cannot differ. */
export function legProblems(item: Goods, by: Substitute): LegProblem[] {
  const other = by.by === 'bonded' ? by.goods : by
  const problems: [LegProblem, boolean][] = [
    ['noName', other.name === ''],
    ['otherName', other.name !== '' && meant(other.name) !== meant(item.name)],
    ['otherSpec', meant(other.spec) !== meant(item.spec)],
    ...(by.by === 'bonded'
      ? ([
          ['sameItem', by.sameItem],
          ['otherEnterprise', !by.sameEnterprise],
          ['suppliedFree', suppliedFree(by.handbookKind)],
          ['otherCommodity', by.goods.hsCode !== item.hsCode],
          ['otherUnit', by.goods.unit !== item.unit],
        ] satisfies [LegProblem, boolean][])
      : ([['dutyOrLicence', by.by === 'domestic' && !by.zeroDutyNoLicence]] satisfies [LegProblem, boolean][])),
  ]
  return problems.flatMap(([problem, holds]) => (holds ? [problem] : []))
}
