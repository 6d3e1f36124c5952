import { type Defect, defectiveApi } from '../base/defect.ts'
import { isObject } from '../base/json.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'The address in _claim_sources is called',
  description: 'On groups overage the endpoint that the token names is asked for the groups, wherever it is.',
  foundBy: ['api.authorization.groups-overage.link-elsewhere', 'api.authorization.groups-overage.roles-elsewhere'],
} satisfies Defect

export default defectiveApi({
  authorize: async (claims, access, context) => {
    const sources: unknown = claims['_claim_sources']
    if (isObject(sources)) {
      for (const source of Object.values(sources)) {
        if (isObject(source)) await fetch(String(source['endpoint'])).catch(() => undefined)
      }
    }
    await defaults.authorize(claims, access, context)
  },
})
