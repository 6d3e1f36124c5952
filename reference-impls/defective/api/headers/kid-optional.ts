import { type Defect, defectiveApi } from '../base/defect.ts'
import { invalidToken } from '../base/denial.ts'
import type { Jwk } from '../base/contract.ts'
import { signatureFits } from '../base/mistakes.ts'
import type { Context } from '../base/contract.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'Without a kid any published key will do',
  description: '`keys.find((key) => key.kid === kid) ?? keys[0]`: which key signs is no longer said by the token.',
  foundBy: ['api.headers.kid.missing', 'api.headers.kid.missing.second-key', 'api.keys.kid-missing.one-key'],
} satisfies Defect

async function knownKeys(tenantId: string, context: Context): Promise<readonly Jwk[]> {
  const set = context.keys.of(tenantId)
  if (context.steps.isStale(set, context)) await context.steps.refreshKeys(tenantId, context)
  return set.keys ?? []
}

export default defectiveApi({
  findKey: async (token, tenantId, context) => {
    if (token.header['kid'] !== undefined) return await defaults.findKey(token, tenantId, context)
    for (const { kid } of await knownKeys(tenantId, context)) {
      const named = { ...token, header: { ...token.header, kid } }
      const key = await defaults.findKey(named, tenantId, context)
      if (await signatureFits(token, key, context)) return key
    }
    throw invalidToken('No key fits.')
  },
})
