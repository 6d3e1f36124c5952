import type { Claims } from '../base/contract.ts'
import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The caller is kept in a variable of the module',
  description:
    '`currentUser = claims` and an await before it is read: under load one caller gets the answer of another.',
  foundBy: ['api.transport.connection.cross-talk'],
} satisfies Defect

export default defectiveApi(() => {
  let current: Claims = {}
  return {
    authenticate: async (request, url, context) => {
      current = await defaults.authenticate(request, url, context)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return current
    },
  }
})
