import type { Case } from '../../harness/case.ts'
import { callerCases } from './authorization/callers.ts'
import { furtherClaimCases } from './authorization/further-claims.ts'
import { matrixCases } from './authorization/matrix.ts'
import { ownershipCases } from './authorization/ownership.ts'
import { roleCases } from './authorization/roles.ts'
import { scopeCases } from './authorization/scopes.ts'
import { userIsolationCases } from './authorization/users.ts'

/** What a valid token may do, and what it may not. */
export const authorizationCases: readonly Case[] = [
  ...scopeCases,
  ...roleCases,
  ...callerCases,
  ...furtherClaimCases,
  ...userIsolationCases,
  ...ownershipCases,
  ...matrixCases,
]
