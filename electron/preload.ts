import { contextBridge, ipcRenderer } from 'electron'
import type { IpcRendererEvent } from 'electron'
import type { EngineEvent } from '../shared/contract/contract.ts'
import type { DesktopBridge } from '../shared/contract/desktop-bridge.ts'
import { channels } from './window-channels.ts'

/** The window gets these five functions and nothing of Electron or Node. */
const bridge: DesktopBridge = {
  call: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  putFile: (name, bytes) => ipcRenderer.invoke(channels.putFile, name, bytes),
  saveFile: (fileId) => ipcRenderer.invoke(channels.saveFile, fileId),
  savePdf: (name) => ipcRenderer.invoke(channels.savePdf, name),
  subscribe(listener) {
    const relay = (_event: IpcRendererEvent, engineEvent: EngineEvent) => listener(engineEvent)
    ipcRenderer.on(channels.event, relay)
    return () => void ipcRenderer.off(channels.event, relay)
  },
}

contextBridge.exposeInMainWorld('bondedLedger', bridge)
