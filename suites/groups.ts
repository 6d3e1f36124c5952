import { clientFixHints } from './client-fix-hints.ts'
import { clientGroups } from './client-groups.ts'
import { type FixHint, fixHints } from './fix-hints.ts'
import type { Group } from './group.ts'

/** The groups of the API's cases, in the order they are tried and shown. */
export const groups: readonly Group[] = [
  {
    id: 'api.baseline',
    title: 'Baseline',
    purpose: 'The callers the API is there for are let in, and nobody without a token is.',
  },
  {
    id: 'api.signature',
    title: 'Signature',
    purpose: 'Only what the tenant signed, with the algorithm Entra uses, is believed.',
  },
  {
    id: 'api.keys',
    title: 'Signing keys',
    purpose: 'Keys are followed when they change, kept when they cannot be read, and never taken from elsewhere.',
  },
  {
    id: 'api.headers',
    title: 'Token header',
    purpose: 'Nothing the header says leads the API to another key, file, query or host.',
  },
  {
    id: 'api.format',
    title: 'Format',
    purpose: 'What is not one well-formed token is refused at a bounded cost.',
  },
  {
    id: 'api.time',
    title: 'Lifetime',
    purpose: 'A token counts between nbf and exp, give or take the declared tolerance.',
  },
  {
    id: 'api.audience',
    title: 'Audience',
    purpose: 'A token that was issued for another resource is worth nothing here.',
  },
  {
    id: 'api.issuer',
    title: 'Issuer and tenant',
    purpose: 'Only tokens of the tenants the API serves are accepted, whoever signed them.',
  },
  {
    id: 'api.token-kind',
    title: 'Kind of token',
    purpose: 'ID tokens, refresh tokens, assertions and other look-alikes are not access tokens.',
  },
  {
    id: 'api.authorization',
    title: 'Authorization',
    purpose: 'Scopes, roles, client, tenant and ownership decide what a valid token may do.',
  },
  {
    id: 'api.transport',
    title: 'Transport',
    purpose: 'The token counts in the Authorization header alone, however the request is written or sent.',
  },
]

/** The title of a group; the id itself for one that has no entry. */
export function groupTitle(id: string): string {
  return [...groups, ...clientGroups].find((group) => group.id === id)?.title ?? id
}

/** The likely fix for a finding of that case: the hints of the longest beginning of its id that has any. */
export function fixHintsFor(caseId: string): readonly FixHint[] {
  const all = { ...fixHints, ...clientFixHints }
  const [longest] = Object.keys(all)
    .filter((prefix) => caseId === prefix || caseId.startsWith(`${prefix}.`) || caseId.startsWith(`${prefix}-`))
    .toSorted((a, b) => b.length - a.length)
  return longest === undefined ? [] : (all[longest] ?? [])
}
