import {
  bookedLetter,
  clientLetter,
  declarationLetter,
  handbookLetter,
  listLetter,
  momentOf,
  packageLetter,
  storedLetter,
  strayLetter,
} from './answers.ts'
import type { Letter } from './answers.ts'
import type { Answer, Books, Event, Filing, FilingState } from './books.ts'
import { messageIn, printQuantity, readQuantity } from './message.ts'
import type { Message } from './message.ts'
import { chance, happens } from './misbehaviour.ts'
import { sha256, verifyPackage } from './verify-package.ts'
import type { Package, Step } from './verify-package.ts'
import { readArchive, Unreadable } from './zip.ts'

export type Taken =
  | { result: 'taken' | 'again'; filing: Filing }
  /** Same id, other bytes. */
  | { result: 'conflict'; reason: string }
  | { result: 'refused'; reason: string }

interface Opened {
  key: string
  form: Filing['form']
  steps: Step[]
  package: Package | undefined
  message: Message
}

const returnReasons = [
  '料件 1 的进口数量与核注清单不符，请核对后重报',
  '随附单证不全：缺少盘点表',
  '成品单耗与备案不一致，请说明',
  '申报要素不完整，请补充规格型号',
]

/** What an authority does with what comes: verifies it, takes it once, decides, and answers. How it comes and goes is for others. */
export class Authority {
  readonly books: Books
  private readonly now: () => number
  /** Ends this program at once, as a power cut would. */
  private readonly die: () => void

  constructor(books: Books, { now = Date.now, die }: { now?: () => number; die: () => void }) {
    this.books = books
    this.now = now
    this.die = die
  }

  /** Whoever sends the same bytes again has one effect, and gets the same answer. `expected`: the id by which it was sent. */
  take(bytes: Buffer, from: { via: string; name: string; expected?: string }): Taken {
    const hash = sha256(bytes)
    const known = this.books.byHash.get(hash)
    const before = known === undefined ? undefined : this.books.filings.get(known)
    if (before && (from.expected ?? before.key) === before.key) return this.again(before)
    const refused = this.books.refused.get(hash)
    if (refused && refused.via === from.via) return this.refusedAgain(refused.reason, from, hash)

    let opened: Opened
    try {
      opened = this.open(bytes, hash)
      this.requireRoom(opened, hash, from.expected)
    } catch (error) {
      if (error instanceof Conflict) return { result: 'conflict', reason: error.message }
      if (!(error instanceof Unreadable)) throw error
      return this.refuse(error.message, from, hash, error instanceof Unverified ? error.steps : [])
    }
    const filing = this.filingOf(opened, from, hash)
    const repeated = this.repeatedFirstFiling(opened.message, filing)
    if (repeated && filing.form === 'message') return this.refuse(repeated, from, hash, opened.steps)
    this.books.keep('packages', `${hash}.zip`, bytes)
    if (repeated) {
      this.books.write(
        { type: 'taken', filing: { ...filing, state: 'notStored', reasons: [repeated] } },
        ...this.post(filing, [packageLetter(filing, '2', [repeated], this.now())]),
      )
      return { result: 'taken', filing: this.require(filing.key) }
    }
    this.books.write({ type: 'taken', filing }, ...this.firstAnswers(filing))
    if (this.books.rules.decides) this.decideByItself(this.require(filing.key))
    this.crash(filing.key)
    return { result: 'taken', filing: this.require(filing.key) }
  }

  private again(filing: Filing): Taken {
    const told = [...this.books.answers.values()].filter(({ key, what }) => key === filing.key && isFirstAnswer(what))
    const lost = told.filter(({ due }) => due === null)
    this.books.write(
      { type: 'again', key: filing.key, at: momentOf(this.now()) },
      ...lost.map(({ id }): Event => ({ type: 'due', id, due: this.now() })),
      ...(filing.via === 'gateway'
        ? []
        : told.filter(({ due }) => due !== null).flatMap((answer) => this.copyOf(answer, this.now()))),
    )
    return { result: 'again', filing }
  }

  private refuse(reason: string, from: { via: string; name: string }, hash: string, steps: Step[]): Taken {
    const refused = { sha256: hash, via: from.via, name: from.name, at: momentOf(this.now()), reason, steps }
    this.books.write({ type: 'refused', refused }, ...this.tellFailure(reason, from))
    return { result: 'refused', reason }
  }

