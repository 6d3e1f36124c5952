import type { ClientCase } from '../../../harness/client-case.ts'
import { assertionCases } from './assertion.ts'
import { refusalCases } from './refusal.ts'
import { useCases } from './use.ts'

/** The app proves itself with assertions that its certificate signs. */
export const certificateCases: readonly ClientCase[] = [...useCases, ...assertionCases, ...refusalCases]
