import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { extractFile, listPackage } from '@electron/asar'
import { Arch, Platform, build } from 'electron-builder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildIfStale, root } from '../../build/install.mjs'
import { writeStubElectron } from './stub-electron.ts'

/**
 * Packages the real product with the real configuration over a stub of Electron's distribution, and looks at what would ship.
 * Signing and the installer itself need Windows' tools; their settings are checked as settings.
 */
let folder: string
let shipped: string
let inside: string[]

beforeAll(async () => {
  await buildIfStale()
  folder = await mkdtemp(join(tmpdir(), 'packaging-'))
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string }
  await writeStubElectron(join(folder, 'electron'), version)
  await build({
    projectDir: root,
    targets: Platform.WINDOWS.createTarget('dir', Arch.x64),
    publish: 'never',
    config: {
      extends: join(root, 'electron-builder.yml'),
      electronDist: join(folder, 'electron'),
      directories: { output: join(folder, 'out') },
      win: { signExecutable: false },
    },
  })
  shipped = join(folder, 'out/win-unpacked')
  inside = listPackage(join(shipped, 'resources/app.asar'), { isPack: false }).map((path) => path.replaceAll('\\', '/'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const outside = async () =>
  (await readdir(shipped, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(shipped.length).replaceAll('\\', '/'))

describe('the packaged program', () => {
  test('holds the entry points, the window, the migrations and the sample', () => {
    for (const name of ['main.js', 'preload.cjs', 'engine-process.js', 'local-host.js'])
      expect(inside).toContain(`/dist/electron/${name}`)
    expect(inside).toContain('/dist/renderer/index.html')
    expect(inside.some((path) => /^\/dist\/renderer\/assets\/.+\.js$/.test(path))).toBe(true)
    expect(inside).toContain('/dist/electron/migrations/0001_ledger.sql')
    expect(inside.filter((path) => /^\/dist\/electron\/sample\/.+\.xlsx$/.test(path))).toHaveLength(7)
  })

  test('starts what package.json names, which carries no scripts and no development dependencies', () => {
    const about = JSON.parse(extractFile(join(shipped, 'resources/app.asar'), 'package.json').toString()) as Record<
      string,
      unknown
    >
    expect(about).toMatchObject({ name: 'bonded-ledger', main: 'dist/electron/main.js', type: 'module' })
    expect(Object.keys(about)).not.toEqual(expect.arrayContaining(['devDependencies']))
    expect(about['scripts'] ?? {}).toEqual({})
  })

  test('holds no sources, tests, source maps, secrets of the workshop, or development dependencies', () => {
    expect(
      inside.filter((path) => /\.(tsx?|map|test\.js|spec\.js|gyp|c|cpp|h)$|^\/(test|build|\.ci|\.git)|built-from/.test(path)),
    ).toEqual([])
    const packages = inside
      .map((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1])
      .filter((name) => name !== undefined)
    expect(packages).toEqual(['better-sqlite3'])
  })

  test('has the native library of Windows outside the archive, and of no other platform anywhere', async () => {
    const everything = [...inside, ...(await outside())]
    const libraries = new Set(
      everything
        .filter((path) => /\.(node|so|dylib|dll)$/.test(path))
        .map((path) => path.replace('/resources/app.asar.unpacked', '')),
    )
    expect([...libraries]).toEqual(['/node_modules/better-sqlite3/prebuilds/win32-x64.node'])
    expect(await outside()).toContain('/resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/win32-x64.node')
  })

  test('brings the licences of everything in it, where a person finds them', async () => {
    expect(await outside()).toEqual(
      expect.arrayContaining(['/LICENSE.electron.txt', '/LICENSES.chromium.html', '/THIRD-PARTY-LICENSES.txt']),
    )
    const licences = await readFile(join(shipped, 'THIRD-PARTY-LICENSES.txt'), 'utf8')
    const packages = [...licences.matchAll(/^(\S+) \d+\.\d+\.\d+ \(/gm)].map(([, name]) => name)
    expect(packages).toEqual(
      expect.arrayContaining(['better-sqlite3', 'react', '@mantine/core', 'zod', 'sm-crypto-v2', '@noble/curves']),
    )
    for (const tool of ['vite', 'electron-builder', 'vitest', 'typescript', 'electron']) expect(packages).not.toContain(tool)
  })

  test('has its fuses blown and the hash of its archive in the program', async () => {
    const [off, on] = [48, 49]
    expect(await getCurrentFuseWire(join(shipped, 'BondedLedger.exe'))).toMatchObject({
      [FuseV1Options.RunAsNode]: off,
      [FuseV1Options.EnableCookieEncryption]: on,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
      [FuseV1Options.EnableNodeCliInspectArguments]: off,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
      [FuseV1Options.OnlyLoadAppFromAsar]: on,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
    })
    expect((await readFile(join(shipped, 'BondedLedger.exe'))).includes('"file":"resources\\\\app.asar","alg":"SHA256"')).toBe(
      true,
    )
  })

  test('has its own languages only', async () => {
    expect((await outside()).filter((path) => path.startsWith('/locales/')).toSorted()).toEqual([
      '/locales/en-US.pak',
      '/locales/zh-CN.pak',
    ])
  })
})

test('the installer is per user, x64, names its publisher and leaves the books alone', async () => {
  const settings = await readFile(join(root, 'electron-builder.yml'), 'utf8')
  for (const line of [
    'target: nsis',
    'arch: x64',
    'publisherName: Bonded Ledger',
    'perMachine: false',
    'allowElevation: false',
    'deleteAppDataOnUninstall: false',
  ]) {
    expect(settings).toContain(line)
  }
})