  private refusedAgain(reason: string, from: { via: string; name: string }, hash: string): Taken {
    this.books.write({ type: 'again', key: hash, at: momentOf(this.now()) }, ...this.tellFailure(reason, from))
    return { result: 'refused', reason }
  }

  /** Through folders the import client says so; over the gateway the answer to the upload does. */
  private tellFailure(reason: string, { via, name }: { via: string; name: string }): Event[] {
    if (via === 'gateway') return []
    const letter = clientLetter({ name, ownNumber: '', seqNo: '' }, false, reason, this.now())
    return [{ type: 'answer', answer: this.keep('', via, letter, this.now()) }]
  }

  private open(bytes: Buffer, hash: string): Opened {
    if (isPackage(bytes)) {
      const { steps, found } = verifyPackage(bytes)
      if (!found) throw new Unverified(`申报包未通过验证：${steps.at(-1)?.what ?? ''}，${steps.at(-1)?.found ?? ''}`, steps)
      const message = messageIn(found.payload)
      if (message.handbookNo !== '' && found.manifest.handbookNo !== '' && message.handbookNo !== found.manifest.handbookNo)
        throw new Unverified('报文的手册编号与清单不同', steps)
      return { key: found.manifest.packageId, form: 'package', steps, package: found, message }
    }
    const [entry, ...others] = readArchive(bytes)
    if (!entry || others.length > 0 || !entry.name.toLowerCase().endsWith('.xml'))
      throw new Unreadable('压缩包须有且仅有一个 XML 报文')
    const message = messageIn([entry])
    if (message.kind === 'other') throw new Unreadable('不认识的报文')
    const steps = [{ what: '报文', ok: true, found: `${entry.name}，由导入客户端签名，申报包的签名不在其中` }]
    // The same message in another ZIP is the same message.
    return { key: `message:${sha256(entry.bytes) || hash}`, form: 'message', steps, package: undefined, message }
  }

  /** One package per id, and one per place in a key's chain; neighbours that are known must fit. */
  private requireRoom(opened: Opened, hash: string, expected: string | undefined): void {
    if (expected !== undefined && opened.key !== expected)
      throw new Unreadable(`上传的编号 ${expected} 与申报包的编号 ${opened.key} 不同`)
    const same = this.books.filings.get(opened.key)
    if (same && same.sha256 !== hash && opened.form === 'package') throw new Conflict('同一编号已收过另一份申报包，请核对')
    if (!opened.package) return
    const { manifest, fingerprint, sha256: own } = opened.package
    const chain = [...this.books.filings.values()].filter((filing) => filing.fingerprint === fingerprint)
    const at = (sequence: number) => chain.find((filing) => filing.sequence === sequence)
    if (at(manifest.sequence)) throw new Unreadable(`这把密钥的第 ${manifest.sequence} 包已收过另一份`)
    const [before, behind] = [at(manifest.sequence - 1), at(manifest.sequence + 1)]
    if (before && before.sha256 !== manifest.previousPackageSha256)
      throw new Unreadable(`与第 ${before.sequence} 包接不上：上一包摘要不符`)
    if (behind && behind.previous !== own) throw new Unreadable(`与第 ${behind.sequence} 包接不上：它所接的不是这一包`)
    if ((manifest.sequence === 1) !== (manifest.previousPackageSha256 === null)) throw new Unreadable('第 1 包之前不应有上一包')
    opened.steps.push({
      what: '先后次序',
      ok: true,
      found: before ? `接第 ${before.sequence} 包` : `第 ${manifest.sequence} 包，上一包尚未收到`,
    })
  }

