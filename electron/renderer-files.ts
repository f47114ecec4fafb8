import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** Names as the build makes them: no dot in front, so no way up and nothing hidden; no colon, no backslash, no escapes. */
const plainPath = /^(?:\/[\w-][\w.-]*)+$/

/** A file of the built window by the path of its address; undefined for anything that is not one. */
export async function rendererFile(
  folder: string,
  path: string,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; headers: Record<string, string> } | undefined> {
  const wanted = path === '/' ? '/index.html' : path
  const contentType = contentTypes[extname(wanted)]
  if (contentType === undefined || !plainPath.test(wanted)) return undefined
  try {
    return {
      bytes: await readFile(join(folder, wanted)),
      // Everything but the page itself carries a hash of its content in its name.
      headers: {
        'Content-Type': contentType,
        'Cache-Control': wanted === '/index.html' ? 'no-cache' : 'max-age=31536000, immutable',
      },
    }
  } catch {
    return undefined
  }
}

/**
 * The headers of every answer of a host (RELIABILITY §1, item 7). Inline style is for Mantine.
 * @param connect where the window may fetch from: its own origin in the browser, nowhere on the desktop
 */
export const securityHeaders = (connect: "'self'" | "'none'"): Record<string, string> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
})
