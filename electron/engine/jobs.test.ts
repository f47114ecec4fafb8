import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openEngine } from '../../test/crash/engine.ts'
import { handbookNo, handbookWorkbook, listsWorkbook } from '../../test/crash/factory.ts'
import type { ListOfFactory } from '../../test/crash/factory.ts'
import { contradictions } from '../../test/crash/examine.ts'
import type { Job } from '../../shared/contract/house.ts'
import type { EngineEvent } from '../../shared/contract/contract.ts'
import { systemClock } from './clock.ts'
import { openUntouched } from './database/connection.ts'
import { Jobs } from './jobs.ts'

describe('a job', () => {
  const events: Omit<Job, 'value'>[] = []
  const emit = (event: EngineEvent) => void (event.type === 'job' && events.push(event.job))
  let jobs: Jobs
  beforeEach(() => {
    events.length = 0
    jobs = new Jobs(systemClock, emit)
  })

  test('says how far it is, and ends with its value', async () => {
    const { jobId, finished } = jobs.start('x', async (step) => {
      await step('读', 1, 10)
      await step('写', 10, 10)
      return { ok: true, value: 7 }
    })
    expect(jobs.get(jobId)).toMatchObject({ state: 'running', finishedAt: null })
    expect(await finished).toEqual({ ok: true, value: 7 })
    expect(events.map(({ what, done, total, state }) => [what, done, total, state])).toEqual([
      ['正在准备', 0, null, 'running'],
      ['读', 1, 10, 'running'],
      ['写', 10, 10, 'running'],
      ['写', 10, 10, 'done'],
    ])
    expect(jobs.get(jobId)).toMatchObject({ state: 'done', value: 7 })
    expect(
      events.some((event) => 'value' in event),
      'a result may be large: it is fetched, not announced',
    ).toBe(false)
  })

  test('lets others in while it computes, and reports only now and then', async () => {
    let letIn = 0
    const timer = setInterval(() => (letIn += 1), 1)
    const { finished } = jobs.start('x', async (step) => {
      const until = performance.now() + 300
      for (let done = 0; performance.now() < until; done++) await step('算', done, null)
      return { ok: true, value: null }
    })
    await finished
    clearInterval(timer)
    expect(letIn).toBeGreaterThan(3)
    expect(events.length).toBeLessThan(10)
  })

  test('cancelled ends at its next step, once; cancelled after its end it answers no', async () => {
    const reached: string[] = []
    const { jobId, finished } = jobs.start('x', async (step) => {
      try {
        for (const at of ['a', 'b', 'c']) {
          await step(at, 0, null)
          reached.push(at)
          if (at === 'a') expect(jobs.cancel(jobId)).toBe(true)
        }
        return { ok: true, value: null }
      } catch {
        return { ok: false, error: { code: 'job.cancelled', message: '' } }
      }
    })
    await finished
    expect(reached).toEqual(['a'])
    expect(jobs.get(jobId).state).toBe('cancelled')
    expect(jobs.cancel(jobId)).toBe(false)
  })

  test('that is unknown is refused', () => {
    for (const ask of [() => jobs.get('x'), () => jobs.cancel('x')]) {
      expect(ask).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'job.notFound' }) }))
    }
  })

  test('that has ended is forgotten after a hundred others; one that runs is not', async () => {
    let end = () => undefined as void
    const long = jobs.start('long', async () => {
      await new Promise<void>((resolve) => (end = resolve))
      return { ok: true, value: null }
    })
    for (let count = 0; count < 150; count++) await jobs.start('short', async () => ({ ok: true, value: null })).finished
    expect(jobs.list().length).toBeLessThanOrEqual(100)
    expect(jobs.get(long.jobId).state).toBe('running')
    end()
    await long.finished
  })

  test('all are cancelled, and waited for, when the engine closes', async () => {
    const { jobId } = jobs.start('x', async (step) => {
      try {
        for (;;) await step('', 0, null)
      } catch {
        return { ok: false, error: { code: 'job.cancelled', message: '' } }
      }
    })
    await jobs.cancelAll()
    expect(jobs.get(jobId).state).toBe('cancelled')
  })
})