  private filingOf(opened: Opened, from: { via: string; name: string }, hash: string): Filing {
    const { message, package: found } = opened
    const serial = this.books.filings.size + 1
    const earlier = message.seqNo === '' ? this.earlierOf(message) : undefined
    const year = momentOf(this.now()).slice(2, 4)
    return {
      key: opened.key,
      sha256: hash,
      form: opened.form,
      via: from.via,
      name: from.name,
      at: momentOf(this.now()),
      kind: message.kind,
      filedAs: found?.manifest.kind ?? '',
      sequence: found?.manifest.sequence ?? 0,
      previous: found?.manifest.previousPackageSha256 ?? '',
      fingerprint: found?.fingerprint ?? '',
      ownNumber: message.ownNumber,
      enterprise: message.enterprise,
      handbookNo: message.handbookNo || (found?.manifest.handbookNo ?? ''),
      // A report that was sent back is filed again without the number that it had.
      seqNo: message.seqNo || earlier?.seqNo || `20${year}${`${serial}`.padStart(14, '0')}`,
      listNo:
        message.kind === 'INV'
          ? message.listNo ||
            `QD${message.customsDistrict.padStart(4, '0').slice(0, 4)}${year}${message.direction || 'I'}${`${serial}`.padStart(9, '0')}`
          : message.kind === 'GCD'
            ? `WF${year}${`${serial}`.padStart(8, '0')}`
            : '',
      declarationType: message.declarationType,
      customsDistrict: message.customsDistrict,
      direction: message.direction,
      lines: message.lines.map((line) => ({ ...line, quantity: printQuantity(line.quantity) })),
      steps: opened.steps,
      problems: message.problems,
      state: 'received',
      reasons: [],
    }
  }

  private earlierOf({ kind, ownNumber, enterprise }: Message): Filing | undefined {
    if (kind === 'other' || ownNumber === '') return undefined
    return [...this.books.filings.values()].findLast(
      (filing) =>
        filing.kind === kind &&
        filing.ownNumber === ownNumber &&
        filing.enterprise === enterprise &&
        filing.state !== 'notStored',
    )
  }

  /** FORMATS §2.6: no 统一编号, and a number of the enterprise's own that is there already. A report has no such number of its own. */
  private repeatedFirstFiling(message: Message, { kind, seqNo }: Filing): string | undefined {
    if (message.seqNo !== '') return undefined
    const earlier = this.earlierOf(message)
    if (!earlier || (kind === 'DCR' && earlier.state === 'returned')) return undefined
    return kind === 'DCR'
      ? `手册 ${message.handbookNo} 已经报核，尚无结果或已通过，不能重复报核`
      : `统一编号为空，而企业内部编号 ${message.ownNumber} 已存在（统一编号 ${seqNo}）`
  }

  private firstAnswers(filing: Filing): Event[] {
    const at = this.now()
    const first = filing.via === 'gateway' ? [] : [clientLetter(filing, true, '导入成功', at)]
    const letters = [
      ...first,
      ...(filing.form === 'package' ? [packageLetter(filing, '1', [], at)] : []),
      ...(hasOwnMessages(filing) ? [storedLetter(filing, true, '', at, this.serial())] : []),
    ]
    return this.post(filing, letters)
  }

  /** Each letter with what the rules do to it on its way. */
  private post(filing: Filing, letters: readonly Letter[], after = 0): Event[] {
    const { rules } = this.books
    return letters.flatMap((letter, index): Event[] => {
      const roll = (misdeed: Parameters<typeof happens>[1]) =>
        happens(rules, misdeed, filing.key, letter.what, letters.length, index)
      const wait = (of: string) => chance(rules.seed, of, filing.key, letter.what) * rules.delayMs
      const late = roll('delay') ? wait('delay') : roll('reorder') ? (letters.length - index) * 250 : 0
      const due = this.now() + after + index + late
      const answer = this.keep(filing.key, filing.via, letter, roll('drop') ? null : due)
      const extra: Answer[] = []
      if (roll('truncate')) {
        const half = letter.bytes.subarray(0, Math.floor(letter.bytes.length / 2))
        extra.push(this.keep('', filing.via, { what: 'half', name: `half-${letter.name}`, bytes: half }, due - 1))
      }
      if (roll('stray')) {
        const kind = Math.floor(chance(rules.seed, 'kind', filing.key, letter.what) * 4)
        extra.push(this.keep('', filing.via, strayLetter(filing, kind, this.now(), this.serial()), due))
      }
      const again = roll('repeat') ? this.copyOf(answer, due + wait('repeat')) : []
      return [...extra.map((each): Event => ({ type: 'answer', answer: each })), { type: 'answer', answer }, ...again]
    })
  }

  private keep(key: string, via: string, { name, what, bytes }: Letter, due: number | null): Answer {
    const id = `r-${`${this.serial()}`.padStart(7, '0')}`
    this.books.keep('answers', id, bytes)
    return { id, key, via, name, what, size: bytes.length, sha256: sha256(bytes), due }
  }

