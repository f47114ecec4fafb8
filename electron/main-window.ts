import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserWindow, Menu, screen, session } from 'electron'
import * as z from 'zod'
import { appOrigin } from './app-protocol.ts'
import { editMenu } from './menu.ts'

const placement = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1), maximized: z.boolean() })
type Placement = z.infer<typeof placement>

/** The one window: sandboxed, on our own page only, with every permission denied (RELIABILITY §1). */
export function openMainWindow({ preload, memory }: { preload: string; memory: string }): BrowserWindow {
  const placementFile = join(memory, 'placement.json')
  const remembered = lastPlacement(placementFile)
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    ...(remembered && { x: remembered.x, y: remembered.y, width: remembered.width, height: remembered.height }),
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: '保税账本',
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      nodeIntegration: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (remembered === undefined || remembered.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    const now: Placement = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      writeFileSync(placementFile, JSON.stringify(now))
    } catch {
      // The place of a window is not worth a word to the person who closes it.
    }
  })
  keepAtHome(window)
  return window
}

/** Denies the window everything that its page never needs. */
function keepAtHome(window: BrowserWindow): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
  const { webContents } = window
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  webContents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  webContents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOurs(event.url)) event.preventDefault()
  })
  webContents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  webContents.on('context-menu', (_event, { isEditable, selectionText }) => {
    if (isEditable || selectionText !== '') Menu.buildFromTemplate(editMenu).popup({ window })
  })
}

const isOurs = (url: string) => url.startsWith(`${appOrigin}/`)

/** Undefined where nothing usable is remembered, or the screen it was on is gone. */
function lastPlacement(file: string): Placement | undefined {
  try {
    const remembered = placement.parse(JSON.parse(readFileSync(file, 'utf8')))
    const { workArea } = screen.getDisplayMatching(remembered)
    const visible =
      remembered.x < workArea.x + workArea.width &&
      remembered.x + remembered.width > workArea.x &&
      remembered.y >= workArea.y &&
      remembered.y < workArea.y + workArea.height
    return visible ? remembered : undefined
  } catch {
    return undefined
  }
}
