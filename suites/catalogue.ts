import type { Case } from '../harness/case.ts'
import type { ClientCase } from '../harness/client-case.ts'
import { audienceCases } from './api/audience.ts'
import { authorizationCases } from './api/authorization.ts'
import { baselineCases } from './api/baseline.ts'
import { formatCases } from './api/format.ts'
import { headerCases } from './api/headers.ts'
import { issuerCases } from './api/issuer.ts'
import { keyCases } from './api/keys.ts'
import { signatureCases } from './api/signature.ts'
import { timeCases } from './api/time.ts'
import { tokenKindCases } from './api/token-kind.ts'
import { transportCases } from './api/transport.ts'
import { clientCatalogue } from './client-catalogue.ts'

/** The groups in the order they are tried and shown. */
const groups: readonly (readonly Case[])[] = [
  baselineCases,
  signatureCases,
  keyCases,
  headerCases,
  formatCases,
  timeCases,
  audienceCases,
  issuerCases,
  tokenKindCases,
  authorizationCases,
  transportCases,
]

/**
 * Joins groups of cases into one catalogue.
 * @throws {Error} when two cases have the same id: an id is permanent and means one thing
 */
export function joinCases<T extends { readonly id: string }>(members: readonly (readonly T[])[]): readonly T[] {
  const cases = members.flat()
  const seen = new Set<string>()
  for (const { id } of cases) {
    if (seen.has(id)) throw new Error(`two cases have the id ${id}`)
    seen.add(id)
  }
  return cases
}

/** Every case of the API's suites, in order. */
export const catalogue: readonly Case[] = joinCases(groups)

/** Every case there is, in order. */
export const everyCase: readonly (Case | ClientCase)[] = joinCases<Case | ClientCase>([catalogue, clientCatalogue])
