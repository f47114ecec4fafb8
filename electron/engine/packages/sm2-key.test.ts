import { expect, test } from 'vitest'
import { Refusal } from '../../../shared/contract/errors.ts'
import { parsePublicKeyPem, publicKeyPem } from './public-key.ts'
import { signBytes, verifySignature } from './sign.ts'
import { createKey, unlockKey } from './sm2-key.ts'

const bytes = Buffer.from('报核')

test('a key opens with its passphrase and signs for its public key', async () => {
  const key = await createKey('口令 é 123456')
  const privateKey = await unlockKey(key, '口令 é 123456')
  expect(verifySignature(bytes, signBytes(bytes, privateKey), key.publicPoint)).toBe(true)
  expect(await unlockKey(key, '口令 é 123456'.normalize('NFD'))).toBe(privateKey)
  expect(key.sealedKey).not.toContain(privateKey)
})

test('a wrong passphrase, or a sealed key beside another public key, opens nothing', async () => {
  const key = await createKey('123456')
  const other = await createKey('123456')
  for (const [pair, passphrase] of [
    [key, '123457'],
    [key, ''],
    [{ ...key, publicPoint: other.publicPoint }, '123456'],
  ] as const) {
    const error: unknown = await unlockKey(pair, passphrase).catch((reason: unknown) => reason)
    expect(error instanceof Refusal && error.failure.code).toBe('key.wrongPassphrase')
  }
})

test('a public key has one PEM', async () => {
  const { publicPoint } = await createKey('123456')
  const pem = publicKeyPem(publicPoint)
  expect(parsePublicKeyPem(pem)).toBe(publicPoint)
  for (const other of [
    pem.trimEnd(),
    `${pem}\n`,
    pem.replaceAll('\n', '\r\n'),
    ` ${pem}`,
    pem.replace('PUBLIC', 'PRIVATE'),
    '',
  ]) {
    expect(parsePublicKeyPem(other)).toBeUndefined()
  }
  expect(parsePublicKeyPem(publicKeyPem(`04${'11'.repeat(64)}`))).toBeUndefined()
})
