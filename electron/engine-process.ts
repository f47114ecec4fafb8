import type { Answer } from '../shared/contract/errors.ts'
import { engineFault, Refusal } from '../shared/contract/errors.ts'
import { openApplication } from './engine/application.ts'
import type { Application } from './engine/application.ts'
import { systemClock } from './engine/clock.ts'
import type { EngineMessage, NumberedQuestion } from './engine-port.ts'
import { exchangeEvery, programVersion } from './program.ts'

/** engine-process FOLDER: the engine beside the desktop window, asked over the parent's port. */
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a process, not a window
const say = (message: EngineMessage) => process.parentPort.postMessage(message)

const application = await open()
if (application) {
  application.subscribe((event) => say({ type: 'event', event }))
  process.parentPort.on('message', ({ data }: { data: NumberedQuestion }) => void reply(application, data))
  say({ type: 'ready' })
}

async function open(): Promise<Application | undefined> {
  try {
    return await openApplication({ dataFolder: process.argv.at(-1) ?? '', clock: systemClock, programVersion, exchangeEvery })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    say({ type: 'refused', failure: error.failure })
    return undefined
  }
}

async function reply(engine: Application, question: NumberedQuestion): Promise<void> {
  say({ type: 'answer', id: question.id, answer: await answer(engine, question) })
}

async function answer(engine: Application, question: NumberedQuestion): Promise<Answer> {
  try {
    switch (question.type) {
      case 'call':
        return await engine.call(question.name, question.input, { wait: false })
      case 'putFile':
        return await engine.putFile(question.name, once(question.bytes))
      case 'getFile':
        return await engine.getFile(question.fileId)
      case 'close':
        await engine.close()
    }
    return { ok: true, value: null }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    return { ok: false, error: engineFault }
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
