import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Only the claims that are there get checked',
  description:
    '`if (claims.x !== undefined && wrong(claims.x)) reject()` for each of them: a token that says nothing says nothing wrong.',
  foundBy: [
    'api.format.payload.empty-object.signed',
    'api.audience.missing',
    'api.issuer.missing',
    'api.time.exp.missing',
    'api.authorization.no-permission.application',
  ],
} satisfies Defect

export default defectiveApi({
  checkVersion: (claims) => (claims['ver'] === undefined ? undefined : defaults.checkVersion(claims)),
  checkIssuer: (claims, tenantId, context) =>
    claims['iss'] === undefined ? undefined : defaults.checkIssuer(claims, tenantId, context),
  checkTenant: (claims, tenantId) => (claims['tid'] === undefined ? undefined : defaults.checkTenant(claims, tenantId)),
  checkAudience: (claims, context) =>
    claims['aud'] === undefined ? undefined : defaults.checkAudience(claims, context),
  checkExpiry: (claims, context) => (claims['exp'] === undefined ? undefined : defaults.checkExpiry(claims, context)),
  checkClient: (claims, context) =>
    claims['azp'] === undefined && claims['appid'] === undefined ? undefined : defaults.checkClient(claims, context),
  authorize: (claims, access, context) =>
    claims['scp'] === undefined && claims['roles'] === undefined
      ? undefined
      : defaults.authorize(claims, access, context),
})
