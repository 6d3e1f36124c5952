import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Every refused token is a server error',
  description: 'The validator throws and no handler knows its exception: a blanket 500.',
  foundBy: [
    'api.baseline.no-token',
    'api.signature.bit-flipped',
    'api.time.expired.hour',
    'api.audience.other-api',
    'api.issuer.other-tenant.v2',
  ],
} satisfies Defect

export default defectiveApi({ deny: (_, __, { steps }) => steps.fail(new Error()) })
