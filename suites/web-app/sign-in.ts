import type { ClientCase } from '../../harness/client-case.ts'
import { afterwardsCases } from './sign-in/afterwards.ts'
import { errorCases } from './sign-in/errors.ts'
import { idTokenSignatureCases } from './sign-in/id-token-signature.ts'
import { idTokenCases } from './sign-in/id-token.ts'
import { issuerCases } from './sign-in/issuer.ts'
import { requestCases } from './sign-in/request.ts'
import { responseCases } from './sign-in/response.ts'
import { tokenRequestCases } from './sign-in/token-request.ts'

/** Signing in by the authorization code flow, from the first redirect to the last. */
export const signInCases: readonly ClientCase[] = [
  ...requestCases,
  ...responseCases,
  ...issuerCases,
  ...errorCases,
  ...tokenRequestCases,
  ...idTokenCases,
  ...idTokenSignatureCases,
  ...afterwardsCases,
]
