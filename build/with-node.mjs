// node build/with-node.mjs SCRIPT …: installs what is missing and runs a script of the project on its own Node.
import { spawn } from 'node:child_process'
import { installMissing, privateNode, root, say } from './install.mjs'

try {
  await installMissing()
  const child = spawn(privateNode, process.argv.slice(2), { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.once('exit', (code) => process.exit(code ?? 1))
} catch (error) {
  say(error.message)
  process.exit(1)
}
