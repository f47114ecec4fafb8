import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Certificates {
  key: Buffer
  certificate: Buffer
  /** Path of the authority's own CA, in PEM. */
  ca: string
  /** SHA-256 of the server's SubjectPublicKeyInfo, in base64. */
  pin: string
}

/** Of this computer alone. Made by OpenSSL on the first start; undefined where there is no OpenSSL: the folders do without. */
export function certificatesIn(folder: string): Certificates | undefined {
  mkdirSync(folder, { recursive: true })
  const at = (name: string) => join(folder, name)
  if (!existsSync(at('server.pem'))) {
    try {
      make(folder)
    } catch {
      return undefined
    }
  }
  const certificate = readFileSync(at('server.pem'))
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
  return {
    key: readFileSync(at('server-key.pem')),
    certificate,
    ca: at('ca.pem'),
    pin: createHash('sha256').update(key).digest('base64'),
  }
}

function make(folder: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const curve = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']
  writeFileSync(
    join(folder, 'openssl.cnf'),
    `[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = IP:127.0.0.1, DNS:localhost
authorityKeyIdentifier = keyid
`,
  )
  openssl('genpkey', ...curve, '-out', 'ca-key.pem')
  const config = ['-config', 'openssl.cnf', '-sha256']
  openssl(
    'req',
    '-x509',
    '-key',
    'ca-key.pem',
    '-subj',
    '/CN=Training Authority CA',
    '-days',
    '3650',
    '-extensions',
    'ca',
    ...config,
    '-out',
    'ca.pem',
  )
  openssl('genpkey', ...curve, '-out', 'server-key.pem')
  openssl('req', '-new', '-key', 'server-key.pem', '-subj', '/CN=127.0.0.1', ...config, '-out', 'server.csr')
  const extensions = ['-extfile', 'openssl.cnf', '-extensions', 'server', '-days', '3650', '-sha256']
  openssl(
    'x509',
    '-req',
    '-in',
    'server.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca-key.pem',
    '-CAcreateserial',
    ...extensions,
    '-out',
    'server.pem',
  )
}
