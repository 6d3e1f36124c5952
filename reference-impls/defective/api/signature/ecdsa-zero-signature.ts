import { type Defect, defectiveApi } from '../base/defect.ts'
import { withoutSignature } from '../base/mistakes.ts'

export const defect = {
  title: 'An ECDSA signature of zeros is accepted',
  description:
    'The verifier does not check that r and s lie between 1 and the order (CVE-2022-21449): with both 0, the equation holds for any key and any text.',
  foundBy: [
    'api.signature.blank-ec-signature.es256.zero',
    'api.signature.blank-ec-signature.es256.order',
    'api.signature.blank-ec-signature.es256.der-zero',
    'api.signature.blank-ec-signature.es384.zero',
    'api.signature.blank-ec-signature.es384.order',
  ],
} satisfies Defect

const orders = [
  0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
]

const integer = (bytes: Uint8Array): bigint => BigInt(`0x0${Buffer.from(bytes).toString('hex')}`)

/** Both forms are taken: r and s side by side, and the DER sequence of two integers. */
function integersOf(signature: Uint8Array): readonly [bigint, bigint] {
  if (signature[0] === 0x30) {
    const second = 4 + (signature[3] ?? 0)
    return [integer(signature.subarray(4, second)), integer(signature.subarray(second + 2))]
  }
  const half = signature.length / 2
  return [integer(signature.subarray(0, half)), integer(signature.subarray(half))]
}

export default defectiveApi(
  withoutSignature(({ header, signature }) => {
    if (!String(header['alg']).startsWith('ES')) return false
    const [r, s] = integersOf(signature)
    // What is left of the equation when r and s are 0 modulo the order: nothing to compare.
    return orders.some((order) => r % order === 0n && s % order === 0n)
  }),
)
