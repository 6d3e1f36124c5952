import { scopesOf } from '../../base/authorize.ts'
import { type Defect, defectiveApi } from '../../base/defect.ts'

export const defect = {
  title: 'A scope of any API counts as ours',
  description: '`scope.split("/").at(-1)`: what stands before the last slash is another API\'s name.',
  foundBy: ['api.authorization.scope.uri-qualified'],
} satisfies Defect

export default defectiveApi({ scopesOf: (claims) => scopesOf(claims).map((scope) => scope.split('/').at(-1) ?? '') })
