import { openEngine } from './engine.ts'

/** Opens the data folder it is given, says so, and holds it until it is killed. */
await openEngine(process.argv[2] ?? '')
process.stdout.write('{"opened":true}\n')
setInterval(() => undefined, 1000)
