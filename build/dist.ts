import { Arch, Platform, build } from 'electron-builder'
import { buildIfStale, root, say } from './install.mjs'

/** npm run dist: the Windows installer, in release/. What ships is said in electron-builder.yml. */
await buildIfStale()
try {
  await build({ projectDir: root, targets: Platform.WINDOWS.createTarget('nsis', Arch.x64), publish: 'never' })
} catch (error) {
  if (!(error instanceof Error) || !/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ECONNRESET/.test(error.message)) throw error
  say(`没有打出安装包：打包需要的 Electron 发行文件取不到（${error.message}）。请在能上网的电脑上运行。`)
  process.exitCode = 1
}
