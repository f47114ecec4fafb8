import { _electron } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { electronObstacle, presentElectron } from '../../build/electron-binary.mjs'
import { root } from '../../build/install.mjs'
import { desktopWire } from './open-host.ts'
import type { OpenHost } from './open-host.ts'

/** The built desktop host on the real Electron; skips the test where that cannot run. */
export async function openElectron(dataFolder: string, testInfo: TestInfo): Promise<OpenHost> {
  const binary = presentElectron()
  testInfo.skip(binary === undefined, '没有 Electron 的可执行文件，未在真实的 Electron 上运行')
  testInfo.skip(electronObstacle() !== undefined, `${electronObstacle()}，未在真实的 Electron 上运行`)
  const electron = await _electron.launch({ executablePath: binary ?? '', args: [root, '--data', dataFolder] })
  const page = await electron.firstWindow()
  const saveTo = (path: string) =>
    electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, path)
  return { page, saveTo, wire: desktopWire(page, dataFolder, saveTo), close: () => electron.close() }
}
