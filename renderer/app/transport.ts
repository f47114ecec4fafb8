import type { DesktopBridge } from '../../shared/contract/desktop-bridge.ts'
import { localTransport } from './transport-local.ts'

/** How the window reaches its host: the preload bridge of the desktop, or HTTP on the loopback address. */
export type Transport = DesktopBridge

declare global {
  interface Window {
    bondedLedger?: DesktopBridge
  }
}

export const transport: Transport = window.bondedLedger ?? localTransport()
