import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { app, dialog, utilityProcess } from 'electron'
import type { BrowserWindow } from 'electron'
import * as z from 'zod'
import { topics } from '../shared/contract/operation.ts'
import type { Answer, Failure } from '../shared/contract/errors.ts'
import { appOrigin, registerAppScheme, serveRenderer } from './app-protocol.ts'
import { EngineClient } from './engine-client.ts'
import { openMainWindow } from './main-window.ts'
import { setApplicationMenu } from './menu.ts'
import { usualDataFolder } from './program.ts'
import { savePdfWithDialog, saveWithDialog } from './save-file.ts'
import { answerWindow } from './window-calls.ts'
import { channels } from './window-channels.ts'

/** The desktop host: a window, a protocol that feeds it, and the engine in a process of its own. `--data FOLDER` opens another ledger. */
const here = import.meta.dirname
const dataFolder = resolve(commandLineFolder() ?? usualDataFolder())
const storedFile = z.object({ name: z.string(), path: z.string() })
/** How long a closing engine may take to put its books in order, in ms. */
const patience = 10_000

let window: BrowserWindow | undefined
let engine: EngineClient | undefined

app.enableSandbox()
registerAppScheme()
// Chromium's own files, and with them the lock that keeps a second window off the same ledger.
const memory = join(dataFolder, 'window')
mkdirSync(memory, { recursive: true })
app.setPath('userData', memory)

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (engine === undefined) return
    event.preventDefault()
    void closeEngine(engine)
  })
  answerWindow(() => window?.webContents, {
    call: (name, input) => running().ask({ type: 'call', name, input }),
    putFile: (name, bytes) => running().ask({ type: 'putFile', name, bytes }),
    saveFile,
    savePdf,
  })
  void app.whenReady().then(start)
} else {
  app.quit()
}

async function start(): Promise<void> {
  engine = startEngine()
  setApplicationMenu()
  serveRenderer(join(here, '../renderer'))
  window = openMainWindow({ preload: join(here, 'preload.cjs'), memory })
  window.on('closed', () => (window = undefined))
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit')
      void restartOrQuit('窗口意外停止', '已保存的数据没有受影响。', () => window?.webContents.reload())
  })
  await window.loadURL(`${appOrigin}/`)
}

function startEngine(): EngineClient {
  const child = utilityProcess.fork(join(here, 'engine-process.js'), [dataFolder], { serviceName: '保税账本引擎' })
  return new EngineClient(child, {
    event: (event) => window?.webContents.send(channels.event, event),
    refused: (failure) => {
      engine = undefined
      dialog.showErrorBox('账本没有打开', sentence(failure))
      app.quit()
    },
    gone: () => {
      engine = undefined
      void restartOrQuit('账本引擎意外停止', '已保存的数据没有受影响，未完成的一步已全部撤回。', () => {
        engine = startEngine()
        window?.webContents.send(channels.event, { type: 'changed', topics })
      })
    },
  })
}

async function restartOrQuit(message: string, detail: string, restart: () => void): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: '保税账本',
    message,
    detail,
    buttons: ['重新启动', '退出'],
    cancelId: 1,
  })
  if (response === 0) restart()
  else app.quit()
}

async function closeEngine(closing: EngineClient): Promise<void> {
  await closing.close(patience)
  engine = undefined
  app.quit()
}

async function saveFile(fileId: string) {
  const file = await running().ask({ type: 'getFile', fileId })
  if (!file.ok || window === undefined) return file
  return saveWithDialog(window, storedFile.parse(file.value))
}

async function savePdf(name: string): Promise<Answer<{ saved: boolean }>> {
  return window === undefined ? { ok: true, value: { saved: false } } : savePdfWithDialog(window, name)
}

/** Asking an engine that is just being started again is refused in words by its client; before the first start nobody can ask. */
function running(): Pick<EngineClient, 'ask'> {
  const stopped: Failure = { code: 'engine.gone', message: '账本引擎没有运行', next: '请在提示中选择“重新启动”' }
  return engine ?? { ask: () => Promise.resolve({ ok: false, error: stopped }) }
}

function commandLineFolder(): string | undefined {
  // Electron and Chromium have switches of their own among the arguments.
  const { data } = parseArgs({ args: process.argv.slice(1), strict: false, options: { data: { type: 'string' } } }).values
  return typeof data === 'string' ? data : undefined
}

const sentence = ({ message, next }: Failure) => [message, next].filter(Boolean).join('。')
