// npm start: installs, builds and opens the application. Plain JavaScript: it runs before anything is installed.
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { installedChromium } from './browser.mjs'
import { electronBinary } from './electron-binary.mjs'
import { buildIfStale, installMissing, privateNode, root, say } from './install.mjs'
import { join, resolve } from 'node:path'

/** What runs on our behalf; it ends with us. */
const children = new Set()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
endWithNpm()

try {
  const options = commandLine()
  await installMissing()
  await buildIfStale()
  const electron = options.headless ? undefined : await electronBinary()
  if (electron !== undefined) openDesktop(electron, options)
  else openLocalHost(options)
} catch (error) {
  say(error.message)
  process.exit(1)
}

function end() {
  if (children.size === 0) process.exit(0)
  for (const child of children) child.kill('SIGTERM')
}

/** npm passes a signal to the shell between us, which dies of it and tells nobody: then somebody else becomes our parent. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return
  const shell = process.ppid
  setInterval(() => process.ppid !== shell && end(), 100).unref()
}

function commandLine() {
  try {
    const { values } = parseArgs({
      options: { headless: { type: 'boolean' }, data: { type: 'string' }, port: { type: 'string' } },
    })
    // npm runs us in the project's folder, whatever folder the person is in.
    return { ...values, data: values.data && resolve(process.env.INIT_CWD ?? '.', values.data) }
  } catch {
    throw new Error('用法：npm start -- [--headless] [--data 数据文件夹] [--port 端口]')
  }
}

function openDesktop(electron, { data }) {
  const child = spawn(electron, [root, ...(data ? ['--data', data] : [])], { stdio: ['ignore', 2, 2] })
  endWith(child)
}

/** The host prints one line of JSON when it is ready, and ends when the channel to us breaks, however we end. */
function openLocalHost({ headless, data, port }) {
  const args = [...(data ? ['--data', data] : []), ...(port ? ['--port', port] : [])]
  const child = spawn(privateNode, [join(root, 'dist/electron/local-host.js'), ...args], {
    stdio: ['ignore', 'pipe', 2, 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') },
  })
  endWith(child)
  child.stdout.setEncoding('utf8').once('data', (line) => {
    if (headless) process.stdout.write(line)
    else openWindow(JSON.parse(line))
  })
}

function openWindow({ url, token }) {
  const address = `${url}/#token=${token}`
  say(`保税账本已启动：${address}\n此地址只在本机有效，请勿转发。按 Ctrl+C 退出。`)
  // Without a screen there is nothing to open a window on.
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return
  const [command, ...args] = windowCommand(address)
  const opener = spawn(command, args, { stdio: 'ignore', detached: true })
  opener.once('error', () => say('没有找到可用的浏览器，请把上面的地址复制到浏览器打开。'))
  opener.unref()
}

function windowCommand(address) {
  const browser = installedChromium()
  // Chromium refuses to run as root with its sandbox; the page is our own.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  if (browser !== undefined) return [browser, ...asRoot, `--app=${address}`, '--window-size=1366,768']
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address]
  return [process.platform === 'darwin' ? 'open' : 'xdg-open', address]
}

function endWith(child) {
  children.add(child)
  child.once('error', (error) => {
    say(`程序没有启动：${error.message}`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGTERM' ? 0 : 1)))
}
