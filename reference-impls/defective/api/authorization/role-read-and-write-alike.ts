import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A reader may write',
  description: 'One policy "TaskUser" for reading and for writing.',
  foundBy: ['api.authorization.matrix.roles'],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) => {
    const roles = access.roles?.includes('Editor') === true ? ['Reader', 'Editor', 'Admin'] : access.roles
    return defaults.authorize(claims, { ...access, ...(roles === undefined ? {} : { roles }) }, context)
  },
})
