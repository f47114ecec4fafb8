import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { Visitor, parseSync } from 'vite'

/** One import, re-export, dynamic or type import: from a file of the house to a file (`electron/…`) or a package (`zod`, `node:fs`). */
export interface Import {
  from: string
  to: string
}

/** All imports of the product's own sources; tests may look anywhere. Paths are relative to `root`, with forward slashes. */
export function importsOf(root: string, folders: readonly string[] = ['electron', 'shared', 'renderer']): Import[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (name) => `${folder}/${name.replaceAll('\\', '/')}`,
      ),
    )
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .flatMap((path) => importsIn(path, readFileSync(join(root, path), 'utf8')))
}

/** @throws Error where the source does not parse, or an import's address is computed */
export function importsIn(path: string, source: string): Import[] {
  const { program, errors } = parseSync(path, source)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const addresses: string[] = []
  const take = (node: { type: string; value?: unknown } | null) => {
    if (node === null) return
    if (typeof node.value !== 'string') throw new Error(`${path}: an import whose address is computed`)
    addresses.push(node.value)
  }
  new Visitor({
    ImportDeclaration: (node) => take(node.source),
    ExportNamedDeclaration: (node) => take(node.source),
    ExportAllDeclaration: (node) => take(node.source),
    ImportExpression: (node) => take(node.source),
    TSImportType: (node) => take(node.source),
  }).visit(program)
  return addresses.map((to) => ({
    from: path,
    to: to.startsWith('.') ? normalize(join(dirname(path), to)).replaceAll('\\', '/') : to,
  }))
}
