import { parseDay } from '../domain/day.ts'
import { UnreadableMessage } from './received-xml.ts'
import type { Leaf } from './received-xml.ts'

/** 技术回执 of gateways and offices that have no message of their own (electron/engine/sync/GATEWAY.md, 5). */
export interface PackageReceipt {
  /** Of the filing: its package's UUID. */
  packageId: string
  /** Of the whole package that it answers. */
  sha256: string
  result: '1' | '2' | '3' | '4' | '5'
  /** `yyyy-MM-dd HH:mm:ss`, Beijing time. */
  at: string
  handbookNo: string
  seqNo: string
  /** 清单编号, or that of an application for outward processing. */
  listNo: string
  notes: string[]
}

const unreadable = (message: string): never => {
  throw new UnreadableMessage(message)
}

const forms: Readonly<Record<string, RegExp>> = {
  PackageId: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  Sha256: /^[0-9a-f]{64}$/,
  Result: /^[1-5]$/,
  At: /^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/,
  HandbookNo: /^([A-Z][0-9A-Z]{11})?$/,
  SeqNo: /^(\d{18})?$/,
  ListNo: /^[^\s<]{0,64}$/,
}

export const isPackageReceipt = (leaves: readonly Leaf[]): boolean => leaves.some(({ path }) => path[0] === 'PackageReceipt')

/** @throws UnreadableMessage */
export function readPackageReceipt(leaves: readonly Leaf[]): PackageReceipt {
  const fields = new Map<string, string>()
  const notes: string[] = []
  for (const { path, text } of leaves) {
    const [, name = '', ...deeper] = path
    if (deeper.length > 0 || (name !== 'Note' && !forms[name]))
      unreadable(`技术回执中有不认识的 ${path.slice(1).join('/').slice(0, 60)}`)
    if (name === 'Note') notes.push(text.slice(0, 500))
    else if (fields.has(name)) unreadable(`技术回执中的 ${name} 出现了不止一次`)
    else fields.set(name, text)
  }
  if (notes.length > 1000) unreadable('技术回执的说明超过 1000 条')
  const field = (name: string): string => {
    const text = fields.get(name) ?? ''
    return forms[name]?.test(text) ? text : unreadable(text === '' ? `技术回执缺少 ${name}` : `技术回执的 ${name} 不合格式`)
  }
  const at = field('At')
  if (!parseDay(at.slice(0, 10))) unreadable('技术回执的 At 不是日期')
  return {
    packageId: field('PackageId'),
    sha256: field('Sha256'),
    result: field('Result') as PackageReceipt['result'],
    at,
    handbookNo: field('HandbookNo'),
    seqNo: field('SeqNo'),
    listNo: field('ListNo'),
    notes: notes.filter((note) => note !== ''),
  }
}
