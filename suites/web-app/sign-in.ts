import type { ClientCase } from '../../harness/client-case.ts'
import { afterwardsCases } from './sign-in/afterwards.ts'
import { idTokenCases } from './sign-in/id-token.ts'
import { requestCases } from './sign-in/request.ts'
import { responseCases } from './sign-in/response.ts'
import { tokenRequestCases } from './sign-in/token-request.ts'

/** Signing in by the authorization code flow, from the first redirect to the last. */
export const signInCases: readonly ClientCase[] = [
  ...requestCases,
  ...responseCases,
  ...tokenRequestCases,
  ...idTokenCases,
  ...afterwardsCases,
]
