import { readFile, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Plugin } from 'vite'
import * as z from 'zod'

/** Collects, over all builds, the packages whose code really ends up in a bundle. */
export function bundledPackages(root: string): { packages: Set<string>; plugin: Plugin } {
  const packages = new Set<string>()
  return {
    packages,
    plugin: {
      name: 'bundled-packages',
      generateBundle(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          for (const id of chunk.type === 'chunk' ? chunk.moduleIds : []) {
            const folder = packageFolder(id, root)
            if (folder !== undefined) packages.add(folder)
          }
        }
      },
    },
  }
}

/** `…/node_modules/a/node_modules/@b/c/lib/x.js` → `a/node_modules/@b/c`, below the root's node_modules. */
function packageFolder(id: string, root: string): string | undefined {
  const path = relative(join(root, 'node_modules'), id.replace(/^\0+/, '')).split(sep).join('/')
  return path.startsWith('..') ? undefined : /^(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]
}

const packageFile = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  homepage: z.string().optional(),
})

/** One text with the licence of every package, alphabetically. @throws Error for a package without a licence. */
export async function licencesOf(folders: Iterable<string>, root: string): Promise<string> {
  const sections = await Promise.all(
    [...new Set(folders)].toSorted().map(async (name) => {
      const folder = join(root, 'node_modules', name)
      const about = packageFile.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
      const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).toSorted()
      if (about.license === undefined && files.length === 0) throw new Error(`${name} ships without a licence`)
      const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
      const title = `${about.name} ${about.version} (${about.license ?? 'see below'})`
      return [title, about.homepage ?? '', '', ...texts.map((text) => text.trim())].join('\n').trim()
    }),
  )
  return sections.join(`\n\n${'-'.repeat(100)}\n\n`) + '\n'
}
