import { refuseWorkbook } from './workbook-refusal.ts'

/**
 * Walks XML as its bytes come in, without building anything: a sheet of 100 000 rows is some hundred megabytes of tags.
 * It works on bytes and makes a string only of what is asked for, so that no short text keeps a whole chunk in memory.
 * Entities are the five of XML and character references; a document type is refused, as no workbook has one.
 */

export type XmlToken = 'open' | 'close' | 'text'

const [lessThan, greaterThan, slash, question, exclamation, quote, apostrophe, equals, colon, ampersand] = [
  0x3c, 0x3e, 0x2f, 0x3f, 0x21, 0x22, 0x27, 0x3d, 0x3a, 0x26,
] as const
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** A cell holds 32 767 characters; written as references they take eight bytes each. */
const mostTokenBytes = 4 * 2 ** 20

const namedEntities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

export class XmlScanner {
  private bytes: Buffer = Buffer.alloc(0)
  private position = 0
  private depth = 0
  private sawRoot = false
  private pendingClose = false
  private cdata = false
  /** Of the token: the name of a tag, or the characters of a text. */
  private start = 0
  private end = 0
  /** Of an opening tag: where the attributes end. */
  private tagEnd = 0
  private valueStart = 0
  private valueEnd = 0
  private readonly shortNames = new Map<number, string>()

  /** Adds what came in; what the last token left unfinished is read again with it. */
  feed(chunk: Uint8Array): void {
    const rest = this.bytes.subarray(this.position)
    if (rest.length > mostTokenBytes) refuseWorkbook('bomb', '单元格内容过长')
    this.bytes = rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([rest, chunk])
    this.position = 0
  }

  /** After the last chunk. @throws Refusal workbook.damaged where the document breaks off */
  finish(): void {
    if (!this.sawRoot || this.depth !== 0) refuseWorkbook('damaged')
  }

  /** The next token, or undefined where more bytes are needed. Comments and instructions are passed over. */
  next(): XmlToken | undefined {
    if (this.pendingClose) {
      this.pendingClose = false
      this.depth--
      return 'close'
    }
    const { bytes } = this
    while (this.position < bytes.length) {
      const from = this.position
      if (bytes[from] !== lessThan) {
        const to = bytes.indexOf(lessThan, from)
        // Blanks after the root are no token; a text inside it always ends with a tag.
        if (to < 0) return undefined
        this.cdata = false
        this.start = from
        this.end = this.position = to
        return 'text'
      }
      const second = bytes[from + 1]
      if (second === undefined) return undefined
      if (second === question) {
        if (!this.skipTo('?>', from + 2)) return undefined
      } else if (second === exclamation) {
        const token = this.declaration(from)
        if (token !== 'skipped') return token
      } else {
        return second === slash ? this.closingTag(from) : this.openingTag(from)
      }
    }
    return undefined
  }

  /** Of the tag, without its namespace prefix. */
  get name(): string {
    return this.decodeShort(this.start, this.end)
  }

  /** The characters of a text token. */
  get text(): string {
    return this.cdata ? this.bytes.toString('utf8', this.start, this.end) : this.decode(this.start, this.end)
  }

  /** Of the opening tag; attributes are matched with their prefix left off. */
  attribute(name: string): string | undefined {
    return this.findAttribute(name) ? this.decode(this.valueStart, this.valueEnd) : undefined
  }

  /** As {@link attribute}, for the few short values that repeat in every cell. */
  shortAttribute(name: string): string | undefined {
    return this.findAttribute(name) ? this.decodeShort(this.valueStart, this.valueEnd) : undefined
  }

  /** An attribute of digits, or undefined. */
  integerAttribute(name: string): number | undefined {
    if (!this.findAttribute(name)) return undefined
    let value = 0
    for (let i = this.valueStart; i < this.valueEnd; i++) {
      const digit = (this.bytes[i] ?? 0) - 0x30
      if (digit < 0 || digit > 9 || value > 1e9) return undefined
      value = value * 10 + digit
    }
    return this.valueEnd > this.valueStart ? value : undefined
  }

