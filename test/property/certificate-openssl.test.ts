import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sm2 } from 'sm-crypto-v2'
import { certificateRequest } from '../../electron/engine/keys/certificate-request.ts'
import { readArchive, writeArchive } from '../../electron/engine/packages/archive.ts'
import { buildPackage } from '../../electron/engine/packages/build-package.ts'
import { largestCertificate, maySign, readCertificate } from '../../electron/engine/packages/certificate.ts'
import { pemOrDer, readPem, writePem } from '../../electron/engine/packages/pem.ts'
import { readPackage } from '../../electron/engine/packages/read-package.ts'
import { softwareSigner } from '../../electron/engine/packages/signer.ts'
import { TestAuthority, opensslThere } from '../u-key/openssl.ts'

const key = sm2.generateKeyPairHex()
const signer = softwareSigner(key.privateKey, { publicPoint: key.publicKey, certificate: null })
const subject = {
  commonName: '张三',
  organization: '昆山示例电子有限公司',
  organizationalUnit: '关务部',
  locality: '苏州',
  province: '江苏',
}
const contents = {
  packageId: '0193a5b0-7c00-7000-8000-000000000001',
  kind: 'writeOffReport',
  handbookNo: 'C53161234567',
  sequence: 2,
  previousPackageSha256: 'ab'.repeat(32),
  createdAt: '2025-03-05T01:02:03.000Z',
  programVersion: '0.1.0',
  ruleVersion: '1',
}
const payload = [{ name: 'payload/report.xml', bytes: Buffer.from('<DcrMessage/>\n') }]

