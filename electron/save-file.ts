import { copyFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import type { Answer } from '../shared/contract/errors.ts'

type Saved = Answer<{ saved: boolean }>

export const saveWithDialog = (window: BrowserWindow, file: { name: string; path: string }): Promise<Saved> =>
  save(window, file.name, (working) => copyFile(file.path, working))

/** The page as it would be printed: its own style sheet says the size of each sheet and what stands in its margins. */
export const savePdfWithDialog = (window: BrowserWindow, name: string): Promise<Saved> =>
  save(window, `${name.replace(notInFileNames, ' ')}.pdf`, async (working) =>
    writeFile(working, await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true })),
  )

/** What Windows refuses in the name of a file. */
// oxlint-disable-next-line no-control-regex -- control characters are among it
const notInFileNames = /[\\/:*?"<>|\u0000-\u001f]+/g

/** Asks where to, and writes under a working name first: what stands under the chosen name is always whole. */
async function save(window: BrowserWindow, name: string, write: (working: string) => Promise<void>): Promise<Saved> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: '另存为',
    buttonLabel: '保存',
    defaultPath: join(app.getPath('documents'), name),
  })
  if (canceled) return { ok: true, value: { saved: false } }
  const working = `${filePath}.${process.pid}.tmp`
  try {
    await write(working)
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
