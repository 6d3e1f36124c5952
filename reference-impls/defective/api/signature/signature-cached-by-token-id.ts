import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A token that was verified once is known by its uti alone',
  description:
    'The verdict is cached to save the RSA operation, under the token identifier, which is part of what an attacker writes.',
  foundBy: ['api.signature.payload-swapped.user', 'api.signature.wrong-key.right-kid', 'api.signature.bit-flipped'],
} satisfies Defect

export default defectiveApi(() => {
  const verified = new Set<unknown>()
  return {
    verifySignature: async (token, key, context) => {
      if (verified.has(token.claims['uti'])) return
      await defaults.verifySignature(token, key, context)
      verified.add(token.claims['uti'])
    },
  }
})
