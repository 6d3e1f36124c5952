import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The client is not checked',
  description:
    'azp and appid are ignored: any application of the tenant may call, though a list of clients is declared.',
  foundBy: [
    'api.authorization.client.unlisted-v2',
    'api.authorization.client.unlisted-v1',
    'api.authorization.client.unlisted-app-only',
    'api.authorization.client.missing',
    'api.authorization.client.other-versions-claim',
  ],
} satisfies Defect

export default defectiveApi({
  checkClient: (claims, { settings, ...context }) =>
    defaults.checkClient(claims, { ...context, settings: { ...settings, allowedClients: [] } }),
})
