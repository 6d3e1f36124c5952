import type { ClientCase } from '../../../harness/client-case.ts'
import { demoCases } from './demo.ts'
import { orderCases } from './order.ts'
import { refusalCases } from './refusals.ts'
import { resourceCases } from './resources.ts'
import { serviceCases } from './services.ts'
import { sourceCases } from './sources.ts'
import { tokenCases } from './tokens.ts'
import { unavailableCases } from './unavailable.ts'

/** Managed identity, direct. */
export const managedIdentityCases: readonly ClientCase[] = [
  ...resourceCases,
  ...sourceCases,
  ...refusalCases,
  ...tokenCases,
  ...unavailableCases,
  ...serviceCases,
  ...orderCases,
  ...demoCases,
]
