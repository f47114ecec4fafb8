import { notifications } from '@mantine/notifications'
import type { Request } from '../../shared/contract/contract.ts'
import { EngineError, runJob, saveFile } from '../app/engine.ts'

interface SeenTable {
  columns: { title: string; numeric: boolean }[]
  rows: string[][]
}

/** Saves what a table shows as a workbook under this name. */
export function exportTable(name: string): (table: SeenTable) => Promise<void> {
  return (table) => exported({ name, ...table })
}

/** Saves several tables as the sheets of one workbook. */
export async function exportSheets(name: string, sheets: readonly (SeenTable & { sheet: string })[]): Promise<void> {
  const [first, ...besides] = sheets
  if (first) await exported({ name, ...first, besides })
}

async function exported(tables: Request<'files.exportTable'>): Promise<void> {
  try {
    const { fileId } = await runJob('files.exportTable', tables)
    await saveFile(fileId)
  } catch (error) {
    showError(error)
  }
}

/** For what has no place on the page: a saved file, a click in a table. */
export function showError(error: unknown): void {
  const failure = error instanceof EngineError ? error.failure : undefined
  const title = failure?.message ?? '没有成功'
  notifications.show({
    // Said once, however often it is tried again.
    id: title,
    color: 'red',
    title,
    message: failure?.next ?? '请重试',
    autoClose: false,
  })
}

export const saveStoredFile = (fileId: string): void => void saveFile(fileId).catch(showError)
