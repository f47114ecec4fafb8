import { EventEmitter } from 'node:events'

/** `node --import parent-port.ts engine-process.js`: gives a forked process the port that a utility process has. */
const port = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => void process.send?.(message),
})
process.on('message', (data) => port.emit('message', { data, ports: [] }))
process.once('disconnect', () => process.exit(0))
Object.defineProperty(process, 'parentPort', { value: port })
