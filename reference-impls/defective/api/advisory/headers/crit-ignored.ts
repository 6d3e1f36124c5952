import { type Defect, defectiveApi } from '../../base/defect.ts'
import { invalidToken } from '../../base/denial.ts'

export const defect = {
  title: 'crit is ignored',
  description:
    'An extension that the token declares indispensable is not understood, and the token is accepted as if it were.',
  foundBy: [
    'api.headers.crit.unknown',
    'api.headers.crit.unknown-among-known',
    'api.headers.crit.duplicate',
    'api.headers.crit.absent-parameter',
    'api.headers.crit.expiry',
  ],
} satisfies Defect

function refuse(): never {
  throw invalidToken('An unencoded payload is not supported.')
}

export default defectiveApi({ checkCritical: ({ header }) => (header['b64'] === false ? refuse() : undefined) })
