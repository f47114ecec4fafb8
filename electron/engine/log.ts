import { join } from 'node:path'
import electronLog from 'electron-log/node'

const mebibyte = 1024 * 1024

/**
 * The program's own diary, for whoever mends it: JSON lines in `logs/engine.log` of the data folder, the last 2 MiB and the file
 * before. It names operations and faults, never what is in the books.
 */
export function openLog(folder: string) {
  const logger = electronLog.create({ logId: folder })
  logger.transports.console.level = false
  logger.transports.file.level = 'info'
  logger.transports.file.maxSize = 2 * mebibyte
  logger.transports.file.resolvePathFn = () => join(folder, 'logs', 'engine.log')
  logger.transports.file.format = ({ message }) => [
    JSON.stringify({ at: message.date.toISOString(), level: message.level, ...message.data[0] }),
  ]
  return {
    info: (event: string) => logger.info({ event }),
    /** A fault of ours; also on stderr, where a developer looks. */
    fault(where: string, error: unknown) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
      process.stderr.write(`${where}: ${stack}\n`)
      logger.error({ event: where, stack })
    },
  }
}
