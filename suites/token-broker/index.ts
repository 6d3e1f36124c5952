import type { ClientCase } from '../../harness/client-case.ts'
import { answerCases } from './access/answers.ts'
import { listeningCases } from './access/listening.ts'
import { scopeCases } from './access/scopes.ts'
import { secretCases } from './access/secret.ts'
import { failureCases } from './cache/failures.ts'
import { cacheCases } from './cache/tokens.ts'
import { cacheCases as clientCacheCases } from './client/cache.ts'
import { failureCases as clientFailureCases } from './client/failures.ts'
import { useCases } from './client/use.ts'

/** Token broker. */
export const tokenBrokerCases: readonly ClientCase[] = [
  ...secretCases,
  ...scopeCases,
  ...answerCases,
  ...listeningCases,
  ...cacheCases,
  ...failureCases,
  ...useCases,
  ...clientCacheCases,
  ...clientFailureCases,
]
