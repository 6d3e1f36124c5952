import { type Defect, defectiveApi } from '../base/defect.ts'
import { defaults } from '../base/steps.ts'

export const defect = {
  title: 'A verified signature is good for any payload',
  description:
    'The cache of verified tokens is keyed by the signature to keep the keys short; the payload beside it is not looked at again.',
  foundBy: [
    'api.signature.payload-swapped.user',
    'api.signature.payload-swapped.permissions',
    'api.signature.payload-swapped.expiry',
    'api.signature.header-swapped',
  ],
} satisfies Defect

export default defectiveApi(() => {
  const verified = new Set<string>()
  return {
    verifySignature: async (token, key, context) => {
      const signature = token.wire.slice(token.wire.lastIndexOf('.'))
      if (verified.has(signature)) return
      await defaults.verifySignature(token, key, context)
      verified.add(signature)
    },
  }
})
