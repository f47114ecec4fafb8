import type { DesktopBridge } from '../../shared/contract/desktop-bridge.ts'
import { localTransport } from './transport-local.ts'

/** How the window reaches its host: the preload bridge of the desktop, or HTTP on the loopback address. */
export interface Transport extends DesktopBridge {
  /** Tells whether the program still answers, and each time that it does so again. Absent on the desktop, which sees to its engine itself. */
  watch?(watcher: (connected: boolean) => void): void
}

declare global {
  interface Window {
    bondedLedger?: DesktopBridge
  }
}

export const transport: Transport = window.bondedLedger ?? localTransport()
