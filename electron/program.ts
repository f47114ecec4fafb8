import { homedir } from 'node:os'
import { join } from 'node:path'
import about from '../package.json' with { type: 'json' }

export const programVersion = about.version

/** How often the hosts have channels send and fetch by themselves, in milliseconds: as often as the import client looks (FORMATS §2.4). */
export const exchangeEvery = 15_000

/** One folder for both hosts, so that both open the same ledger; on Windows never the roaming profile (RELIABILITY §3). */
export function usualDataFolder(): string {
  const home = homedir()
  const { LOCALAPPDATA, XDG_DATA_HOME } = process.env
  const places: Partial<Record<NodeJS.Platform, string>> = {
    win32: LOCALAPPDATA ?? join(home, 'AppData/Local'),
    darwin: join(home, 'Library/Application Support'),
  }
  return join(places[process.platform] ?? XDG_DATA_HOME ?? join(home, '.local/share'), 'BondedLedger')
}
