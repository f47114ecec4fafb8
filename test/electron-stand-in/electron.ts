import type { MenuItemConstructorOptions } from 'electron'
import { tellTest } from './control.ts'
import type { Request as ControlRequest } from './control.ts'
import { app, engines, ipc, ipcMain, privileged, protocol, schemes, utilityProcess } from './process.ts'
import { BrowserWindow } from './window.ts'

/**
 * Stands in for the module `electron` where its binary cannot be had: the built main script runs in Node, its window is a page of
 * a real Chromium, its calls go the same way. It proves our own code, not Electron's sandbox or process isolation.
 */
export { app, BrowserWindow, ipcMain, protocol, utilityProcess }

let savePath: string | null = null
let chosenButton: number | undefined
export const dialog = {
  showSaveDialog(_window: BrowserWindow, { defaultPath }: { defaultPath: string }) {
    tellTest({ type: 'dialog', kind: 'save', text: defaultPath })
    return Promise.resolve({ canceled: savePath === null, filePath: savePath ?? '' })
  },
  showMessageBox({ message, cancelId }: { message: string; cancelId: number }) {
    tellTest({ type: 'dialog', kind: 'message', text: message })
    return Promise.resolve({ response: chosenButton ?? cancelId })
  },
  showErrorBox: (_title: string, text: string) => tellTest({ type: 'dialog', kind: 'error', text }),
}

let applicationMenu: MenuItemConstructorOptions[] = []
export const Menu = {
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => ({ template, popup() {} }),
  setApplicationMenu: (menu: { template: MenuItemConstructorOptions[] }) => void (applicationMenu = menu.template),
}

export const screen = { getDisplayMatching: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }) }

type RequestHandler = (contents: null, permission: string, decide: (granted: boolean) => void) => void
let permissionRequest: RequestHandler = (_contents, _permission, decide) => decide(true)
let permissionCheck: (contents: null, permission: string) => boolean = () => true
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: RequestHandler) => void (permissionRequest = handler),
    setPermissionCheckHandler: (handler: typeof permissionCheck) => void (permissionCheck = handler),
  },
}

async function reply(request: ControlRequest): Promise<unknown> {
  const [window] = BrowserWindow.all
  switch (request.type) {
    case 'answerSave':
      savePath = request.path
      break
    case 'answerMessage':
      chosenButton = request.button
      break
    case 'invoke': {
      const senderFrame = request.frame && { origin: request.frame.origin, parent: request.frame.subframe ? {} : null }
      return ipc.invoke(request.channel, { sender: request.ownWindow ? window?.webContents : {}, senderFrame }, request.args)
    }
    case 'permission': {
      const requested = await new Promise<boolean>((resolve) => permissionRequest(null, request.permission, resolve))
      return { requested, checked: permissionCheck(null, request.permission) }
    }
    case 'fetch': {
      const response = await schemes.get(request.url.split(':')[0] ?? '')?.(new Request(request.url, { method: request.method }))
      return response && { status: response.status, headers: Object.fromEntries(response.headers) }
    }
    case 'facts':
      return {
        options: window?.options,
        sandboxed: app.sandboxed,
        privileged,
        menu: applicationMenu,
        handlers: [...ipc.handlers.keys()],
        engines: engines.length,
      }
    case 'killEngine':
      engines.at(-1)?.child.kill('SIGKILL')
  }
  return undefined
}

process.on('message', ({ id, ...request }: ControlRequest & { id: number }) => {
  void reply(request).then((value) => tellTest({ type: 'reply', id, value: value ?? null }))
})
// Electron ends in good order on these; and nothing is left behind when the test itself dies.
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'])
  process.on(signal, () => [...BrowserWindow.all].forEach((window) => window.close()))
