import { type Defect, defectiveApi } from '../base/defect.ts'
import { isObject } from '../base/json.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A failed discovery is remembered for good',
  description:
    'The promise of the first fetch of the metadata is cached, rejected or not: an instance that started during an outage never recovers.',
  foundBy: ['api.keys.cold.discovery-down'],
} satisfies Defect

async function discover(tenantId: string): Promise<string> {
  const answer = await fetch(`https://login.microsoftonline.com/${tenantId}/v2.0/.well-known/openid-configuration`)
  const metadata: unknown = await answer.json()
  if (!isObject(metadata) || typeof metadata['jwks_uri'] !== 'string') throw new TypeError('no jwks_uri')
  return metadata['jwks_uri']
}

export default defectiveApi(() => {
  let known: Promise<string> | undefined
  return {
    fetchKeySet: async (_, context) => {
      known ??= discover(context.settings.tenantId)
      return await defaults.fetchKeySet(await known, context)
    },
  }
})
