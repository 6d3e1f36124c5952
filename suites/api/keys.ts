import type { Case } from '../../harness/case.ts'
import { keyChangeCases } from './keys/changes.ts'
import { keySetFaultCases } from './keys/faults.ts'
import { keyIdCases } from './keys/key-ids.ts'
import { laterKeyCases } from './keys/later.ts'
import { oddKeySetCases } from './keys/odd-sets.ts'

/** What the API does with the tenant's key set, in good and bad times. */
export const keyCases: readonly Case[] = [
  ...keyIdCases,
  ...keyChangeCases,
  ...laterKeyCases,
  ...keySetFaultCases,
  ...oddKeySetCases,
]
