import type { ClientCase } from '../../../harness/client-case.ts'
import { exchangeCases } from './exchange.ts'
import { identityCases } from './identity.ts'
import { lifetimeCases } from './lifetime.ts'
import { mismatchCases } from './mismatch.ts'
import { settingCases } from './settings.ts'
import { unavailableCases } from './unavailable.ts'

/** The app proves itself with a token of its managed identity. */
export const federatedCases: readonly ClientCase[] = [
  ...identityCases,
  ...exchangeCases,
  ...mismatchCases,
  ...unavailableCases,
  ...lifetimeCases,
  ...settingCases,
]
