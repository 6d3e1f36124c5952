import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A client that did not authenticate is accepted',
  description: 'azpacr is ignored: a public client, whose tokens anyone can ask for, calls an API meant for servers.',
  foundBy: [
    'api.authorization.client-authentication.public-v2',
    'api.authorization.client-authentication.public-v1',
    'api.authorization.client-authentication.missing',
  ],
} satisfies Defect

export default defectiveApi({
  checkClient: (claims, { settings, ...context }) =>
    defaults.checkClient(claims, { ...context, settings: { ...settings, confidentialClientsOnly: false } }),
})
