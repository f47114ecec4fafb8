import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import type { InlineConfig } from 'vite'
import { root, sourceStamp, stampFile } from './install.mjs'
import { bundledPackages, licencesOf } from './licences.ts'

/**
 * Builds dist/: the window, the hosts with the engine in them, the preload script, and what the engine reads at run time.
 * Only `electron` (the runtime gives it) and `better-sqlite3` (a native binary) stay outside the bundles.
 */
const output = join(root, 'dist/electron')
const stamp = sourceStamp()
const bundled = bundledPackages(root)

const forNode: InlineConfig = {
  configFile: false,
  root,
  logLevel: 'warn',
  plugins: [bundled.plugin],
  define: { 'process.env.NODE_ENV': '"production"' },
  ssr: { noExternal: true, target: 'node' },
}

await rm(join(root, 'dist'), { recursive: true, force: true })

await build({
  root: join(root, 'renderer'),
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'warn',
  plugins: [bundled.plugin],
})

await build({
  ...forNode,
  build: {
    ssr: true,
    outDir: output,
    target: 'node24',
    minify: true,
    rolldownOptions: {
      input: ['main', 'local-host', 'engine-process'].map((name) => join(root, `electron/${name}.ts`)),
      external: ['electron', 'better-sqlite3'],
      // Chunks lie beside the entries: the engine finds its folders from its own address.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})

// A sandboxed preload script is one CommonJS file.
await build({
  ...forNode,
  build: {
    ssr: true,
    outDir: output,
    emptyOutDir: false,
    target: 'node24',
    minify: true,
    rolldownOptions: {
      input: join(root, 'electron/preload.ts'),
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
    },
  },
})

await cp(join(root, 'electron/engine/database/migrations'), join(output, 'migrations'), {
  recursive: true,
  filter: isFolderOr('.sql'),
})
await cp(join(root, 'electron/engine/enterprise/sample'), join(output, 'sample'), {
  recursive: true,
  filter: isFolderOr('.xlsx'),
})
await writeFile(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), await licencesOf([...bundled.packages, 'better-sqlite3'], root))
// Last: a build that broke off has no stamp and is made again.
await writeFile(stampFile, stamp)

function isFolderOr(extension: string) {
  return (path: string) => path.endsWith(extension) || !/\.\w+$/.test(path)
}