  /** The same bytes under another name. */
  private copyOf(answer: Answer, due: number): Event[] {
    const id = `r-${`${this.serial()}`.padStart(7, '0')}`
    this.books.keep('answers', id, this.books.bytesOf('answers', answer.id))
    const name = answer.name.replace(/(\.\w+)$/, `${this.serial()}$1`)
    return [{ type: 'answer', answer: { ...answer, id, name, due } }]
  }

  private given = 0
  private serial(): number {
    this.given = Math.max(this.given, this.books.lastAnswer) + 1
    return this.given
  }

  private decideByItself(filing: Filing): void {
    const { rules } = this.books
    if (filing.problems.length > 0) return this.decide(filing.key, 'returned', filing.problems)
    if (filing.state === 'received' && happens(rules, 'manual', filing.key))
      this.decide(filing.key, 'manualReview', ['转人工审核'])
    if (happens(rules, 'return', filing.key)) {
      const reason = returnReasons[Math.floor(chance(rules.seed, 'reason', filing.key) * returnReasons.length)] ?? ''
      return this.decide(filing.key, 'returned', [reason])
    }
    this.decide(filing.key, 'accepted', [])
  }

  /** What a crash, or a person, left undecided, where filings are decided by themselves. */
  resume(): void {
    if (!this.books.rules.decides) return
    for (const filing of this.books.filings.values())
      if (filing.state === 'received' || filing.state === 'manualReview') this.decideByItself(filing)
  }

  /** What a person, or the rules, decide of a filing; a decision that has been made stands. @throws Error in words */
  decide(key: string, decision: 'accepted' | 'returned' | 'manualReview', reasons: readonly string[]): void {
    const filing = this.require(key)
    if (filing.state !== 'received' && filing.state !== 'manualReview') throw new Error('这份申报已有结果，不能再改')
    if (decision === 'returned' && reasons.length === 0) throw new Error('退单须写明原因')
    if (decision === 'manualReview' && filing.state === 'manualReview') throw new Error('已经转人工')
    const numbered = decision === 'accepted' && filing.kind === 'EML' && filing.handbookNo === ''
    const handbookNo = numbered ? this.newHandbookNo(filing) : filing.handbookNo
    const answered = { ...filing, handbookNo }
    const after = filing.state === 'manualReview' ? 100 : 20
    this.books.write(
      { type: 'state', key, state: decision, reasons: [...reasons], at: momentOf(this.now()), handbookNo },
      ...this.post(answered, this.lettersOf(answered, decision, reasons), after),
    )
  }

  private lettersOf(filing: Filing, decision: 'accepted' | 'returned' | 'manualReview', reasons: readonly string[]): Letter[] {
    const at = this.now()
    if (!hasOwnMessages(filing))
      return [packageLetter(filing, ({ accepted: '4', returned: '3', manualReview: '5' } as const)[decision], reasons, at)]
    if (filing.kind !== 'INV') return [handbookLetter(filing, decision, reasons, at, this.serial())]
    const passed = decision === 'accepted'
    return [
      listLetter(filing, decision, reasons, at, this.serial()),
      ...(passed ? [declarationLetter(filing, at, this.serial()), bookedLetter(filing, at, this.serial())] : []),
    ]
  }

  private newHandbookNo({ customsDistrict, direction, key }: Filing): string {
    const serial =
      [...this.books.filings.values()].filter(({ kind }) => kind === 'EML').findIndex((filing) => filing.key === key) + 1
    const year = momentOf(this.now()).slice(2, 4)
    return `${direction || 'C'}${customsDistrict.padStart(4, '0').slice(0, 4)}${year}A${`${serial}`.padStart(4, '0')}`
  }

  /** 核销结案: nothing is known of a message for it, so it is a letter that a person reads. @throws Error in words */
  close(key: string): { handbookNo: string; name: string; bytes: Buffer } {
    const filing = this.require(key)
    if (filing.kind !== 'DCR' || (filing.state !== 'accepted' && filing.state !== 'closed'))
      throw new Error('报核通过以后才能结案')
    if (filing.state === 'accepted')
      this.books.write({ type: 'state', key, state: 'closed', reasons: [], at: momentOf(this.now()) })
    const name = `${filing.handbookNo}-核销结案通知书.html`
    return { handbookNo: filing.handbookNo, name, bytes: closingNotice(filing, momentOf(this.now()).slice(0, 10)) }
  }

