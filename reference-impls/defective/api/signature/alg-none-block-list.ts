import { type Defect, defectiveApi } from '../base/defect.ts'
import { lenientSegments, withoutSignature } from '../base/mistakes.ts'

export const defect = {
  title: 'alg none is blocked in one spelling only',
  description:
    'A list of forbidden algorithms (`if (alg === "none") reject()`) in front of a library that compares without regard to case.',
  foundBy: [
    'api.signature.alg-none.capitalised.empty-signature',
    'api.signature.alg-none.capitalised.absent-signature',
    'api.signature.alg-none.capitalised.original-signature',
    'api.signature.alg-none.upper.empty-signature',
    'api.signature.alg-none.upper.absent-signature',
    'api.signature.alg-none.upper.original-signature',
    'api.signature.alg-none.alternating.empty-signature',
    'api.signature.alg-none.alternating.absent-signature',
    'api.signature.alg-none.alternating.original-signature',
    'api.signature.alg-none.half-upper.empty-signature',
    'api.signature.alg-none.half-upper.absent-signature',
    'api.signature.alg-none.half-upper.original-signature',
  ],
} satisfies Defect

export default defectiveApi({
  ...lenientSegments,
  ...withoutSignature(
    ({ header: { alg } }) => typeof alg === 'string' && alg !== 'none' && alg.toLowerCase() === 'none',
  ),
})
