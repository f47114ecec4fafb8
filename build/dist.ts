import { Arch, Platform, build } from 'electron-builder'
import { buildIfStale, root } from './install.mjs'

/** npm run dist: the Windows installer, in release/. What ships is said in electron-builder.yml. */
await buildIfStale()
await build({ projectDir: root, targets: Platform.WINDOWS.createTarget('nsis', Arch.x64), publish: 'never' })
