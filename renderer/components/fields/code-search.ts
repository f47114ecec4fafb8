import { pinyin } from 'pinyin-pro'
import type { Code } from '../../../shared/codes/tables.ts'
import { codeLabel } from './format.ts'

interface Entry {
  code: Code
  /** As searched: code, name, and the first letters of its pinyin. */
  folded: readonly [code: string, name: string, initials: string]
}

/** A list is longer than anyone reads: the search narrows it. */
const listed = 50
const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s/g, '')

/** Finds codes of one table by code, Chinese name and pinyin initials; what begins with the text comes first. */
export class CodeSearch {
  private readonly entries: readonly Entry[]

  constructor(codes: readonly Code[]) {
    this.entries = codes.map((code) => ({ code, folded: [fold(code.code), fold(code.name), initialsOf(code.name)] }))
  }

  find(text: string): readonly Code[] {
    const wanted = fold(text)
    if (wanted === '') return this.entries.slice(0, listed).map(({ code }) => code)
    const rank = ({ code, folded }: Entry): number => {
      if (folded.includes(wanted) || fold(codeLabel(code.code, code.name)) === wanted) return 0
      if (folded.some((part) => part.startsWith(wanted))) return 1
      // Clerks leave the leading zeros of a code out.
      if (/^\d+$/.test(wanted) && folded[0].replace(/^0+/, '').startsWith(wanted)) return 2
      return folded.some((part) => part.includes(wanted)) ? 3 : 4
    }
    return this.entries
      .map((entry) => ({ code: entry.code, rank: rank(entry) }))
      .filter((found) => found.rank < 4)
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, listed)
      .map(({ code }) => code)
  }
}

const initialsOf = (name: string): string =>
  fold(pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' }).join(''))
