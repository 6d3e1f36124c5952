import type { ClientCase } from '../../../harness/client-case.ts'
import { challengeCases } from './challenge.ts'
import { failureCases } from './failure.ts'
import { identityCases } from './identity.ts'
import { leastPrivilegeCases } from './least-privilege.ts'
import { policyCases } from './policy.ts'
import { retryCases } from './retries.ts'
import { rotationCases } from './rotation.ts'
import { sourceCases } from './source.ts'

/** Settings from Key Vault, where one is named. */
export const keyVaultCases: readonly ClientCase[] = [
  ...sourceCases,
  ...identityCases,
  ...failureCases,
  ...challengeCases,
  ...leastPrivilegeCases,
  ...retryCases,
  ...policyCases,
  ...rotationCases,
]
