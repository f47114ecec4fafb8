import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Exclusive } from './exclusive.ts'

test('one piece of work runs after another, in the order asked, over a failure', async () => {
  const exclusive = new Exclusive()
  const said: string[] = []
  let running = 0
  const work = (name: string, time: number, fails = false) =>
    exclusive.run(async () => {
      expect((running += 1), 'alone').toBe(1)
      said.push(`${name} begins`)
      await sleep(time)
      said.push(`${name} ends`)
      running -= 1
      if (fails) throw new Error(name)
      return name
    })
  const results = await Promise.allSettled([work('a', 20), work('b', 5, true), work('c', 10), work('d', 0)])
  expect(said).toEqual(['a', 'b', 'c', 'd'].flatMap((name) => [`${name} begins`, `${name} ends`]))
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual(['a', 'failed', 'c', 'd'])
})

test('work that throws before it waits for anything holds nobody up', async () => {
  const exclusive = new Exclusive()
  const failing = exclusive.run(() => {
    throw new Error('at once')
  })
  await expect(failing).rejects.toThrow('at once')
  expect(await exclusive.run(async () => 1)).toBe(1)
})
