/**
 * XML as others write it, taken as hostile: any declared encoding of the field, prefixes, attributes, comments and CDATA are read
 * over; a document type, an entity of its own, a wrong byte or a document that breaks off is refused. Nothing is built but the
 * leaves, one after the other, and no more of them than the largest message has: an element of four bytes costs a hundred times that.
 */

/** Its message is a sentence in Chinese for the person who holds the file. */
export class UnreadableMessage extends Error {}

const unreadable = (message: string): never => {
  throw new UnreadableMessage(message)
}

/** An element without elements inside: the names on the way to it from the root, itself last, and its text without outer blanks. */
export interface Leaf {
  path: readonly string[]
  /** The running number of the element it stands in, which tells repeated parts apart. */
  within: number
  text: string
}

const mebibyte = 2 ** 20
/** An EML211 of a handbook with 20 000 consumption lines is about 15 MB. */
const mostBytes = 64 * mebibyte
const deepest = 40
/** That EML211 has some 400 000. */
const mostElements = 1_000_000
const encodings: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  gb18030: 'gb18030',
  'utf-16': 'utf-16le',
}

/** @throws UnreadableMessage */
function decode(bytes: Uint8Array): string {
  if (bytes.length > mostBytes) unreadable(`文件超过 ${mostBytes / mebibyte} MB，不是回执`)
  const [first, second] = bytes
  let encoding = 'utf-8'
  if (first === 0xff && second === 0xfe) encoding = 'utf-16le'
  else if (first === 0xfe && second === 0xff) encoding = 'utf-16be'
  else {
    const opening = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
    const declared = /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(opening)?.[1]?.toLowerCase()
    if (declared !== undefined) encoding = encodings[declared] ?? unreadable(`不认识的编码 ${declared.slice(0, 20)}`)
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return unreadable('内容与声明的编码不符，文件可能已损坏')
  }
}

const namedEntities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function character(reference: string): string {
  const named = namedEntities[reference]
  if (named !== undefined) return named
  const code = /^#(?:(\d{1,7})|x([0-9a-fA-F]{1,6}))$/.exec(reference)
  const point = code ? Number.parseInt(code[1] ?? code[2] ?? '', code[1] === undefined ? 16 : 10) : Number.NaN
  // Characters that XML has: no control characters, no halves of pairs.
  const known =
    point === 9 || point === 10 || point === 13 || (point >= 32 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff))
  return known ? String.fromCodePoint(point) : unreadable('含有不认识的实体，为安全起见没有读取')
}

const plain = (text: string): string =>
  text.replace(/&(?:([^;&]{0,12});)?/g, (_, reference: string | undefined) => character(reference ?? ''))

// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

/**
 * An opening, empty or closing tag, with attributes that are passed over; the name without its prefix. The attributes have a bound,
 * since the engine keeps a place to come back to for each.
 */
const tag =
  /<(\/?)(?:[\w.-]{1,100}:)?([\p{L}_][\p{L}\p{N}_.-]{0,100})((?:\s+[^\s=<>/]{1,200}\s*=\s*(?:"[^"<]*"|'[^'<]*')){0,100})\s*(\/?)>/uy

/** @throws UnreadableMessage where the bytes are no XML, before any of it is used. */
export function readLeaves(bytes: Uint8Array): Leaf[] {
  const text = decode(bytes)
  if (unprintable.test(text)) unreadable('含有 XML 不允许的控制字符，文件可能已损坏')
  const leaves: Leaf[] = []
  const open: { name: string; no: number; text: string; hasElements: boolean }[] = []
  let opened = 0
  let rooted = false
  let at = 0
  const skipTo = (end: string, from: number): number => {
    const found = text.indexOf(end, from)
    return found < 0 ? unreadable('文件不完整') : found + end.length
  }
  const addText = (piece: string) => {
    const inside = open.at(-1)
    if (inside) inside.text += piece
    else if (piece.trim() !== '') unreadable('不是 XML 文件')
  }
  const close = () => {
    const closed = open.pop()
    if (!closed) return unreadable('标签没有成对')
    const path = [...open.map(({ name }) => name), closed.name]
    if (!closed.hasElements) leaves.push({ path, within: open.at(-1)?.no ?? 0, text: closed.text.trim() })
    else if (closed.text.trim() !== '') unreadable(`${closed.name} 中夹有文字`)
    return closed.name
  }
  while (at < text.length) {
    const next = text.indexOf('<', at)
    if (next < 0 || next > at) {
      const end = next < 0 ? text.length : next
      addText(plain(text.slice(at, end)))
      at = end
    } else if (text.startsWith('<!--', at)) at = skipTo('-->', at + 4)
    else if (text.startsWith('<?', at)) at = skipTo('?>', at + 2)
    else if (text.startsWith('<![CDATA[', at)) {
      const end = skipTo(']]>', at)
      addText(text.slice(at + 9, end - 3))
      at = end
    } else if (text.startsWith('<!', at)) unreadable('含有文档类型声明，为安全起见没有读取')
    else {
      tag.lastIndex = at
      const match = tag.exec(text)
      if (!match) return unreadable('文件不完整，或不是 XML 文件')
      const [whole, closing, name = '', , empty] = match
      at += whole.length
      if (closing) {
        if (empty || close() !== name) unreadable('标签没有成对')
      } else {
        const inside = open.at(-1)
        if (inside) inside.hasElements = true
        else if (rooted) unreadable('不止一个根元素')
        rooted = true
        open.push({ name, no: (opened += 1), text: '', hasElements: false })
        if (open.length > deepest) unreadable('嵌套过深，不是回执')
        if (opened > mostElements) unreadable(`超过 ${mostElements} 个元素，不是回执`)
        if (empty) close()
      }
    }
  }
  if (!rooted || open.length > 0) unreadable('文件不完整，或不是 XML 文件')
  return leaves
}