  /** Everything once more, and what was lost: as when the enterprise asks for its receipts again. */
  resend(): number {
    const lost = [...this.books.answers.values()].filter(({ due }) => due === null)
    this.books.write(...lost.map(({ id }): Event => ({ type: 'due', id, due: this.now() })))
    return lost.length
  }

  due(via: string): Answer[] {
    const now = this.now()
    return [...this.books.waiting]
      .flatMap((id) => this.books.answers.get(id) ?? [])
      .filter((answer) => answer.via === via && answer.due !== null && answer.due <= now)
      .toSorted((a, b) => (a.due ?? 0) - (b.due ?? 0))
  }

  delivered(...answers: readonly Answer[]): void {
    this.books.write(...answers.map(({ id }): Event => ({ type: 'delivered', id })))
  }

  /** Once per filing and seed, where the rules say so. */
  private crash(key: string): void {
    const mark = `${this.books.rules.seed}|${key}`
    if (!happens(this.books.rules, 'crash', key) || this.books.crashed.has(mark)) return
    this.books.write({ type: 'crash', key: mark })
    this.die()
  }

  private require(key: string): Filing {
    const filing = this.books.filings.get(key)
    if (!filing) throw new Error('没有这份申报')
    return filing
  }

  /** What customs' own books hold of each handbook's items, of the lists that were booked: quantities by item, mode and direction. */
  movements(): Record<string, string> {
    const sums = new Map<string, bigint>()
    for (const filing of this.books.filings.values()) {
      if (filing.kind !== 'INV' || filing.state !== 'accepted') continue
      for (const { item, mode, direction, quantity } of filing.lines) {
        const key = [filing.handbookNo, item, mode, direction].join('|')
        sums.set(key, (sums.get(key) ?? 0n) + (readQuantity(quantity) ?? 0n))
      }
    }
    return Object.fromEntries([...sums].map(([key, sum]) => [key, printQuantity(sum)]))
  }

  /** Places of each key's chain that have not come, up to the last that has. */
  gaps(): Record<string, number[]> {
    const chains = Map.groupBy(
      [...this.books.filings.values()].filter(({ fingerprint }) => fingerprint !== ''),
      ({ fingerprint }) => fingerprint,
    )
    return Object.fromEntries(
      [...chains].map(([fingerprint, filings]) => {
        const here = new Set(filings.map(({ sequence }) => sequence))
        const last = Math.max(...here)
        return [fingerprint, Array.from({ length: last }, (_, index) => index + 1).filter((place) => !here.has(place))]
      }),
    )
  }
}

class Conflict extends Unreadable {}
class Unverified extends Unreadable {
  readonly steps: Step[]
  constructor(message: string, steps: Step[]) {
    super(message)
    this.steps = steps
  }
}

export const stateNames: Readonly<Record<FilingState, string>> = {
  received: '待审',
  manualReview: '转人工',
  accepted: '通过',
  returned: '退单',
  notStored: '入库失败',
  closed: '已结案',
}

const isPackage = (bytes: Buffer): boolean => bytes.toString('latin1', 30, 38) === 'mimetype'
const isFirstAnswer = (what: string): boolean => ['CommonResponeMessage', 'PackageReceipt', 'EML200', 'INV200'].includes(what)
/** Customs has messages of its own for these; others answer by the technical receipt. */
const hasOwnMessages = ({ kind }: Filing): boolean => kind === 'DCR' || kind === 'EML' || kind === 'INV'

const closingNotice = ({ handbookNo, enterprise, seqNo, ownNumber }: Filing, on: string): Buffer =>
  Buffer.from(`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>核销结案通知书</title>
<style>body{font:16px/2 SimSun,serif;max-width:640px;margin:80px auto}h1{text-align:center;font-size:24px}p.end{text-align:right;margin-top:64px}</style></head>
<body><h1>加工贸易手册核销结案通知书</h1>
<p>企业 ${enterprise}：</p>
<p>你单位申报核销的加工贸易手册 ${handbookNo || ownNumber}（报核统一编号 ${seqNo}）经审核准予结案。</p>
<p>结案日期：${on}</p>
<p class="end">演练海关（仅供演练，没有法律效力）<br>${on}</p></body></html>
`)
