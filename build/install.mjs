// Runs on whatever Node the machine has (20 or later) before anything is installed: plain JavaScript, no packages.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The Node that everything runs on: better-sqlite3 crashes on Node 20, so the 24 line comes as a package.
 * The binary itself, not the shim in .bin: signals then reach the program and not a shell before it.
 */
export const privateNode = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Installs exactly what package-lock.json says, when anything of it is missing; what npm prints goes to stderr. */
export async function installMissing() {
  if (isInstalled()) return
  say('正在安装所需组件，首次需要几分钟……')
  // No install script runs: npm would compile better-sqlite3, which brings its binaries, because it sees a binding.gyp.
  const options = ['--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  let code = await run('npm', ['ci', ...options], { quiet: false })
  // But for one: what the package `node` fetches its binary with.
  if (code === 0)
    code = await run(process.execPath, ['installArchSpecificPackage.js'], { quiet: true, cwd: join(root, 'node_modules/node') })
  if (code !== 0 || !existsSync(privateNode)) throw new Error('组件没有装好，原因见上面的输出：请检查网络后重试')
}

/** npm writes the hidden lock file last, so it is there only after an install that went through. */
function isInstalled() {
  if (!existsSync(privateNode)) return false
  const wanted = lockedPackages('package-lock.json')
  const present = lockedPackages('node_modules/.package-lock.json')
  return (
    wanted !== undefined &&
    present !== undefined &&
    Object.entries(wanted).every(
      ([path, { version, optional }]) =>
        path === '' || (present[path] === undefined ? optional === true : present[path].version === version),
    )
  )
}

function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages
  } catch {
    return undefined
  }
}

const builtFrom = [
  'electron',
  'shared',
  'renderer',
  'build',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
]
export const stampFile = join(root, 'dist/built-from')

/** What a build is made from, as one hash: by content, because a checkout gives files any date. */
export function sourceStamp() {
  const hash = createHash('sha256')
  const add = (path) => {
    if (/\.test\.tsx?$/.test(path)) return
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
  }
  for (const path of builtFrom) {
    if (/\.\w+$/.test(path)) add(path)
    else
      readdirSync(join(root, path), { recursive: true })
        .map((name) => join(path, name))
        .filter((name) => statSync(join(root, name)).isFile())
        .toSorted()
        .forEach(add)
  }
  return hash.digest('hex')
}

/** Builds when the sources are not those of the last build. */
export async function buildIfStale() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceStamp()) return
  say('正在构建程序……')
  const code = await run(privateNode, ['build/build.ts'], { quiet: true })
  if (code !== 0) throw new Error('程序没有构建成功，原因见上面的输出')
}

/** One line for the person at the terminal; stdout stays free for what scripts read. */
export const say = (line) => process.stderr.write(`${line}\n`)

/** Runs a program, in the project's folder unless told otherwise, with its output on stderr; resolves to its exit code. */
export function run(command, args, { quiet, cwd = root }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', quiet ? 'pipe' : 2, 2],
      // npm is a .cmd file on Windows, which only a shell can start.
      shell: process.platform === 'win32' && command === 'npm',
    })
    child.stdout?.resume()
    process.once('exit', () => child.kill())
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
