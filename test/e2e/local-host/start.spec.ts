import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from '../../../build/install.mjs'
import { expect, test } from '../host.ts'

test.skip(process.platform === 'win32', 'Windows 没有可以转发的结束信号')

for (const [name, command] of [
  ['npm', ['npm', 'start', '--silent', '--']],
  ['the script itself', ['node', 'build/start.mjs']],
] as const) {
  test(`started without a window by ${name}: one line on stdout, and a signal ends it all`, async ({ dataFolder }) => {
    const [program, ...args] = command
    const started = performance.now()
    const child = spawn(program ?? '', [...args, '--headless', '--data', dataFolder], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    await expect.poll(() => said).toContain('\n')
    test.info().annotations.push({ type: 'milliseconds to ready', description: (performance.now() - started).toFixed(0) })
    expect(said.trim().split('\n')).toHaveLength(1)
    const { url, token } = JSON.parse(said) as { url: string; token: string }
    const ask = () =>
      fetch(`${url}/operations/house.status`, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: '{}' })
    expect(await (await ask()).json()).toMatchObject({ ok: true, value: { dataFolder } })
    child.kill('SIGTERM')
    await once(child, 'close')
    await expect(ask()).rejects.toThrow('fetch failed')
    expect(said.trim().split('\n')).toHaveLength(1)
  })
}
