import type { ClientCase } from '../../harness/client-case.ts'
import { failureCases } from './calling-the-api/failures.ts'
import { refusalCases } from './calling-the-api/refusals.ts'
import { tokenCases } from './calling-the-api/token.ts'

/** Which token goes to the API, and what comes of the API's answers. */
export const callingTheApiCases: readonly ClientCase[] = [...tokenCases, ...refusalCases, ...failureCases]
