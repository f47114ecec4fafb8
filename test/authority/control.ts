import type { Authority } from './authority.ts'
import { stateNames } from './authority.ts'
import { misdeeds, readRules } from './misbehaviour.ts'

/** What may be asked of the authority by whoever plays it: a test, or a person at its page. */
export interface Command {
  do: 'rules' | 'decide' | 'close' | 'resend' | 'state' | 'filings' | 'books' | 'stop'
  rules?: unknown
  key?: string
  result?: 'accepted' | 'returned' | 'manualReview'
  reasons?: string[]
}

export interface House {
  authority: Authority
  /** Lays the closing notice where the clerk finds it; the path. */
  leaveNotice: (via: string, name: string, bytes: Uint8Array) => string
  /** What a person needs to know to connect. */
  addresses: Readonly<Record<string, string>>
  stop: () => void
}

/** @throws Error in words */
export function carryOut(house: House, command: Command): unknown {
  const { authority } = house
  const { books } = authority
  const key = command.key ?? ''
  switch (command.do) {
    case 'rules':
      books.write({ type: 'rules', rules: readRules(command.rules, books.rules) })
      authority.resume()
      return books.rules
    case 'decide':
      authority.decide(
        key,
        command.result ?? 'manualReview',
        (command.reasons ?? []).filter((reason) => reason.trim() !== ''),
      )
      return books.filings.get(key)
    case 'close': {
      const { name, bytes } = authority.close(key)
      return { path: house.leaveNotice(books.filings.get(key)?.via ?? '', name, bytes) }
    }
    case 'resend':
      return { resent: authority.resend() }
    case 'state':
      return { rules: books.rules, misdeeds, stateNames, addresses: house.addresses, ...counts(authority) }
    case 'filings':
      return {
        filings: [...books.filings.values()].toReversed().slice(0, 500),
        refused: [...books.refused.values()].toReversed().slice(0, 100),
      }
    case 'books':
      return {
        filings: [...books.filings.values()],
        refused: [...books.refused.values()].map(({ name, sha256, reason }) => ({ name, sha256, reason })),
        movements: authority.movements(),
        gaps: authority.gaps(),
        strays: [...books.answers.values()].filter(({ what }) => what === 'stray' || what === 'half').map(({ sha256 }) => sha256),
        ...counts(authority),
      }
    case 'stop':
      house.stop()
      return {}
    default:
      throw new Error('不认识的命令')
  }
}

function counts({ books }: Authority) {
  const answers = [...books.answers.values()]
  return {
    taken: books.filings.size,
    refusedCount: books.refused.size,
    repeats: [...books.repeats.values()].reduce((sum, times) => sum + times, 0),
    answers: answers.length,
    waiting: answers.filter(({ id, due }) => books.waiting.has(id) && due !== null).length,
    lost: answers.filter(({ due }) => due === null).length,
  }
}
