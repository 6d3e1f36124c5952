import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Users are told apart by e-mail address',
  description:
    '`users.find({ where: { email } })`: an administrator of any tenant can give an account that value (nOAuth).',
  foundBy: ['api.authorization.user-isolation.other-tenant'],
} satisfies Defect

export default defectiveApi({
  identityOf: (claims) => (typeof claims['email'] === 'string' ? claims['email'] : defaults.identityOf(claims)),
})
