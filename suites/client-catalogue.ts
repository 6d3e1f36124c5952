import type { ClientCase } from '../harness/client-case.ts'
import { idTokenCases } from './web-app/sign-in/id-token.ts'
import { requestCases } from './web-app/sign-in/request.ts'
import { responseCases } from './web-app/sign-in/response.ts'

/** The groups in the order they are tried and shown. */
const groups: readonly (readonly ClientCase[])[] = [requestCases, responseCases, idTokenCases]

/** Every case of the client-side suites, in order. */
export const clientCatalogue: readonly ClientCase[] = groups.flat()