describe.skipIf(!opensslThere)('certificates, against OpenSSL', () => {
  let authority: TestAuthority
  let request: string
  let issued: string
  const der = (pem: string) => readPem('CERTIFICATE', pem) ?? Buffer.of()
  beforeAll(async () => {
    authority = new TestAuthority()
    request = await certificateRequest(subject, signer)
    issued = authority.issue(request)
  })
  afterAll(() => authority.remove())

  test('a request verifies, and says in UTF8String who asks', () => {
    const said = authority.run(
      [
        'req',
        '-verify',
        '-vfyopt',
        'distid:1234567812345678',
        '-noout',
        '-text',
        '-nameopt',
        'utf8,sep_comma_plus_space,show_type',
      ],
      Buffer.from(request),
    )
    expect(said).toContain('UTF8STRING:张三')
    expect(said).toContain('UTF8STRING:昆山示例电子有限公司')
    expect(said).toContain('SM2-with-SM3')
    // The issuing authority verifies it too, and makes nothing of one that was changed.
    const changed = Buffer.from(readPem('CERTIFICATE REQUEST', request) ?? Buffer.of())
    changed.write('李', changed.indexOf('张三'))
    expect(() => authority.issue(writePem('CERTIFICATE REQUEST', changed))).toThrow('issued.pem')
  })

  test('what is issued for it is read as OpenSSL reads it', () => {
    const certificate = readCertificate(der(issued))
    expect(certificate).toMatchObject({
      subject: 'ST=江苏, L=苏州, O=昆山示例电子有限公司, OU=关务部, CN=张三',
      issuer: 'O=test, CN=ca',
      signedWith: 'SM2-SM3',
      keyAlgorithm: 'SM2',
      publicPoint: key.publicKey,
      keyUsage: ['数字签名', '抗抵赖'],
    })
    const said = authority.run(['x509', '-noout', '-serial', '-dates', '-dateopt', 'iso_8601'], Buffer.from(issued))
    expect(said).toContain(`serial=${certificate?.serial.toUpperCase().replace(/^00/, '')}`)
    const iso = (instant = '') => instant.replace('T', ' ').replace('.000', '')
    expect(said).toContain(`notBefore=${iso(certificate?.notBefore)}`)
    expect(said).toContain(`notAfter=${iso(certificate?.notAfter)}`)
  })

  test('an encryption certificate is known as one', () => {
    const encrypts = readCertificate(der(authority.issue(request, 'keyUsage=keyEncipherment,dataEncipherment')))
    expect(encrypts && maySign(encrypts)).toBe(false)
    const silent = readCertificate(der(authority.issue(request, 'basicConstraints=CA:FALSE')))
    expect(silent && [silent.keyUsage, maySign(silent)]).toEqual([[], true])
  })

  test('an RSA certificate is recognised', () => {
    expect(readCertificate(der(authority.issueRsa().toString()))).toMatchObject({
      keyAlgorithm: 'RSA',
      signedWith: 'RSA-SHA1',
      publicPoint: undefined,
      subject: 'CN=rsa',
    })
  })

  test('nothing but one certificate in DER is read', () => {
    const bytes = der(issued)
    expect(readCertificate(Buffer.concat([bytes, Buffer.of(0)]))).toBeUndefined()
    expect(readCertificate(bytes.subarray(0, -1))).toBeUndefined()
    expect(readCertificate(Buffer.concat([bytes, bytes]))).toBeUndefined()
    expect(readCertificate(Buffer.concat([bytes, Buffer.alloc(largestCertificate)]))).toBeUndefined()
    expect(readCertificate(Buffer.of())).toBeUndefined()
    // The same, its outermost length in BER's longer and indefinite forms.
    const content = bytes.subarray(4)
    const longer = Buffer.concat([Buffer.of(0x30, 0x83, 0, bytes[2] ?? 0, bytes[3] ?? 0), content])
    expect(readCertificate(longer)).toBeUndefined()
    expect(readCertificate(Buffer.concat([Buffer.of(0x30, 0x80), content, Buffer.of(0, 0)]))).toBeUndefined()
    expect(readCertificate(Buffer.from(request))).toBeUndefined()
    expect(readCertificate(readPem('CERTIFICATE REQUEST', request) ?? Buffer.of())).toBeUndefined()
  })

  test('an extension that stands there twice is refused', () => {
    const bytes = der(authority.issue(request, 'keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth'))
    const usage = Buffer.from('0603551d0f', 'hex')
    const extended = Buffer.from('0603551d25', 'hex')
    const twice = Buffer.from(bytes)
    usage.copy(twice, twice.indexOf(extended))
    expect(readCertificate(bytes)?.keyUsage).toEqual(['数字签名'])
    expect(readCertificate(twice)).toBeUndefined()
  })

  test('damaged certificates are read or refused, never thrown over', () => {
    const bytes = der(issued)
    for (let at = 0; at < bytes.length; at++) {
      for (const bit of [0x01, 0x20, 0x80]) {
        const damaged = Buffer.from(bytes)
        damaged[at] = (damaged[at] ?? 0) ^ bit
        expect(() => readCertificate(damaged)).not.toThrow()
      }
    }
  })

  test('files are taken as PEM however its lines end, or DER; several in one are not', () => {
    const bytes = Buffer.from(der(issued))
    const read = (file: Uint8Array) => Buffer.from(pemOrDer('CERTIFICATE', file) ?? Buffer.of())
    expect(read(Buffer.from(issued)).equals(bytes)).toBe(true)
    expect(read(Buffer.from(`\r\n${issued.replaceAll('\n', '\r\n')}\r\n`)).equals(bytes)).toBe(true)
    expect(read(bytes).equals(bytes)).toBe(true)
    expect(pemOrDer('CERTIFICATE', Buffer.from(issued + issued))).toBeUndefined()
    expect(pemOrDer('CERTIFICATE', authority.read('ca.key'))).toBeUndefined()
  })

  test('a package with a certificate: every single-bit change is refused, and so is a certificate for the same key exchanged', () => {
    const build = (certificate: string) =>
      buildPackage(contents, payload, { privateKey: key.privateKey, publicPoint: key.publicKey, certificate }).bytes
    const sample = build(issued)
    expect(readPackage(sample).signer).toMatchObject({ publicPoint: key.publicKey, certificate: { issuer: 'O=test, CN=ca' } })
    const refused = (bytes: Uint8Array) => expect(() => readPackage(bytes)).toThrow('未通过校验')
    for (let bit = 0; bit < sample.length * 8; bit++) {
      const flipped = Uint8Array.from(sample)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      refused(flipped)
    }
    const withSigner = (change: (bytes: Uint8Array) => Uint8Array) =>
      writeArchive(
        (readArchive(sample) ?? []).map((entry) =>
          entry.name === 'META-INF/signer.pem' ? { name: entry.name, bytes: change(entry.bytes) } : entry,
        ),
      )
    // In an archive that is right by itself, so that it is the certificate that is looked at.
    for (let bit = 0; bit < issued.length * 8; bit++)
      refused(
        withSigner((bytes) => {
          const flipped = Uint8Array.from(bytes)
          flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
          return flipped
        }),
      )
    refused(withSigner(() => Buffer.from(authority.issue(request))))
    refused(withSigner((bytes) => Buffer.concat([bytes, Buffer.from(issued)])))
    refused(build(issued.replaceAll('\n', '\r\n')))
    authority.run(['x509', '-in', 'rsa.pem', '-out', 'rsa-again.pem'])
    refused(build(authority.read('rsa-again.pem').toString()))
  })

  test('anyone verifies such a package with unzip and OpenSSL, by the lines of the README', () => {
    const folder = mkdtempSync(join(tmpdir(), 'package-'))
    try {
      const run = (command: string) => execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
      const { bytes } = buildPackage(contents, payload, {
        privateKey: key.privateKey,
        publicPoint: key.publicKey,
        certificate: issued,
      })
      writeFileSync(join(folder, 'package.zip'), bytes)
      writeFileSync(join(folder, 'issuer.pem'), authority.read('ca.pem'))
      run('unzip -q package.zip')
      run('openssl x509 -in META-INF/signer.pem -pubkey -noout > signer-key.pem')
      expect(
        run(
          'openssl dgst -sm3 -verify signer-key.pem -sigopt distid:1234567812345678 -signature META-INF/signature.der META-INF/manifest.json',
        ),
      ).toBe('Verified OK\n')
      expect(run('sha256sum META-INF/signer.pem').slice(0, 64)).toBe(readPackage(bytes).manifest.certificateSha256)
      expect(run('openssl verify -vfyopt distid:1234567812345678 -CAfile issuer.pem META-INF/signer.pem')).toContain('OK')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
