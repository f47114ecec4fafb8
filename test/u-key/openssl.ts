import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** OpenSSL's command line: an SM2 implementation that is none of ours. */
export const opensslThere = /^OpenSSL ([3-9]|[1-9]\d)\./.test(attempt('openssl', ['version']))
if (!opensslThere) process.stderr.write('SKIPPED: no OpenSSL 3 on the PATH; certificates are neither issued nor checked by it\n')

function attempt(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return ''
  }
}

/** GM/T 0009: of everybody. */
const distid = 'distid:1234567812345678'

/** An issuing authority of its own folder, with SM2 keys. Days are from the real clock of the machine where no dates are given. */
export class TestAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'test-ca-'))

  constructor() {
    this.makeKey('ca')
    this.run(['req', '-x509', '-new', '-key', 'ca.key', '-sm3', '-sigopt', distid, '-subj', '/O=test/CN=ca', '-out', 'ca.pem'])
  }

  run(args: readonly string[], input?: Uint8Array): string {
    return execFileSync('openssl', args, { cwd: this.folder, encoding: 'utf8', stdio: 'pipe', ...(input ? { input } : {}) })
  }

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.folder, name), content)
  }

  read(name: string): Buffer {
    return readFileSync(join(this.folder, name))
  }

  makeKey(name: string): void {
    this.run(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', `${name}.key`])
  }

  /** @param extensions lines of an OpenSSL configuration @param dates YYYYMMDDHHMMSSZ */
  issue(
    request: string,
    extensions = 'keyUsage=critical,digitalSignature,nonRepudiation',
    dates?: { from: string; to: string },
  ): string {
    this.write('request.pem', request)
    this.write('database', '')
    // It says nothing when it issues nothing.
    rmSync(join(this.folder, 'issued.pem'), { force: true })
    this.write(
      'ca.cnf',
      [
        '[ca]\ndefault_ca=here\n[here]\ndatabase=database\nnew_certs_dir=.\nserial=serial\ndefault_md=sm3\npolicy=any\nunique_subject=no',
        'utf8=yes\nstring_mask=utf8only\n[any]\nstateOrProvinceName=optional\nlocalityName=optional\norganizationName=optional',
        `organizationalUnitName=optional\ncommonName=supplied\n[made]\n${extensions}\n`,
      ].join('\n'),
    )
    const span = dates ? `-startdate ${dates.from} -enddate ${dates.to}` : '-days 365'
    const made = `-batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key -in request.pem -out issued.pem -rand_serial -extensions made`
    this.run(`ca ${made} -sigopt ${distid} -vfyopt ${distid} ${span}`.split(' '))
    return this.read('issued.pem').toString()
  }

  /** A certificate for a key that is made here, as in a U-key. */
  issueForOwnKey(name: string, subject: string, dates?: { from: string; to: string }): string {
    this.makeKey(name)
    this.run(['req', '-new', '-utf8', '-key', `${name}.key`, '-sm3', '-sigopt', distid, '-subj', subject, '-out', `${name}.csr`])
    return this.issue(this.read(`${name}.csr`).toString(), undefined, dates)
  }

  /** A certificate that is no SM2 one, as rsa.pem. */
  issueRsa(): Buffer {
    this.run('req -x509 -newkey rsa:2048 -nodes -sha1 -subj /CN=rsa -keyout rsa.key -out rsa.pem'.split(' '))
    return this.read('rsa.pem')
  }

  /** In DER. */
  sign(name: string, bytes: Uint8Array): Buffer {
    this.write('to-sign', bytes)
    this.run(['dgst', '-sm3', '-sign', `${name}.key`, '-sigopt', distid, '-out', 'signature', 'to-sign'])
    return this.read('signature')
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
