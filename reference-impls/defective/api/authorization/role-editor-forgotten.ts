import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'One declared role is refused',
  description: 'The policy names Admin alone, though Editor is declared too.',
  foundBy: ['api.authorization.matrix.roles'],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) => {
    const roles = access.roles?.filter((role) => role !== 'Editor')
    return defaults.authorize(claims, { ...access, ...(roles === undefined ? {} : { roles }) }, context)
  },
})
