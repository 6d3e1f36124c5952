import type { ClientCase } from '../../harness/client-case.ts'
import { callingTheApiCases } from './calling-the-api.ts'
import { idTokenCases } from './sign-in/id-token.ts'
import { requestCases } from './sign-in/request.ts'
import { responseCases } from './sign-in/response.ts'

/** Every case of web apps, in order. */
export const webAppCases: readonly ClientCase[] = [
  ...requestCases,
  ...responseCases,
  ...idTokenCases,
  ...callingTheApiCases,
]
