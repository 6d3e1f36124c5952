import type { ClientCase } from '../../../harness/client-case.ts'
import { assertionCases } from './assertions.ts'
import { conductCases } from './conduct.ts'
import { identityTokenCases } from './identity-tokens.ts'
import { isolationCases } from './isolation.ts'
import { laterCases } from './later.ts'
import { refusalCases } from './refusals.ts'
import { restartCases } from './restarts.ts'
import { throttlingCases } from './throttling.ts'
import { userTokenCases } from './user-tokens.ts'

/** Access, refresh and identity tokens: kept, renewed in time, never mixed up, and forgotten when they are to be. */
export const tokenCacheCases: readonly ClientCase[] = [
  ...userTokenCases,
  ...refusalCases,
  ...throttlingCases,
  ...laterCases,
  ...identityTokenCases,
  ...assertionCases,
  ...isolationCases,
  ...restartCases,
  ...conductCases,
]
