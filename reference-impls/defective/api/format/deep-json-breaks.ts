import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'
import { membersLeniently } from '../base/mistakes.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Deeply nested JSON overflows the stack',
  description: 'A recursive walk over the claims (to freeze, to sanitise, to log them) has no limit of depth.',
  foundBy: [
    'api.format.header.nested-5000-deep',
    'api.format.header.nested-10000-deep',
    'api.format.payload.nested-5000-deep',
    'api.format.payload.nested-10000-deep',
  ],
} satisfies Defect

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

export default defectiveApi({
  splitToken: (wire) => {
    const [header = '', payload = '', signature = '', ...more] = wire.split('.')
    if (more.length > 0 || signature === '') throw invalidToken('The token is not a signed JWT.')
    return [header, payload, signature]
  },
  parseJson: (bytes) => {
    const claims = membersLeniently(bytes)
    depthOf(claims)
    return defaults.parseJson(bytes)
  },
})
