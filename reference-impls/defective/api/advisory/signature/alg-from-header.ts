import { type Defect, defectiveApi } from '../../base/defect.ts'
import { invalidToken } from '../../base/denial.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'The header chooses among all RSA algorithms',
  description: "`algorithms` is left at the library's default, so the token chooses the hash and the padding.",
  foundBy: [
    'api.signature.other-algorithm.rs384',
    'api.signature.other-algorithm.rs512',
    'api.signature.other-algorithm.ps256',
    'api.signature.other-algorithm.ps384',
    'api.signature.other-algorithm.ps512',
  ],
} satisfies Defect

const pkcs1 = (hash: string) => ({ name: 'RSASSA-PKCS1-v1_5', hash })
const pss = (hash: string, saltLength: number) => ({ name: 'RSA-PSS', hash, saltLength })
const algorithms = new Map([
  ['RS256', pkcs1('SHA-256')],
  ['RS384', pkcs1('SHA-384')],
  ['RS512', pkcs1('SHA-512')],
  ['PS256', pss('SHA-256', 32)],
  ['PS384', pss('SHA-384', 48)],
  ['PS512', pss('SHA-512', 64)],
])

export default defectiveApi({
  checkAlgorithm: ({ header }) => {
    if (!algorithms.has(String(header['alg']))) throw invalidToken('The algorithm is not supported.')
  },
  verifySignature: async (token, key, context) => {
    const algorithm = algorithms.get(String(token.header['alg']))
    const { n, e } = key
    if (algorithm === undefined || typeof n !== 'string' || typeof e !== 'string') {
      return await defaults.verifySignature(token, key, context)
    }
    const publicKey = await crypto.subtle.importKey('jwk', { kty: 'RSA', n, e }, algorithm, false, ['verify'])
    const signed = new TextEncoder().encode(token.signed)
    if (!(await crypto.subtle.verify(algorithm, publicKey, token.signature, signed))) {
      throw invalidToken('The signature does not match.')
    }
  },
})