  /** The column of a cell reference such as `AB12`, 0 for A, or undefined. */
  columnAttribute(name: string): number | undefined {
    if (!this.findAttribute(name)) return undefined
    let column = 0
    let i = this.valueStart
    for (; i < this.valueEnd && i < this.valueStart + 4; i++) {
      const letter = ((this.bytes[i] ?? 0) & ~0x20) - 0x40
      if (letter < 1 || letter > 26) break
      column = column * 26 + letter
    }
    return column > 0 ? column - 1 : undefined
  }

  private skipTo(mark: string, from: number): boolean {
    const at = this.bytes.indexOf(mark, from, 'latin1')
    if (at < 0) return false
    this.position = at + mark.length
    return true
  }

  private declaration(from: number): XmlToken | 'skipped' | undefined {
    const head = this.bytes.toString('latin1', from, from + 9)
    if (head.startsWith('<!--')) return this.skipTo('-->', from + 4) ? 'skipped' : undefined
    if (head === '<![CDATA[') {
      if (!this.skipTo(']]>', from + 9)) return undefined
      this.cdata = true
      this.start = from + 9
      this.end = this.position - 3
      return 'text'
    }
    if ('<!--'.startsWith(head) || '<![CDATA['.startsWith(head)) return undefined
    return refuseWorkbook('bomb', '含有不允许的文档类型声明')
  }

  private closingTag(from: number): XmlToken | undefined {
    const to = this.bytes.indexOf(greaterThan, from + 2)
    if (to < 0) return undefined
    if (--this.depth < 0) refuseWorkbook('damaged')
    this.takeName(from + 2, to)
    this.position = to + 1
    return 'close'
  }

  private openingTag(from: number): XmlToken | undefined {
    const { bytes } = this
    let to = from + 1
    for (let inside = 0; ; to++) {
      const byte = bytes[to]
      if (byte === undefined) return undefined
      if (inside !== 0) {
        if (byte === inside) inside = 0
      } else if (byte === greaterThan) break
      else if (byte === quote || byte === apostrophe) inside = byte
    }
    this.takeName(from + 1, to)
    this.pendingClose = bytes[to - 1] === slash
    this.tagEnd = this.pendingClose ? to - 1 : to
    this.position = to + 1
    this.depth++
    this.sawRoot = true
    return 'open'
  }

  private takeName(from: number, to: number): void {
    this.start = from
    let end = from
    for (; end < to; end++) {
      const byte = this.bytes[end]
      if (byte === colon) this.start = end + 1
      else if (byte === slash || isBlank(byte)) break
    }
    this.end = end
  }

  /** Sets the bounds of the value. */
  private findAttribute(name: string): boolean {
    const { bytes, tagEnd } = this
    let at = this.end
    while (at < tagEnd) {
      while (at < tagEnd && isBlank(bytes[at])) at++
      let start = at
      while (at < tagEnd && bytes[at] !== equals && !isBlank(bytes[at])) {
        if (bytes[at] === colon) start = at + 1
        at++
      }
      const end = at
      while (at < tagEnd && bytes[at] !== quote && bytes[at] !== apostrophe) at++
      const mark = bytes[at]
      this.valueStart = ++at
      while (at < tagEnd && bytes[at] !== mark) at++
      this.valueEnd = at++
      if (end - start === name.length && this.equalsAt(start, name)) return this.valueEnd < tagEnd
    }
    return false
  }

  private equalsAt(start: number, name: string): boolean {
    for (let i = 0; i < name.length; i++) if (this.bytes[start + i] !== name.charCodeAt(i)) return false
    return true
  }

  /** One string for each name and value of up to four bytes: there are millions of them, and a dozen different ones. */
  private decodeShort(start: number, end: number): string {
    const length = end - start
    if (length < 1 || length > 4) return this.decode(start, end)
    let key = 0
    for (let i = start; i < end; i++) key = (key << 8) | (this.bytes[i] ?? 0)
    const known = this.shortNames.get(key)
    if (known !== undefined) return known
    const text = this.decode(start, end)
    if (this.shortNames.size < 1000) this.shortNames.set(key, text)
    return text
  }

  private decode(start: number, end: number): string {
    const text = this.bytes.toString('utf8', start, end)
    for (let i = start; i < end; i++) if (this.bytes[i] === ampersand) return decodeEntities(text)
    return text
  }
}

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w+));|&/g, (_, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return namedEntities[name] ?? refuseWorkbook('bomb', '含有不允许的实体')
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : refuseWorkbook('damaged')
  })
