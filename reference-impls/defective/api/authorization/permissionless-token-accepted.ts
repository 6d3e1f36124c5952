import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A token with neither scope nor role is accepted',
  description:
    '`if (scp && !allowed(scp)) reject(); if (roles && !allowed(roles)) reject()`: what is missing is not wrong.',
  foundBy: ['api.authorization.no-permission.application', 'api.authorization.no-permission.user'],
} satisfies Defect

export default defectiveApi({
  callerKind: (claims) =>
    claims['scp'] === undefined && claims['roles'] === undefined ? 'user' : defaults.callerKind(claims),
  authorize: (claims, access, context) =>
    claims['scp'] === undefined && claims['roles'] === undefined
      ? undefined
      : defaults.authorize(claims, access, context),
})
