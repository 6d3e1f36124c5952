import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Only v2 tokens are asked for their client',
  description: 'azp is checked where it is there; a v1 token has appid instead.',
  foundBy: [
    'api.authorization.client.unlisted-v1',
    'api.authorization.client-authentication.public-v1',
    'api.authorization.client.missing',
  ],
} satisfies Defect

export default defectiveApi({
  checkClient: (claims, context) => (claims['azp'] === undefined ? undefined : defaults.checkClient(claims, context)),
})
