// Finds a browser of the Chromium family: for the app window of `npm start`, and for the end-to-end tests.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const onWindows = [
  'Microsoft/Edge/Application/msedge.exe',
  'Google/Chrome/Application/chrome.exe',
  'Chromium/Application/chrome.exe',
]
const onMac = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const onLinux = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
]

/** The path of an installed Edge, Chrome or Chromium; undefined when there is none. */
export function installedChromium() {
  return candidates().find((path) => existsSync(path))
}

function candidates() {
  if (process.platform === 'darwin') return onMac
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    return onWindows.flatMap((path) => folders.filter((folder) => folder !== undefined).map((folder) => join(folder, path)))
  }
  const folders = (process.env.PATH ?? '').split(delimiter)
  return onLinux.flatMap((name) => folders.map((folder) => join(folder, name)))
}
