import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { DesktopBridge } from '../../shared/contract/desktop-bridge.ts'
import type { StandIn } from '../electron-stand-in/launch.ts'
import type { EngineWire } from './engine.ts'

export interface OpenHost {
  page: Page
  wire: EngineWire
  /** The local host's address and token, and how its power is cut and it is opened again on the same ledger: absent on the desktop. */
  local?: { url: string; token: string; kill(): Promise<void>; startAgain(): Promise<void> }
  /** Makes the next save dialog choose a path; absent in the browser, where a save is a download. */
  saveTo?: (path: string) => Promise<unknown>
  /** What only the stand-in can be asked. */
  standIn?: StandIn
  close(): Promise<void>
}

declare global {
  interface Window {
    bondedLedger?: DesktopBridge
  }
}

/** The desktop's engine through the window's own bridge. `saveTo` makes the next save dialog choose a path. */
export function desktopWire(page: Page, dataFolder: string, saveTo: (path: string) => Promise<unknown>): EngineWire {
  const missing = { ok: false as const, error: { code: 'bridge.missing', message: 'window.bondedLedger is not there' } }
  return {
    call: (name, input) =>
      page.evaluate((given) => window.bondedLedger?.call(given.name, given.input) ?? given.missing, { name, input, missing }),
    putFile: (name, bytes) =>
      page.evaluate(
        (given) =>
          window.bondedLedger?.putFile(
            given.name,
            Uint8Array.from(atob(given.text), (letter) => letter.charCodeAt(0)),
          ) ?? given.missing,
        { name, text: Buffer.from(bytes).toString('base64'), missing },
      ),
    async file(fileId) {
      const path = join(dataFolder, `saved-${fileId}`)
      await saveTo(path)
      const answer = await page.evaluate((id) => window.bondedLedger?.saveFile(id), fileId)
      if (!answer?.ok) throw new Error(`not saved: ${JSON.stringify(answer)}`)
      return readFile(path).finally(() => rm(path, { force: true }))
    },
  }
}
