import { Refusal } from '../../shared/contract/errors.ts'
import type { Failure } from '../../shared/contract/errors.ts'

const byCode: Record<string, Failure> = {
  SQLITE_FULL: { code: 'engine.diskFull', message: '磁盘空间不足，没有写入任何数据', next: '请清理磁盘后重试；账本没有受影响' },
  SQLITE_READONLY: { code: 'engine.readOnly', message: '数据文件夹不能写入，没有写入任何数据', next: '请检查磁盘与权限' },
}
const diskError: Failure = {
  code: 'engine.diskError',
  message: '读写磁盘出错，没有写入任何数据',
  next: '请先备份数据文件夹，再检查磁盘',
}
const sameAs: Record<string, string> = {
  ENOSPC: 'SQLITE_FULL',
  EROFS: 'SQLITE_READONLY',
  EACCES: 'SQLITE_READONLY',
  EPERM: 'SQLITE_READONLY',
}

/** What is said of an error that a person or a disk can mend; undefined for a fault of ours. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Refusal) return error.failure
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  if (error.code.startsWith('SQLITE_IOERR') || error.code === 'EIO') return diskError
  return byCode[sameAs[error.code] ?? error.code]
}

/** The first thing wrong with an input. Messages of the schema library are for programmers; ours are Chinese. */
export function inputFailure(issues: readonly { path: PropertyKey[]; message: string }[]): Failure {
  const first = issues[0]
  const field = first?.path.map(String).join('.') ?? ''
  const said =
    first && /\p{Script=Han}/u.test(first.message) ? first.message : field ? `“${field}”填写不正确` : '请求的内容不正确'
  return { code: 'input.invalid', message: said, ...(field && { at: { field } }), next: '请改正后重试' }
}
