import type { ProbeName } from '../../suites/api/probes.ts'
import type { Probe } from './contract.ts'
import { abortedRequests } from './aborted-requests.ts'
import { accessMatrix } from './access-matrix.ts'
import { crossTalk } from './cross-talk.ts'
import { noTokenEveryRoute } from './no-token-every-route.ts'
import { oneConnection } from './one-connection.ts'
import { slowHeaders } from './slow-headers.ts'
import { withoutToken } from './without-token.ts'

const described: Readonly<Record<ProbeName, Probe>> = {
  'no-token-every-route': noTokenEveryRoute,
  'without-token': withoutToken,
  'access-matrix': accessMatrix,
  'cross-talk': crossTalk,
  'one-connection': oneConnection,
  'slow-headers': slowHeaders,
  'aborted-requests': abortedRequests,
}

/** Every probe by its name in `suites/api/probes.ts`. */
export const probes: Readonly<Record<string, Probe>> = described
