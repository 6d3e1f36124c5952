import type { ClientCase } from '../../harness/client-case.ts'
import { cookieCases } from './session/cookies.ts'
import { frontChannelCases } from './session/front-channel.ts'
import { identityCases } from './session/identity.ts'
import { isolationCases } from './session/isolation.ts'
import { signOutCases } from './session/sign-out.ts'

/** Who is signed in, for how long, and apart from whom. */
export const sessionCases: readonly ClientCase[] = [
  ...cookieCases,
  ...identityCases,
  ...isolationCases,
  ...signOutCases,
  ...frontChannelCases,
]
