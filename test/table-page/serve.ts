import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'
import type { InlineConfig } from 'vite'

/** The page of a table alone, built as the product's window is, on a port of its own. */
export async function serveTablePage(): Promise<{ url: string; close(): Promise<void> }> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'table-page-'))
  const config: InlineConfig = { root: import.meta.dirname, base: './', configFile: false, logLevel: 'error', plugins: [react()] }
  await build({ ...config, build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } } })
  const server = await preview({ ...config, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('the page is not served')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
