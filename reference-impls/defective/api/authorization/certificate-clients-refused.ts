import { type Defect, defectiveApi } from '../base/defect.ts'
import { Denial } from '../base/denial.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A client with a certificate is refused',
  description: '`azpacr === "1"`: a certificate or a federated credential shows 2, and is the better proof.',
  foundBy: ['api.authorization.client-authentication.certificate'],
} satisfies Defect

export default defectiveApi({
  checkClient: (claims, context) => {
    if (claims['azpacr'] === '2' || claims['appidacr'] === '2')
      throw new Denial(403, undefined, 'A secret is required.')
    defaults.checkClient(claims, context)
  },
})
