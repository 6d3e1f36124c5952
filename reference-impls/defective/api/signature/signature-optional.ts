import { type Defect, defectiveApi } from '../base/defect.ts'
import { lenientSegments, withoutSignature } from '../base/mistakes.ts'

export const defect = {
  title: 'Only a signature that is there gets checked',
  description: '`if (signature) verify(…)`: whoever leaves the signature out needs none.',
  foundBy: ['api.signature.stripped', 'api.signature.empty'],
} satisfies Defect

export default defectiveApi({
  ...lenientSegments,
  ...withoutSignature(({ signature }) => signature.length === 0),
})
