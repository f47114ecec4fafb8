import type { StandIn } from '../../electron-stand-in/launch.ts'
import { expect, test as base } from '../host.ts'

/** What RELIABILITY §1 asks of the desktop window, tried on the built main and preload scripts. */
const test = base.extend<{ standIn: StandIn }>({
  async standIn({ host }, use) {
    if (host.standIn === undefined) throw new Error('only on the stand-in')
    await use(host.standIn)
  },
})

const origin = 'app://bonded-ledger'
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

test('is sandboxed, isolated, without Node, and its page is a secure origin of its own', async ({ standIn }) => {
  const facts = (await standIn.ask({ type: 'facts' })) as { options: { webPreferences: object } }
  expect(facts).toMatchObject({
    sandboxed: true,
    privileged: [{ scheme: 'app', privileges: { standard: true, secure: true } }],
    handlers: ['bonded-ledger:call', 'bonded-ledger:put-file', 'bonded-ledger:save-file', 'bonded-ledger:save-pdf'],
    options: { minWidth: 1024, minHeight: 640 },
  })
  expect(facts.options.webPreferences).toEqual({
    preload: expect.stringMatching(/preload\.cjs$/),
    nodeIntegration: false,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  })
})

test('its page finds the bridge, frozen, and nothing of Node or Electron', async ({ page }) => {
  const found = await page.evaluate(() => ({
    bridge: Object.keys(window.bondedLedger ?? {}),
    frozen: Object.isFrozen(window.bondedLedger),
    strangers: ['require', 'process', 'module', 'electron', 'ipcRenderer', '__electronStandIn'].filter((name) => name in window),
  }))
  expect(found).toEqual({ bridge: ['call', 'putFile', 'saveFile', 'savePdf', 'subscribe'], frozen: true, strangers: [] })
})

test('answers only the main frame of its own window on its own page', async ({ standIn }) => {
  const args: unknown[] = ['enterprise.get', {}]
  const call = { type: 'invoke', channel: 'bonded-ledger:call', args } as const
  const own = { ownWindow: true, frame: { origin, subframe: false } }
  expect(await standIn.ask({ ...call, ...own })).toEqual({ value: { ok: true, value: null } })
  for (const forged of [
    { ...own, ownWindow: false },
    { ...own, frame: null },
    { ...own, frame: { origin, subframe: true } },
    { ...own, frame: { origin: 'https://evil.example', subframe: false } },
    { ...own, frame: { origin: 'app://evil', subframe: false } },
    { ...own, frame: { origin: `${origin}.evil`, subframe: false } },
    { ...own, frame: { origin: 'null', subframe: false } },
  ]) {
    expect(await standIn.ask({ ...call, ...forged })).toEqual({ error: expect.stringContaining('refused') })
  }
})

test('knows no other channel, and refuses arguments that are none', async ({ standIn }) => {
  const own = { type: 'invoke', ownWindow: true, frame: { origin, subframe: false } } as const
  expect(await standIn.ask({ ...own, channel: 'bonded-ledger:shell', args: [] })).toEqual({
    error: expect.stringContaining('No handler'),
  })
  const malformed = { value: { ok: false, error: expect.objectContaining({ code: 'input.malformed' }) } }
  for (const [channel, args] of [
    ['bonded-ledger:call', []],
    ['bonded-ledger:call', [7, {}]],
    ['bonded-ledger:put-file', ['a.xlsx', 'text']],
    ['bonded-ledger:put-file', ['', new Uint8Array()]],
    ['bonded-ledger:save-file', ['../../ledger.db']],
    ['bonded-ledger:save-file', []],
    ['bonded-ledger:save-pdf', ['']],
    ['bonded-ledger:save-pdf', ['表'.repeat(201)]],
  ] as const) {
    expect(await standIn.ask({ ...own, channel, args: [...args] })).toEqual(malformed)
  }
})

test('feeds its page from the build folder only, by GET only, under the policy', async ({ standIn }) => {
  const fetched = (url: string, method = 'GET') => standIn.ask({ type: 'fetch', url, method })
  expect(await fetched(`${origin}/`)).toMatchObject({
    status: 200,
    headers: { 'content-security-policy': policy, 'x-content-type-options': 'nosniff' },
  })
  expect(await fetched(`${origin}/`, 'POST')).toMatchObject({ status: 405 })
  expect(await fetched('app://evil/index.html')).toMatchObject({ status: 403 })
  for (const path of [
    '/../electron/main.js',
    '/%2e%2e/electron/main.js',
    '/..%2felectron/main.js',
    '/..%5celectron%5cmain.js',
    '/assets',
    '/none.js',
  ]) {
    expect([path, await fetched(origin + path)]).toMatchObject([path, { status: 404 }])
  }
})

test('runs no inline script and reaches no network', async ({ page }) => {
  const tried = await page.evaluate(async () => {
    const blocked: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'window.inlineScriptRan = true'
    document.body.append(script)
    const reached = await fetch('https://evil.example/').then(
      () => true,
      () => false,
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    return { ran: 'inlineScriptRan' in window, reached, blocked }
  })
  expect(tried).toEqual({ ran: false, reached: false, blocked: expect.arrayContaining(['script-src-elem', 'connect-src']) })
})

test('goes nowhere else and opens nothing', async ({ page, standIn }) => {
  const url = page.url()
  await page.evaluate(() => void (location.href = 'https://evil.example/'))
  await expect.poll(() => standIn.news).toContainEqual({ type: 'navigation', url: 'https://evil.example/', prevented: true })
  await page.evaluate(() => void window.open('https://evil.example/'))
  await expect.poll(() => standIn.news).toContainEqual({ type: 'window-open', action: 'deny' })
  expect(page.url()).toBe(url)
  await expect(page.locator('#root')).not.toBeEmpty()
})

test('denies every permission', async ({ page, standIn }) => {
  for (const permission of ['notifications', 'geolocation', 'media', 'clipboard-read', 'openExternal', 'hid']) {
    expect(await standIn.ask({ type: 'permission', permission })).toEqual({ requested: false, checked: false })
  }
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
})
