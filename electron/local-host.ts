import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Refusal } from '../shared/contract/errors.ts'
import { openApplication } from './engine/application.ts'
import { systemClock } from './engine/clock.ts'
import { serve } from './http-server.ts'
import type { LocalServer } from './http-server.ts'
import { exchangeEvery, programVersion, usualDataFolder } from './program.ts'
import type { Application } from './engine/application.ts'

/**
 * local-host [--data FOLDER] [--port N]: prints `{"url","token"}` as its only line when it is ready.
 * Ends on SIGTERM, SIGINT, and when the program that started it with a channel has gone.
 */
const rendererFolder = fileURLToPath(new URL('../renderer/', import.meta.url))

try {
  const { data, port } = commandLine()
  const dataFolder = resolve(data ?? usualDataFolder())
  const application = await openApplication({ dataFolder, clock: systemClock, programVersion, exchangeEvery })
  const server = await serveOn(application, port, dataFolder)
  endOnRequest(server, application)
  process.stdout.write(`${JSON.stringify({ url: server.url, token: server.token })}\n`)
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
}

function commandLine(): { data: string | undefined; port: number | undefined } {
  const { values } = parseArgs({ options: { data: { type: 'string' }, port: { type: 'string' } } })
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new Refusal({ code: 'host.port', message: `端口须为 0 至 65535 的整数（填写了 ${values.port}）` })
  }
  return { data: values.data, port }
}

/**
 * Without a wish, a data folder keeps its port from start to start where it is free:
 * a browser keeps what the window remembers (drafts, columns) under the port.
 */
async function serveOn(application: Application, port: number | undefined, dataFolder: string): Promise<LocalServer> {
  const usual = 20_000 + (createHash('sha256').update(dataFolder).digest().readUInt16BE(0) % 10_000)
  try {
    return await serve(application, rendererFolder, port ?? usual)
  } catch (error) {
    if (port === undefined) return serve(application, rendererFolder, 0)
    await application.close()
    throw isTaken(error)
      ? new Refusal({ code: 'host.portTaken', message: `端口 ${port} 已被占用`, next: '请换一个端口，或不指定端口' })
      : error
  }
}

function endOnRequest(server: LocalServer, application: Application): void {
  let ending: Promise<void> | undefined
  const end = () => {
    ending ??= Promise.all([server.close(), application.close()]).then(() => process.exit(0))
  }
  for (const request of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(request, end)
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

function explain(error: unknown): string {
  if (error instanceof Refusal) return [error.failure.message, error.failure.next].filter(Boolean).join('。')
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
