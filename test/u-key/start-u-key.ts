import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const uKeyPin = '12345678'

/** Starts the stand-in for the U-key service in a process of its own, over the key NAME of a folder. */
export async function startUKey(folder: string, name: string) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./u-key-process.ts', import.meta.url)), folder, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(line.toString())
  const say = (body: object) => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: JSON.stringify(body) })
  return {
    address: `ws://127.0.0.1:${port}`,
    /** From now on: well, absent, silent, garbage, light (goes out while it signs), wrong (signature), raw (r ‖ s), rsa, echo. */
    behave: async (mode: string, busyFor = 0) => void (await say({ mode, busyFor })),
    /** The questions it was asked. */
    asked: async () => (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as string[],
    async stop() {
      child.kill()
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
