import { Unreadable } from './zip.ts'

/** Elements and text; attributes are passed over, since no message says anything by them. */
export interface Element {
  name: string
  text: string
  children: Element[]
}

const most = { bytes: 64 * 1024 * 1024, depth: 32, elements: 3_000_000 }
const fail = (message: string): never => {
  throw new Unreadable(message)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Text between tags; a comment; CDATA; a closing tag; an opening or empty tag with attributes, a hundred at most. Whatever else begins
 * with `<` is refused.
 */
const token =
  /([^<]+)|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([A-Za-z_][\w:.-]*)\s*>|<([A-Za-z_][\w:.-]*)(?:\s+[\w:.-]+\s*=\s*(?:"[^<"]*"|'[^<']*')){0,100}\s*(\/?)>/y

/** The tree of a message. No document type, no entities but the five and characters by number: nothing in it can grow or reach out. */
export function readXml(bytes: Uint8Array): Element {
  if (bytes.length > most.bytes) fail(`报文超过 ${most.bytes / 1024 / 1024} MB`)
  const text = decode(bytes)
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) fail('报文不得含有 DTD 或实体')
  const top: Element = { name: '', text: '', children: [] }
  const open = [top]
  let elements = 0
  token.lastIndex = /^﻿?<\?xml [^?]*\?>/.exec(text)?.[0].length ?? 0
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const match = token.exec(text)
    if (!match) return fail(`报文第 ${text.slice(0, at).split('\n').length} 行不是规范的 XML`)
    const [, plain, raw, closing, opening, empty] = match
    const inside = open.at(-1) ?? top
    if (plain !== undefined) inside.text += unescape(plain)
    else if (raw !== undefined) inside.text += raw
    else if (closing !== undefined) {
      if (inside.name !== closing || open.length === 1) fail(`报文的 ${closing} 没有对应的开头`)
      open.pop()
    } else if (opening !== undefined) {
      const element: Element = { name: opening, text: '', children: [] }
      inside.children.push(element)
      if (++elements > most.elements) fail('报文的元素太多')
      if (!empty) open.push(element)
      if (open.length > most.depth) fail('报文的层次太深')
    }
  }
  const [root, ...others] = top.children
  if (open.length > 1) fail(`报文残缺：${open.at(-1)?.name ?? ''} 没有结尾`)
  if (!root || others.length > 0 || top.text.trim() !== '') return fail('报文须有且仅有一个根元素')
  return root
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return fail('报文不是 UTF-8')
  }
}

const unescape = (text: string): string =>
  text.replace(/&([^;&]{0,12});?/g, (whole, name: string) => {
    const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name)
    const code = number ? Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10) : undefined
    const character = code === undefined ? entities[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined
    return whole.endsWith(';') && character !== undefined ? character : fail(`报文含有不能识别的实体 ${whole.slice(0, 20)}`)
  })

/** The first element of this name, however deep. */
export function find(from: Element, name: string): Element | undefined {
  if (from.name === name) return from
  for (const child of from.children) {
    const found = find(child, name)
    if (found) return found
  }
  return undefined
}

export const childrenNamed = ({ children }: Element, name: string): Element[] => children.filter((child) => child.name === name)

export const textOf = (from: Element | undefined, name: string): string =>
  from?.children.find((child) => child.name === name)?.text.trim() ?? ''

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** `fields` in their order; a list is written as repeated parts. */
export type Fields = readonly (readonly [name: string, value: string | Fields])[]

const writeFields = (fields: Fields): string =>
  fields.map(([name, value]) => `<${name}>${typeof value === 'string' ? escape(value) : writeFields(value)}</${name}>`).join('')

const escape = (text: string): string => text.replace(/[&<>]/g, (character) => escapes[character] ?? '')

export const writeXml = (name: string, fields: Fields): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<${name}>${writeFields(fields)}</${name}>\n`)
