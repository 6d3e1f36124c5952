import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Groups overage lets the caller in',
  description: '`hasGroups || overage`: the list was too long for the token, so membership is assumed.',
  foundBy: [
    'api.authorization.groups-overage.link',
    'api.authorization.groups-overage.link-elsewhere',
    'api.authorization.groups-overage.roles-elsewhere',
  ],
} satisfies Defect

export default defectiveApi({
  authorize: (claims, access, context) =>
    claims['_claim_names'] === undefined ? defaults.authorize(claims, access, context) : undefined,
})
