import type { Import } from './sources.ts'

/** A part of the house and what it may import besides itself (DESIGN §3). */
interface Part {
  name: string
  holds: RegExp
  /** Files of other parts. */
  files: RegExp
  packages: RegExp
}

const none = /^$/

/** The first part that holds a file is its part. */
const parts: readonly Part[] = [
  { name: 'shared/codes', holds: /^shared\/codes\//, files: none, packages: none },
  { name: 'shared/domain', holds: /^shared\/domain\//, files: /^shared\/codes\//, packages: none },
  { name: 'shared/contract', holds: /^shared\/contract\//, files: /^shared\/(domain|codes)\//, packages: /^zod$/ },
  { name: 'shared/messages', holds: /^shared\/messages\//, files: /^shared\/(domain|codes)\//, packages: /^zod$/ },
  { name: 'renderer', holds: /^renderer\//, files: /^shared\//, packages: /^(?!node:|electron|better-sqlite3)/ },
  { name: 'engine', holds: /^electron\/engine\//, files: /^shared\//, packages: /^(?!electron$|react|@mantine)/ },
  {
    name: 'hosts',
    holds: /^electron\//,
    files: /^(electron\/engine\/(application|clock)\.ts|shared\/contract\/.*|package\.json)$/,
    packages: /^(node:.*|electron|zod)$/,
  },
]

/** Sentences about what must not be; none when all is well. */
export function violations(imports: readonly Import[]): string[] {
  return [...imports.flatMap(strayed), ...cyclesOfFeatures(imports)]
}

const isFile = (to: string) => /^(?:(?:electron|shared|renderer|build|test)\/|package\.json$|\.\.)/.test(to)
const partOf = (path: string) => parts.find(({ holds }) => holds.test(path))

function strayed({ from, to }: Import): string[] {
  const part = partOf(from)
  if (part === undefined) return [`${from} stands in no part of the house`]
  const isOwn = partOf(to) === part
  const allowed = isOwn || (isFile(to) ? part.files : part.packages).test(to)
  const store = /^electron\/engine\/([^/]+)\/(?:.*-)?store\.ts$/.exec(to)
  return [
    ...(allowed ? [] : [`${part.name} must not import ${to} (in ${from})`]),
    ...(store && featureOf(from) !== `electron/engine/${store[1]}` ? [`${from} reaches past a service into ${to}`] : []),
  ]
}

/** The folder of a feature, in the engine or in the window. */
const featureOf = (path: string) => /^(electron\/engine|renderer\/features)\/[^/]+(?=\/)/.exec(path)?.[0]

function cyclesOfFeatures(imports: readonly Import[]): string[] {
  const reached = new Map<string, Set<string>>()
  for (const { from, to } of imports) {
    const [here, there] = [featureOf(from), featureOf(to)]
    if (here && there && here !== there) reached.set(here, (reached.get(here) ?? new Set()).add(there))
  }
  const cycles = new Set<string>()
  const follow = (path: readonly string[]) => {
    for (const next of reached.get(path.at(-1) ?? '') ?? []) {
      const start = path.indexOf(next)
      if (start >= 0) cycles.add(named(path.slice(start)))
      else follow([...path, next])
    }
  }
  for (const feature of reached.keys()) follow([feature])
  return [...cycles].map((cycle) => `features import each other in a circle: ${cycle}`)
}

/** The same circle has the same name, wherever it was entered. */
function named(circle: readonly string[]): string {
  const first = circle.indexOf(circle.toSorted()[0] ?? '')
  const turned = [...circle.slice(first), ...circle.slice(0, first)]
  return [...turned, turned[0]].join(' → ')
}
