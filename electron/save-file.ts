import { copyFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import type { Answer } from '../shared/contract/errors.ts'

/** Asks where to, and copies under a working name first: what stands under the chosen name is always whole. */
export async function saveWithDialog(
  window: BrowserWindow,
  file: { name: string; path: string },
): Promise<Answer<{ saved: boolean }>> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: '另存为',
    buttonLabel: '保存',
    defaultPath: join(app.getPath('documents'), file.name),
  })
  if (canceled) return { ok: true, value: { saved: false } }
  const working = `${filePath}.${process.pid}.tmp`
  try {
    await copyFile(file.path, working)
    await rename(working, filePath)
    return { ok: true, value: { saved: true } }
  } catch {
    await rm(working, { force: true })
    const failure = {
      code: 'file.notSaved',
      message: `没有保存到“${basename(filePath)}”`,
      next: '请检查磁盘空间与权限，关闭正在使用该文件的程序，或换一个位置',
    }
    return { ok: false, error: failure }
  }
}
