import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { violations } from './imports/directions.ts'
import { importsIn, importsOf } from './imports/sources.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

test('who imports whom in the house is as DESIGN §3 says', () => {
  const imports = importsOf(root)
  expect(imports.length).toBeGreaterThan(100)
  expect(violations(imports)).toEqual([])
})

test('the receiving authority shares no code with what it verifies', () => {
  const imports = importsOf(root, ['test/authority'])
  expect(imports.length).toBeGreaterThan(20)
  expect(imports.filter(({ to }) => !/^(node:|test\/authority\/)/.test(to))).toEqual([])
})

const found = (path: string, source: string) => violations(importsIn(path, source))
const feature = (from: string, to: string) => ({
  from: `electron/engine/${from}/service.ts`,
  to: `electron/engine/${to}/service.ts`,
})

describe('the checker sees', () => {
  test('every way to write an import', () => {
    const source = `
      import type { A } from '../a.ts'
      import b from '../b.json' with { type: 'json' }
      import '../c.css'
      export * from '../d.ts'
      export { e } from '../e.ts'
      const f = () => import('../f.ts')
      type G = import('../g.ts').G
      import { h } from 'node:fs' // import '../not-me.ts'
      const text = "import '../not-me.ts'"`
    expect(importsIn('x/y/z.ts', source).map(({ to }) => to)).toEqual([
      'x/a.ts',
      'x/b.json',
      'x/c.css',
      'x/d.ts',
      'x/e.ts',
      'x/f.ts',
      'x/g.ts',
      'node:fs',
    ])
    expect(() => importsIn('x/y/z.ts', 'import(`../${name}.ts`)')).toThrow('computed')
  })

  test.each([
    ['shared/domain/a.ts', "import '../contract/errors.ts'"],
    ['shared/domain/a.ts', "import 'node:fs'"],
    ['shared/domain/a.ts', "import * as z from 'zod'"],
    ['shared/contract/a.ts', "import '../messages/report.ts'"],
    ['shared/contract/a.ts', "import type { A } from '../../electron/engine/application.ts'"],
    ['shared/messages/a.ts', "export * from '../contract/contract.ts'"],
    ['renderer/app/a.tsx', "import '../../electron/program.ts'"],
    ['renderer/app/a.tsx', "const fs = await import('node:fs')"],
    ['renderer/app/a.tsx', "import { ipcRenderer } from 'electron'"],
    ['electron/engine/jobs.ts', "import { app } from 'electron'"],
    ['electron/engine/jobs.ts', "import '../main.ts'"],
    ['electron/engine/jobs.ts', "import '../../renderer/app/paths.ts'"],
    ['electron/main.ts', "import './engine/services.ts'"],
    ['electron/main.ts', "import '../shared/domain/exact.ts'"],
    ['electron/main.ts', "import Database from 'better-sqlite3'"],
    ['electron/main.ts', "import '../build/install.mjs'"],
    ['electron/engine/write-off/service.ts', "import { HandbookStore } from '../handbooks/store.ts'"],
    ['electron/engine/write-off/service.ts', "import { LineStore } from '../bonded-lists/line-store.ts'"],
  ])('in %s: %s', (path, source) => {
    expect(found(path, source)).toHaveLength(1)
  })

  test('a circle of features, once, and no circle where there is none', () => {
    expect(violations([feature('a', 'b'), feature('b', 'c'), feature('a', 'c')])).toEqual([])
    expect(violations([feature('a', 'b'), feature('b', 'c'), feature('c', 'a')])).toEqual([
      'features import each other in a circle: electron/engine/a → electron/engine/b → electron/engine/c → electron/engine/a',
    ])
  })
})
