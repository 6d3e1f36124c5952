import { type Defect, defectiveApi } from '../base/defect.ts'
import { Denial } from '../base/denial.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A refusal tells what the token said',
  description:
    'The error message is built from the claims to help support (`Token for ${aud} of ${name} rejected`), before anything is verified.',
  foundBy: [
    'api.signature.not-echoed.claims.iss',
    'api.signature.not-echoed.claims.aud',
    'api.signature.not-echoed.claims.sub',
    'api.signature.not-echoed.claims.oid',
    'api.signature.not-echoed.claims.tid',
    'api.signature.not-echoed.claims.name',
    'api.signature.not-echoed.claims.preferred-username',
    'api.signature.not-echoed.claims.scp',
    'api.signature.not-echoed.claims.ver',
    'api.signature.not-echoed.header.kid',
    'api.signature.not-echoed.header.typ',
    'api.signature.not-echoed.header.alg',
    'api.signature.not-echoed.claims.markup',
    'api.format.response-splitting.claims.iss',
    'api.format.response-splitting.claims.aud',
    'api.format.response-splitting.claims.scp',
    'api.format.response-splitting.claims.tid',
  ],
} satisfies Defect

export default defectiveApi({
  authenticate: async (request, url, context) => {
    try {
      return await defaults.authenticate(request, url, context)
    } catch (error) {
      if (!(error instanceof Denial) || error.status !== 401) throw error
      const parts = request.headers.get('authorization')?.split('.') ?? []
      const texts = parts.map((part) => Buffer.from(part.replace(/^bearer */i, ''), 'base64url').toString())
      throw new Denial(401, error.code, `Rejected: ${texts.slice(0, 2).join(' ').replaceAll('"', "'")}`)
    }
  },
  challenge: () => 'Bearer error="invalid_token"',
})
