import { type Defect, defectiveApi } from '../base/defect.ts'
import { withoutSignature } from '../base/mistakes.ts'

export const defect = {
  title: 'An EdDSA signature of zeros is accepted',
  description:
    'The verifier checks neither the range of s nor for points of small order, so R = 0 and s = 0 modulo the order pass.',
  foundBy: ['api.signature.blank-ec-signature.eddsa.zero', 'api.signature.blank-ec-signature.eddsa.order'],
} satisfies Defect

const zero = '00'.repeat(32)
/** The order of the group as a signature writes it: little-endian. */
const order = 'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'

export default defectiveApi(
  withoutSignature(({ header, signature }) => {
    if (header['alg'] !== 'EdDSA') return false
    const [r, s] = [signature.subarray(0, 32), signature.subarray(32)].map((half) => Buffer.from(half).toString('hex'))
    return r === zero && (s === zero || s === order)
  }),
)
