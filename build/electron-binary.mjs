// Electron comes without its binary; it is fetched once, briefly, where the network allows.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { privateNode, root, say } from './install.mjs'

const electron = join(root, 'node_modules/electron')
const triedFile = join(root, 'node_modules/.cache/electron-tried')
const patience = 8000

/** The path of Electron's binary; undefined where it is not there, cannot be had, or cannot open a window here. */
export async function electronBinary() {
  const obstacle = electronObstacle()
  if (obstacle !== undefined) {
    say(`${obstacle}，不打开桌面窗口，改用本机浏览器。`)
    return undefined
  }
  const present = presentElectron()
  if (present !== undefined || !worthTrying()) return present
  say('正在获取桌面窗口组件（Electron），最多等待 8 秒……')
  await fetchBinary()
  if (presentElectron() === undefined) say('暂时没有取得桌面窗口组件，改用本机浏览器打开；以后可运行 npx install-electron 取得。')
  return presentElectron()
}

/** Why Electron could open no window here, in words; undefined where nothing is in its way. */
export function electronObstacle() {
  if (process.platform !== 'linux') return undefined
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return '这台机器没有图形界面'
  // Electron does not run as root with its sandbox, and the sandbox stays on.
  return process.getuid?.() === 0 ? '当前以 root 身份运行' : undefined
}

/** install.js of the package writes path.txt last. */
export function presentElectron() {
  try {
    const binary = join(electron, 'dist', readFileSync(join(electron, 'path.txt'), 'utf8'))
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

/** One try for each version: later starts do not wait again. */
function worthTrying() {
  const { version } = JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8'))
  if (existsSync(triedFile) && readFileSync(triedFile, 'utf8') === version) return false
  mkdirSync(dirname(triedFile), { recursive: true })
  writeFileSync(triedFile, version)
  return true
}

/** A download that is still running after the wait goes on while the application is open: the next start will find it. */
function fetchBinary() {
  return new Promise((resolve) => {
    const child = spawn(privateNode, [join(electron, 'install.js')], { stdio: 'ignore' })
    process.once('exit', () => child.kill())
    const timer = setTimeout(resolve, patience)
    for (const end of ['exit', 'error']) {
      child.once(end, () => {
        clearTimeout(timer)
        resolve()
      })
    }
  })
}
