import { protocol } from 'electron'
import { rendererFile, securityHeaders } from './renderer-files.ts'

export const appOrigin = 'app://bonded-ledger'
const [scheme = '', host = ''] = appOrigin.split('://')

/** Before the app is ready: pages of app:// count as a secure origin of their own. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }])
}

/** The window's only source of anything: files of the built renderer, read with GET. */
export function serveRenderer(folder: string): void {
  const headers = securityHeaders("'none'")
  const refuse = (status: number) => new Response(null, { status, headers })
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url)
    if (request.method !== 'GET') return refuse(405)
    if (url.host !== host) return refuse(403)
    const file = await rendererFile(folder, url.pathname)
    return file ? new Response(file.bytes, { headers: { ...headers, ...file.headers } }) : refuse(404)
  })
}
