import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page, Request, Route } from '@playwright/test'
import type { BrowserWindowConstructorOptions } from 'electron'
import { openChromium } from './chromium.ts'
import { bindingName, deliveryKey, preloadScript } from './page-side.ts'
import { app, ipc, schemes } from './process.ts'
import { tellTest } from './control.ts'
import * as wire from './wire.ts'

/** Runs in the page. */
const deliver = ({ key, channel, text }: { key: string; channel: string; text: string }) =>
  (window as unknown as Record<symbol, (channel: string, text: string) => void>)[Symbol.for(key)]?.(channel, text)

/** A plain Chromium opens no address of a scheme of our own; this origin, which no name server knows, is shown in its place. */
const shownOrigin = 'https://app.invalid'
const toWire = (value: unknown) => wire.toWire(value, (bytes) => Buffer.from(bytes).toString('base64'))
const fromWire = (text: string) => wire.fromWire(text, (base64) => Buffer.from(base64, 'base64'))
const toShown = (url: string) => url.replace(/^app:\/\/[^/]+/, shownOrigin)

const toReal = (url: string, origin: string) => (url.startsWith(`${shownOrigin}/`) ? origin + url.slice(shownOrigin.length) : url)

class Prevention {
  prevented = false
  readonly url: string
  readonly isMainFrame: boolean
  constructor(url: string, isMainFrame: boolean) {
    this.url = url
    this.isMainFrame = isMainFrame
  }
  preventDefault() {
    this.prevented = true
  }
}

export interface Frame {
  origin: string
  parent: object | null
}

export class WebContents extends EventEmitter {
  page: Page | undefined
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  /** Scheme and host that the window was loaded from. */
  origin = ''

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler
  }
  send(channel: string, ...args: unknown[]) {
    // A page that is on its way elsewhere hears nothing, as in Electron.
    this.page?.evaluate(deliver, { key: deliveryKey, channel, text: toWire(args) }).catch(() => undefined)
  }
  reload() {
    void this.page?.reload()
  }
  printToPDF({ preferCSSPageSize, printBackground }: { preferCSSPageSize: boolean; printBackground: boolean }) {
    if (this.page === undefined) throw new Error('the window has no page')
    return this.page.pdf({ preferCSSPageSize, printBackground })
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all = new Set<BrowserWindow>()
  readonly options: BrowserWindowConstructorOptions
  readonly webContents = new WebContents()
  private readonly opened: Promise<Page>
  private maximized = false
  private loading = false

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
    BrowserWindow.all.add(this)
    this.opened = this.open()
  }

  async loadURL(url: string) {
    const page = await this.opened
    this.webContents.origin = new URL(url).protocol + '//' + new URL(url).host
    this.loading = true
    await page.goto(toShown(url))
    this.loading = false
    this.emit('ready-to-show')
    tellTest({ type: 'loaded' })
  }

  close() {
    if (!BrowserWindow.all.delete(this)) return
    this.emit('close', new Prevention('', true))
    void this.webContents.page?.context().close()
    this.emit('closed')
    if (BrowserWindow.all.size === 0) app.emit('window-all-closed')
  }

  getNormalBounds = () => ({ x: 0, y: 0, width: this.options.width ?? 800, height: this.options.height ?? 600 })
  isMaximized = () => this.maximized
  maximize = () => void (this.maximized = true)
  isMinimized = () => false
  restore() {}
  focus() {}
  show() {}

  private async open(): Promise<Page> {
    // A Chromium has its folder for itself: a second host on the same ledger must come as far as being refused by the engine.
    const { context, endpoint } = await openChromium(join(app.getPath('userData'), `chromium-${process.pid}`))
    const page = context.pages()[0] ?? (await context.newPage())
    this.webContents.page = page
    await page.exposeBinding(bindingName, async (source, text: string) => {
      const url = toReal(source.frame.url(), this.webContents.origin)
      const frame: Frame = {
        origin: url.startsWith(`${this.webContents.origin}/`) ? this.webContents.origin : new URL(url).origin,
        parent: source.frame.parentFrame(),
      }
      const [channel, ...args] = fromWire(text) as [string, ...unknown[]]
      return toWire(await ipc.invoke(channel, { sender: this.webContents, senderFrame: frame }, args))
    })
    const preload = this.options.webPreferences?.preload
    if (preload !== undefined) await page.addInitScript(preloadScript(await readFile(preload, 'utf8'), shownOrigin))
    await context.route('**/*', (route) => route.abort())
    await page.route('**/*', (route, request) => this.serve(route, request))
    page.on('popup', (popup) => {
      const { action } = this.webContents.openHandler({ url: popup.url() })
      tellTest({ type: 'window-open', action })
      if (action === 'deny') void popup.close()
    })
    page.on('crash', () => this.webContents.emit('render-process-gone', {}, { reason: 'crashed' }))
    page.once('close', () => this.close())
    tellTest({ type: 'window', endpoint })
    return page
  }

  /** Every request of the page: navigation is asked for first, then the scheme's own handler answers; there is no network. */
  private async serve(route: Route, request: Request): Promise<void> {
    const url = toReal(request.url(), this.webContents.origin)
    const isMainFrame = request.isNavigationRequest() && request.frame().parentFrame() === null
    if (request.isNavigationRequest() && !this.loading) {
      const event = new Prevention(url, isMainFrame)
      this.webContents.emit('will-frame-navigate', event)
      if (isMainFrame) this.webContents.emit('will-navigate', event)
      tellTest({ type: 'navigation', url, prevented: event.prevented })
      if (event.prevented) return route.abort('aborted')
    }
    const handler = schemes.get(url.split(':')[0] ?? '')
    if (handler === undefined) return route.abort('addressunreachable')
    const response = await handler(new Request(url, { method: request.method() }))
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  }
}
