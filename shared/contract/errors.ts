import * as z from 'zod'
import { refusedRow } from './values.ts'

/**
 * Every way an operation can fail, as a value (DESIGN §4): a stable `code`, a Chinese sentence, the place, the next step.
 * The part of the code before the dot is what is wrong: the input, a file, a workbook, the engine, or the thing of the books (handbook,
 * draft, list, order, filing …).
 */
export const failure = z.object({
  code: z.string(),
  message: z.string(),
  /** Where: a place in a file, or the path of a field of the input. */
  at: z
    .object({
      sheet: z.string().optional(),
      row: z.int().optional(),
      column: z.string().optional(),
      field: z.string().optional(),
    })
    .optional(),
  /** What to do next, in Chinese. */
  next: z.string().optional(),
  /** All places, where there are several (a refused import); at most {@link mostPlaces}, `total` counts them all. */
  rejected: z.array(refusedRow).optional(),
  total: z.int().optional(),
  /** The refused rows as a workbook. */
  rejectedFileId: z.uuid().optional(),
})
export type Failure = z.infer<typeof failure>

export const mostPlaces = 1000

/** Thrown inside the engine, a value outside: what business code raises instead of an exception with a string. */
export class Refusal extends Error {
  readonly failure: Failure
  constructor(what: Failure) {
    super(what.message)
    this.failure = what
  }
}

export const refuse = (what: Failure): never => {
  throw new Refusal(what)
}

export type Answer<T = unknown> = { ok: true; value: T } | { ok: false; error: Failure }

/** What is said of a fault of ours, without its insides. */
export const engineFault: Failure = {
  code: 'engine.fault',
  message: '程序内部出错，没有写入任何数据',
  next: '请重试；如再次出现，请把数据文件夹 logs 中的日志交给维护人员',
}
