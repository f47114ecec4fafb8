import {
  countryName,
  currencyName,
  customsDistrictName,
  levyModeName,
  levyNatureName,
  supervisionModeName,
  unitName,
} from '../codes/tables.ts'
import table from '../codes/message-fields.json' with { type: 'json' }
import { readLeaves } from './received-xml.ts'
import type { Leaf } from './received-xml.ts'

/** One element of a message in plain words. */
interface ExplainedField {
  /** Names from the root, the instance of a repeated part in brackets: `InvtMessage/InvtListType[2]/DclQty`. */
  path: string
  /** What the part is called that it stands in, with its place among its like. */
  part: string
  /** Empty where the element is in no table. */
  label: string
  value: string
  /** What the value says where it is a code, a date or a time; else empty. */
  meaning: string
}

type Field = string | readonly string[]
const parts: Readonly<Record<string, { name: string; fields: Readonly<Record<string, Field>> }>> = table.parts
const anywhere: Readonly<Record<string, Field>> = table.anywhere
const values: Readonly<Record<string, Readonly<Record<string, string>>>> = table.values

const codeTables: Readonly<Record<string, (code: string) => string | undefined>> = {
  '@unit': unitName,
  '@currency': currencyName,
  '@country': countryName,
  '@supervisionMode': supervisionModeName,
  '@levyMode': levyModeName,
  '@levyNature': levyNatureName,
  '@district': customsDistrictName,
  '#time': printTime,
}
/** Which table a 处理结果 is read by hangs on the message that it comes in (FORMATS §8.3). */
const results: Readonly<Record<string, string>> = {
  EML200: 'manageResult_x200',
  INV200: 'manageResult_x200',
  INV201: 'manageResult_inv201',
  INV202: 'manageResult_inv202',
  EML221: 'manageResult_chgoff',
}

/**
 * Every element of an XML message in its order, with what the field's own tables call it and what its codes say.
 * @param most elements that are explained; `total` counts them all
 * @throws UnreadableMessage where the bytes are no XML
 */
export function explainMessage(bytes: Uint8Array, most: number): { fields: ExplainedField[]; total: number } {
  const leaves = readLeaves(bytes)
  const message = leaves.flatMap(({ path }) => path.slice(0, 8)).find((name) => /^[A-Z]{3}\d{3}$/.test(name))
  const places = new Places(leaves)
  const fields = leaves.slice(0, most).map((leaf): ExplainedField => {
    const [label, code] = fieldOf(leaf)
    return { ...places.of(leaf), label, value: leaf.text, meaning: meaningOf(leaf.text, code, message ?? '') }
  })
  return { fields, total: leaves.length }
}

/** Some editions write a part with `Type` behind, or leave it out. */
const partOf = (name: string) => parts[name] ?? parts[`${name}Type`] ?? parts[name.replace(/Type$|l$/, '')]

function fieldOf({ path }: Leaf): readonly [label: string, code: string] {
  const name = path.at(-1) ?? ''
  const found = partOf(path.at(-2) ?? '')?.fields[name] ?? anywhere[name]
  if (found === undefined) return ['', '']
  return typeof found === 'string' ? [found, ''] : [found[0] ?? '', found[1] ?? '']
}

function meaningOf(text: string, code: string, message: string): string {
  if (text === '' || code === '') return ''
  const named = codeTables[code]?.(text)
  if (named !== undefined) return named
  if (code === 'DealFlag' && text !== '0') return '导入失败'
  return values[code === 'manageResult' ? (results[message] ?? 'manageResult_approve') : code]?.[text] ?? ''
}

/** Where a message writes a day or a time without its marks. */
function printTime(text: string): string | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/.exec(text) ?? []
  if (year === undefined) return undefined
  return `${year}-${month}-${day}${hour === undefined ? '' : ` ${hour}:${minute}:${second}`}`
}

/** Numbers the parts that stand more than once beside their like. */
class Places {
  private readonly numbers = new Map<number, number>()
  private readonly counts = new Map<string, number>()

  constructor(leaves: readonly Leaf[]) {
    for (const { path, within } of leaves) {
      if (this.numbers.has(within)) continue
      const parent = path.slice(0, -1).join('/')
      const number = (this.counts.get(parent) ?? 0) + 1
      this.counts.set(parent, number)
      this.numbers.set(within, number)
    }
  }

  of({ path, within }: Leaf): { path: string; part: string } {
    const parent = path.slice(0, -1)
    const above = parent.join('/')
    const number = (this.counts.get(above) ?? 0) > 1 ? this.numbers.get(within) : undefined
    const name = partOf(parent.at(-1) ?? '')?.name ?? parent.at(-1) ?? ''
    return {
      path: above === '' ? (path[0] ?? '') : `${above}${number === undefined ? '' : `[${number}]`}/${path.at(-1)}`,
      part: number === undefined ? name : `${name} 第 ${number} 项`,
    }
  }
}
