import { type Defect, defectiveApi } from '../base/defect.ts'

export const defect = {
  title: 'Whatever our tenant signed is let in',
  description: 'The gateway in front checks signature, issuer and expiry, and the API behind it checks nothing more.',
  foundBy: [
    'api.token-kind.managed-identity-exchange',
    'api.token-kind.id-token.web-app',
    'api.audience.other-api',
    'api.authorization.scope.other',
  ],
} satisfies Defect

export default defectiveApi({
  checkAudience: () => {},
  checkClient: () => {},
  authorize: () => {},
})
