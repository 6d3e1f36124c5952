import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'

export const defect = {
  title: 'v2 tokens are refused',
  description: '`iss` is compared with `https://sts.windows.net/…` alone, as an old sample does.',
  foundBy: ['api.baseline.v2-delegated'],
} satisfies Defect

export default defectiveApi({
  checkVersion: (claims) => {
    if (claims['ver'] !== '1.0') throw invalidToken('The token is of an unknown version.')
  },
})
