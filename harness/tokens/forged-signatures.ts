import type { Mutation } from './recipe.ts'

type Forge = Extract<Mutation, { readonly op: 'forge' }>

/** Bytes of one coordinate, and the order of the group. */
const curves = {
  ES256: { bytes: 32, order: 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551' },
  ES384: {
    bytes: 48,
    order: 'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  },
  ES512: {
    bytes: 66,
    order:
      '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa' +
      '51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
  },
} as const

/** The order of Ed25519's group, little-endian as the signature writes it. */
const ed25519Order = 'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'

/** SEQUENCE { INTEGER 0, INTEGER 0 } */
const derZero = '3006020100020100'

/**
 * Signatures that a verifier without range checks takes for good whatever was signed (CVE-2022-21449: r = s = 0).
 * An EdDSA signature has no DER form; there `der-zero` is the same as `zero`.
 */
export function forgedSignature(alg: Forge['alg'], form: Forge['form']): Uint8Array<ArrayBuffer> {
  if (alg === 'EdDSA') return form === 'order' ? fromHex('00'.repeat(32) + ed25519Order) : new Uint8Array(64)
  const { bytes, order } = curves[alg]
  switch (form) {
    case 'zero':
      return new Uint8Array(2 * bytes)
    case 'order':
      return fromHex(order + order)
    case 'der-zero':
      return fromHex(derZero)
  }
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}
