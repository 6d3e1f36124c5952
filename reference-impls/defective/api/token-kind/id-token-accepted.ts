import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'ID tokens are accepted',
  description:
    'The client\'s ID token "also has the user in it": neither scope nor role is asked for when the audience fits.',
  foundBy: ['api.token-kind.id-token.shared-registration', 'api.token-kind.id-token.with-roles'],
} satisfies Defect

export default defectiveApi({
  checkClient: (claims, context) => (claims['nonce'] === undefined ? defaults.checkClient(claims, context) : undefined),
  authorize: (claims, access, context) =>
    claims['nonce'] === undefined ? defaults.authorize(claims, access, context) : undefined,
})
