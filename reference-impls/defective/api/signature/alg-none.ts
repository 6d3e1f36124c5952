import { type Defect, defectiveApi } from '../base/defect.ts'
import { lenientSegments, withoutSignature } from '../base/mistakes.ts'

export const defect = {
  title: 'Unsigned tokens are accepted',
  description: 'The library is left to do what the header says, and `alg: none` says that there is nothing to verify.',
  foundBy: [
    'api.signature.alg-none.lower.empty-signature',
    'api.signature.alg-none.lower.absent-signature',
    'api.signature.alg-none.lower.original-signature',
    'api.signature.alg-none.unsafe-method',
  ],
} satisfies Defect

export default defectiveApi({
  ...lenientSegments,
  ...withoutSignature(({ header }) => header['alg'] === 'none'),
})
