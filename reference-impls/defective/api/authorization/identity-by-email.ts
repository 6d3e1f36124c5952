import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Users are told apart by email',
  description:
    '`users.find({ where: { email } })`: an administrator of any tenant can give an account that value (nOAuth).',
  foundBy: ['api.authorization.user-isolation.same-email', 'api.authorization.user-isolation.writes'],
} satisfies Defect

export default defectiveApi({
  identityOf: (claims) => (typeof claims['email'] === 'string' ? claims['email'] : defaults.identityOf(claims)),
})
