import type { ClientCase } from '../../harness/client-case.ts'
import { callingTheApiCases } from './calling-the-api.ts'
import { sessionCases } from './session.ts'
import { signInCases } from './sign-in.ts'

/** Every case of web apps, in order. */
export const webAppCases: readonly ClientCase[] = [...signInCases, ...sessionCases, ...callingTheApiCases]
