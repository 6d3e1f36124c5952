import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Claims that do not fit the schema are a server error',
  description:
    '`claimsSchema.parse(claims)` outside the try block: a missing claim, or one of another type, makes a 500.',
  foundBy: [
    'api.time.exp.fraction-future',
    'api.time.nbf.missing',
    'api.time.iat.string',
    'api.audience.array-of-others',
    'api.issuer.missing',
    'api.format.payload.empty-object',
    'api.format.payload.huge-number',
    'api.format.payload.huge-exponent',
  ],
} satisfies Defect

export default defectiveApi({
  parseToken: (wire, context) => {
    const token = defaults.parseToken(wire, context)
    const { claims } = token
    const fits =
      ['aud', 'iss', 'tid'].every((name) => typeof claims[name] === 'string') &&
      ['iat', 'nbf', 'exp'].every((name) => Number.isInteger(claims[name])) &&
      [undefined, 'string'].includes(claims['scp'] === undefined ? undefined : typeof claims['scp'])
    if (!fits) throw new TypeError('bad claims')
    return token
  },
})
