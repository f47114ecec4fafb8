import { BitString, Constructed, Integer, ObjectIdentifier, Sequence, Set, Utf8String, fromBER } from 'asn1js'
import type { AsnType } from 'asn1js'
import type { Input } from '../../../shared/contract/contract.ts'
import { writePem } from '../packages/pem.ts'
import { publicKeyDer } from '../packages/public-key.ts'
import type { Signer } from '../packages/signer.ts'

type RequestSubject = Input<'keys.createRequest'>['subject']

/** From the whole to the person, as the issuing authorities print it. */
const attributes: readonly (readonly [oid: string, of: (subject: RequestSubject) => string])[] = [
  ['2.5.4.8', ({ province }) => province],
  ['2.5.4.7', ({ locality }) => locality],
  ['2.5.4.10', ({ organization }) => organization],
  ['2.5.4.11', ({ organizationalUnit }) => organizationalUnit],
  ['2.5.4.3', ({ commonName }) => commonName],
]
const sm2WithSm3 = '1.2.156.10197.1.501'

const sequence = (...value: AsnType[]) => new Sequence({ value })
const der = (block: AsnType) => Buffer.from(block.toBER())

/** PKCS#10 (RFC 2986) in PEM, signed with SM2 and SM3: what an issuing authority makes a certificate of. @throws Refusal of the signer */
export async function certificateRequest(subject: RequestSubject, signer: Signer): Promise<string> {
  const name = attributes.flatMap(([oid, of]) => {
    const value = of(subject)
    if (value === '') return []
    return [new Set({ value: [sequence(new ObjectIdentifier({ value: oid }), new Utf8String({ value }))] })]
  })
  const asked = sequence(
    new Integer({ value: 0 }),
    sequence(...name),
    fromBER(Uint8Array.from(publicKeyDer(signer.publicPoint))).result,
    // No attributes: an empty [0].
    new Constructed({ idBlock: { tagClass: 3, tagNumber: 0 } }),
  )
  const signature = await signer.sign(der(asked))
  return writePem(
    'CERTIFICATE REQUEST',
    der(
      sequence(
        asked,
        sequence(new ObjectIdentifier({ value: sm2WithSm3 })),
        new BitString({ valueHex: Uint8Array.from(signature).buffer }),
      ),
    ),
  )
}
