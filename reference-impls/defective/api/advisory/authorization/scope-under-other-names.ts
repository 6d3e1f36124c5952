import { scopesOf } from '../../base/authorize.ts'
import { type Defect, defectiveApi } from '../../base/defect.ts'
import { defaults } from '../../base/steps.ts'

export const defect = {
  title: 'The claim scope is as good as scp',
  description: '`claims.scp ?? claims.scope`, for other issuers; whoever can add an optional claim adds a permission.',
  foundBy: ['api.authorization.scope.alias-scope'],
} satisfies Defect

export default defectiveApi({
  callerKind: (claims) => (claims['scope'] === undefined ? defaults.callerKind(claims) : 'user'),
  scopesOf: (claims) => scopesOf({ scp: claims['scp'] ?? claims['scope'] }),
})
