import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'One declared role is refused',
  description: 'The policies name Reader and Editor; Admin, declared too, was forgotten.',
  foundBy: ['api.authorization.matrix.roles'],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) => {
    const roles = access.roles?.filter((role) => role !== 'Admin')
    return defaults.authorize(claims, { ...access, ...(roles === undefined ? {} : { roles }) }, context)
  },
})
