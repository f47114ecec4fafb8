/**
 * XML as the authorities' import clients take it: elements and text, UTF-8, no attributes. One tree has one text, byte for byte,
 * and the reader takes that text and nothing looser (what others write is read elsewhere, by a full parser).
 */
export interface XmlElement {
  name: string
  content: string | XmlElement[]
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** Whether XML 1.0 can hold the text at all: control characters and lone surrogates have no form, not even as an entity. */
export const isXmlText = (text: string): boolean => /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text)

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }
const characters = new Map(Object.entries(escapes).map(([character, escape]) => [escape, character]))

/** @throws RangeError where a name or text has no form in XML: {@link isXmlText}. */
export function writeXml(root: XmlElement): string {
  const lines: string[] = []
  write(root, '', lines)
  return `${declaration}${lines.join('\n')}\n`
}

function write({ name, content }: XmlElement, indent: string, lines: string[]): void {
  if (!/^[A-Za-z]\w*$/.test(name)) throw new RangeError(`no name of an element: ${name}`)
  if (content.length === 0) lines.push(`${indent}<${name}/>`)
  else if (typeof content !== 'string') {
    lines.push(`${indent}<${name}>`)
    for (const child of content) write(child, `${indent}  `, lines)
    lines.push(`${indent}</${name}>`)
  } else {
    if (!isXmlText(content)) throw new RangeError(`no text of XML in ${name}`)
    lines.push(`${indent}<${name}>${content.replace(/[&<>\r]/g, (character) => escapes[character] ?? character)}</${name}>`)
  }
}

/** A closing tag; an empty element; an opening tag, with text and its closing tag where it has no elements inside. */
const tag = /[ \n]*(?:<\/\w+>|<(\w+)\/>|<(\w+)>(?:([^<]*)<\/\2>)?)/y

/** The tree of a text that {@link writeXml} wrote. @throws RangeError for any other text. */
export function readXml(text: string): XmlElement {
  const top: XmlElement[] = []
  const open = [top]
  tag.lastIndex = declaration.length
  for (let match = tag.exec(text); match; match = tag.exec(text)) {
    const [, empty, name, leaf] = match
    const inside = open.at(-1)
    if (empty) inside?.push({ name: empty, content: '' })
    else if (!name) open.pop()
    else if (leaf !== undefined) inside?.push({ name, content: unescape(leaf) })
    else {
      const content: XmlElement[] = []
      inside?.push({ name, content })
      open.push(content)
    }
  }
  const [root] = top
  // Whatever was let pass above is not what the writer writes.
  if (!root || writeXml(root) !== text) throw new RangeError('not a text of this writer')
  return root
}

const unescape = (text: string): string => text.replace(/&[^;]*;/g, (escape) => characters.get(escape) ?? escape)
