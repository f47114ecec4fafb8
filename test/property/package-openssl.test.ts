import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sm2 } from 'sm-crypto-v2'
import { buildPackage } from '../../electron/engine/packages/build-package.ts'
import { fingerprint, publicKeyPem } from '../../electron/engine/packages/public-key.ts'
import { readPackage } from '../../electron/engine/packages/read-package.ts'

/** The commands of the README, run as they stand there on a package as it is handed in. */
const verifySignature =
  'openssl dgst -sm3 -verify META-INF/signer.pem -sigopt distid:1234567812345678 -signature META-INF/signature.der META-INF/manifest.json'
const verifyFiles = `awk -F'"' '$2=="name"{n=$4} $2=="sha256"{print $4"  "n}' META-INF/manifest.json | sha256sum -c`
const showFingerprint = 'openssl pkey -pubin -in META-INF/signer.pem -outform DER | tail -c 65 | openssl dgst -sm3'

const folder = mkdtempSync(join(tmpdir(), 'package-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(command: string): { code: number; out: string } {
  try {
    return { code: 0, out: execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' }).toString() }
  } catch {
    return { code: 1, out: '' }
  }
}

const toolsThere =
  /^OpenSSL ([3-9]|[1-9]\d)\./.test(run('openssl version').out) &&
  run('unzip -v && awk 1 /dev/null && sha256sum --version').code === 0
if (!toolsThere)
  process.stderr.write('SKIPPED: no OpenSSL 3 with unzip, awk and sha256sum on the PATH; packages are not verified by them\n')

test.skipIf(!toolsThere)('anyone verifies a package with unzip and OpenSSL', () => {
  const key = sm2.generateKeyPairHex()
  const payload = ['xml', 'xlsx'].map((type) => ({ name: `payload/report.${type}`, bytes: Buffer.from(`a report as ${type}`) }))
  const contents = {
    packageId: '0193a5b0-7c00-7000-8000-000000000001',
    kind: 'writeOffReport',
    handbookNo: 'C53161234567',
    sequence: 1,
    previousPackageSha256: null,
    createdAt: '2025-03-05T01:02:03.000Z',
    programVersion: '0.1.0',
    ruleVersion: '1',
  }
  const { bytes } = buildPackage(contents, payload, { privateKey: key.privateKey, publicPoint: key.publicKey })
  writeFileSync(join(folder, 'package.zip'), bytes)
  expect(run('unzip -t package.zip').out).toContain('No errors detected')
  expect(run('unzip -q package.zip').code).toBe(0)

  expect(run(verifySignature)).toEqual({ code: 0, out: 'Verified OK\n' })
  expect(run(verifyFiles)).toEqual({ code: 0, out: payload.map(({ name }) => `${name}: OK\n`).join('') })
  expect(run(showFingerprint).out).toContain(`= ${fingerprint(key.publicKey).replaceAll(' ', '')}`)
  expect(readPackage(bytes).signer.fingerprint).toBe(fingerprint(key.publicKey))
  expect(run('openssl pkey -pubin -in META-INF/signer.pem -noout -text').out).toContain('SM2')

  writeFileSync(join(folder, 'payload/report.xml'), 'changed')
  expect(run(verifyFiles).code).toBe(1)
  const manifest = readFileSync(join(folder, 'META-INF/manifest.json'), 'utf8')
  writeFileSync(join(folder, 'META-INF/manifest.json'), manifest.replace('"sequence": 1', '"sequence": 2'))
  expect(run(verifySignature).code).toBe(1)
  writeFileSync(join(folder, 'META-INF/manifest.json'), manifest)
  expect(run(verifySignature).code).toBe(0)
  writeFileSync(join(folder, 'META-INF/signer.pem'), publicKeyPem(sm2.generateKeyPairHex().publicKey))
  expect(run(verifySignature).code).toBe(1)
})