describe('an import as a job', () => {
  let folder: string
  let engine: Awaited<ReturnType<typeof openEngine>>
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bonded-ledger-jobs-'))
    engine = await openEngine(folder)
    await engine.call('handbooks.importWorkbook', { fileId: await engine.put('手册.xlsx', await handbookWorkbook()) })
    await importAndWait(await fileOf(lists('QD-0', 1)))
  })
  afterEach(async () => {
    await engine.application.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const lists = (name: string, count: number): ListOfFactory[] =>
    Array.from({ length: count }, (_, index) => ({
      no: `${name}-${index}`,
      direction: 'I',
      status: '已核扣',
      quantities: Array.from({ length: 100 }, (__, line) => line + 1),
    }))
  const fileOf = async (of: ListOfFactory[]) => engine.put('清单.xlsx', await listsWorkbook(of))
  const importAndWait = (fileId: string) => engine.call('bondedLists.importWorkbook', { handbookNo, fileId, onBadRows: 'refuse' })
  const begin = async (fileId: string): Promise<string> => {
    const answer = await engine.application.call(
      'bondedLists.importWorkbook',
      { handbookNo, fileId, onBadRows: 'refuse' },
      { wait: false },
    )
    return (answer as { value: { jobId: string } }).value.jobId
  }
  const ended = (jobId: string) =>
    new Promise<Omit<Job, 'value'>>((resolve) => {
      const stop = engine.application.subscribe((event) => {
        if (event.type !== 'job' || event.job.jobId !== jobId || event.job.state === 'running') return
        stop()
        resolve(event.job)
      })
    })
  const books = async () => ({
    balance: await engine.call('writeOff.balance', { handbookNo }),
    lists: (await engine.call('bondedLists.list', { handbookNo, offset: 0, limit: 1 })).total,
    lines: (await engine.call('bondedLists.lines', { handbookNo, offset: 0, limit: 1 })).total,
    imports: await engine.call('bondedLists.imports', { handbookNo }),
  })

  test.each(['读取清单表体', '记账'])('cancelled in the middle of %s leaves nothing, and the engine goes on', async (stage) => {
    const before = await books()
    const fileId = await fileOf(lists('QD-1', 80))
    const changed: string[] = []
    const stop = engine.application.subscribe((event) => void (event.type === 'changed' && changed.push(...event.topics)))
    const jobId = await begin(fileId)
    const end = ended(jobId)
    for (
      let job = await engine.call('jobs.get', { jobId });
      job.what !== stage || job.done === 0;
      job = await engine.call('jobs.get', { jobId })
    ) {
      expect(job.state).toBe('running')
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await books(), 'a reader sees the state before').toEqual(before)
    expect(await engine.call('jobs.cancel', { jobId })).toEqual({ cancelled: true })
    const job = await end
    stop()
    expect(job).toMatchObject({ state: 'cancelled', error: { code: 'job.cancelled' } })
    expect(job.what).toBe(stage)
    expect(job.done, 'it was in the middle').toBeLessThan(8000)
    expect(await books()).toEqual(before)
    expect(changed).toEqual([])
    expect(await engine.call('jobs.cancel', { jobId })).toEqual({ cancelled: false })

    await importAndWait(fileId)
    expect((await books()).lines).toBe(before.lines + 8000)
    const db = openUntouched(join(folder, 'ledger.db'))
    expect(contradictions(db)).toEqual({})
    db.close()
  })

  test('two at once are made one after the other, and both are whole', async () => {
    const [one, two] = [await fileOf(lists('QD-1', 20)), await fileOf(lists('QD-2', 20))]
    const saving = Promise.all([importAndWait(one), importAndWait(two), importAndWait(one)])
    const seen = new Set<number>()
    const running = async () => (await engine.call('jobs.list', {})).jobs.some(({ state }) => state === 'running')
    while (await running()) {
      seen.add((await engine.call('bondedLists.lines', { handbookNo, offset: 0, limit: 1 })).total)
      await new Promise((resolve) => setImmediate(resolve))
    }
    const results = await saving
    expect(results.map(({ lines }) => lines).toSorted((a, b) => a - b)).toEqual([0, 2000, 2000])
    expect(seen.size, 'it was looked at on the way').toBeGreaterThan(1)
    expect(
      [...seen].filter((lines) => ![100, 2100, 4100].includes(lines)),
      'no reader saw a part',
    ).toEqual([])
    expect((await books()).lines).toBe(4100)
    const db = openUntouched(join(folder, 'ledger.db'))
    expect(contradictions(db)).toEqual({})
    db.close()
  })

  test('closing the engine in the middle of one ends it as if it had not been', async () => {
    const before = await books()
    const jobId = await begin(await fileOf(lists('QD-1', 80)))
    await new Promise<void>((resolve) => {
      engine.application.subscribe(
        (event) => void (event.type === 'job' && event.job.jobId === jobId && event.job.what === '记账' && resolve()),
      )
    })
    await engine.application.close()
    engine = await openEngine(folder)
    expect(await books()).toEqual(before)
    expect((await engine.call('house.status', {})).startCheck.cleanShutdown).toBe(true)
  })
})
