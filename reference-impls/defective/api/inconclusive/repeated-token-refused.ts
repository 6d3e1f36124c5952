import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A token that comes several times in a row is refused',
  description:
    'The guard against replays takes the token itself for a one-time value, though a client uses it until it expires.',
  foundBy: ['api.baseline.token-reused'],
} satisfies Defect

export default defectiveApi(() => {
  let last = ''
  let times = 0
  return {
    authenticate: async (request, url, context) => {
      const token = request.headers.get('authorization') ?? ''
      times = token === last ? times + 1 : 1
      last = token
      if (times > 5) throw invalidToken('The token was used already.')
      return await defaults.authenticate(request, url, context)
    },
  }
})
