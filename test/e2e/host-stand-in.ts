import { launchStandIn } from '../electron-stand-in/launch.ts'
import { desktopWire } from './open-host.ts'
import type { OpenHost } from './open-host.ts'

/** The built desktop host on the stand-in for Electron. */
export async function openStandIn(dataFolder: string): Promise<OpenHost> {
  const standIn = await launchStandIn(dataFolder)
  const saveTo = (path: string) => standIn.ask({ type: 'answerSave', path })
  return {
    page: standIn.page,
    saveTo,
    standIn,
    wire: desktopWire(standIn.page, dataFolder, saveTo),
    close: () => standIn.close(),
  }
}
