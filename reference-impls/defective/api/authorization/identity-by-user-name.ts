import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Users are told apart by preferred_username',
  description:
    '`users.find({ where: { preferred_username } })`: an administrator of any tenant can give an account that value (nOAuth).',
  foundBy: [
    'api.authorization.user-isolation.same-email',
    'api.authorization.user-isolation.same-upn',
    'api.authorization.user-isolation.same-preferred-username',
    'api.authorization.user-isolation.writes',
  ],
} satisfies Defect

export default defectiveApi({
  identityOf: (claims) =>
    typeof claims['preferred_username'] === 'string' ? claims['preferred_username'] : defaults.identityOf(claims),
})
