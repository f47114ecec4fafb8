import { createHash } from 'node:crypto'

/** How often, from 0 (never) to 1 (always); the same seed decides the same, whatever comes first and however often it is started. */
export const misdeeds = {
  loseUpload: '上传到一半断线，没有收下',
  loseAnswer: '收下了，应答没有送出',
  truncateAnswer: '应答只送一半',
  wrongAnswer: '应答答错（摘要不符）',
  crash: '收下之后、应答之前程序崩溃',
  drop: '回执丢失，直到补发',
  delay: '回执迟到',
  repeat: '回执重复送来',
  reorder: '回执次序颠倒',
  truncate: '先送来半份回执',
  stray: '送来别人的回执、乱码',
  manual: '转人工，之后才有结果',
  return: '退单',
} as const
export type Misdeed = keyof typeof misdeeds

export interface Rules {
  seed: number
  /** decide: each filing is decided by itself; else it waits for a person. */
  decides: boolean
  /** Of what is late, at most, in milliseconds. */
  delayMs: number
  chances: Readonly<Partial<Record<Misdeed, number>>>
}

export const goodRules: Rules = { seed: 1, decides: false, delayMs: 2000, chances: {} }

/** A number from 0 to 1 that follows from the seed and what it is asked for. */
export const chance = (seed: number, ...what: readonly (string | number)[]): number =>
  createHash('sha256')
    .update([seed, ...what].join('|'))
    .digest()
    .readUInt32BE(0) /
  2 ** 32

export const happens = ({ seed, chances }: Rules, misdeed: Misdeed, ...what: readonly (string | number)[]): boolean =>
  chance(seed, misdeed, ...what) < (chances[misdeed] ?? 0)

/** Rules from outside, as far as they are such. */
export function readRules(value: unknown, before: Rules): Rules {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Partial<Record<keyof Rules, unknown>>
  const count = (of: unknown, otherwise: number) => (typeof of === 'number' && of >= 0 && Number.isFinite(of) ? of : otherwise)
  const chances = Object.entries((given.chances ?? before.chances) as Record<string, unknown>)
    .filter(([name, often]) => name in misdeeds && typeof often === 'number' && often >= 0)
    .map(([name, often]) => [name, Math.min(1, Number(often))])
  return {
    seed: count(given.seed, before.seed),
    decides: typeof given.decides === 'boolean' ? given.decides : before.decides,
    delayMs: count(given.delayMs, before.delayMs),
    chances: Object.fromEntries(chances) as Rules['chances'],
  }
}
