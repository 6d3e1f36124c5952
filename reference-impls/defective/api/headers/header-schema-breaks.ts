import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A header that does not fit the schema is a server error',
  description:
    '`headerSchema.strict().parse(header)` outside the try block: a member nobody expected, or one of another type, makes a 500.',
  foundBy: [
    'api.headers.typ.null',
    'api.headers.typ.number',
    'api.headers.jwk.string',
    'api.headers.x5c.empty',
    'api.headers.crit.string',
    'api.headers.kid.number',
    'api.headers.kid.empty.genuine-signature',
    'api.headers.kid.null.genuine-signature',
    'api.headers.kid.number.genuine-signature',
    'api.headers.kid.boolean.genuine-signature',
    'api.headers.kid.object.genuine-signature',
    'api.headers.kid.array.genuine-signature',
    'api.headers.b64.false.without-crit',
    'api.headers.b64.true.with-crit',
    'api.headers.typ.lower-case',
    'api.headers.typ.access-token',
    'api.headers.typ.access-token-media-type',
    'api.headers.typ.array',
    'api.headers.typ.object',
    'api.headers.typ.empty',
    'api.headers.misplaced.enc',
    'api.headers.misplaced.zip',
    'api.headers.misplaced.p2c',
    'api.headers.misplaced.replicated-claims',
  ],
} satisfies Defect

const allowed = new Map([
  ['typ', /^JWT$/],
  ['alg', /./],
  ['kid', /./],
  ['x5t', /./],
  ['note', /./],
])

export default defectiveApi({
  checkAlgorithm: (token) => {
    for (const [name, value] of Object.entries(token.header)) {
      if (typeof value !== 'string' || value === '' || !allowed.get(name)?.test(value))
        throw new TypeError('bad header')
    }
    if (token.header['alg'] === undefined) throw new TypeError('no alg')
    defaults.checkAlgorithm(token)
  },
})
