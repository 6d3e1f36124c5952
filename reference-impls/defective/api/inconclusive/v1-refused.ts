import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'

export const defect = {
  title: 'v1 tokens are refused',
  description: '`ver !== "2.0"`: the registration still issues v1 tokens to some clients.',
  foundBy: ['api.baseline.v1-delegated', 'api.baseline.v1-app-only'],
} satisfies Defect

export default defectiveApi({
  checkVersion: (claims) => {
    if (claims['ver'] !== '2.0') throw invalidToken('The token is of an unknown version.')
  },
})
