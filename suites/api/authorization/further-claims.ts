import type { LedgerBound } from '../../../harness/case.ts'
import type { TokenRecipe } from '../../../harness/tokens/recipe.ts'
import { requirements } from '../../requirements.ts'
import { family } from '../family.ts'
import { changed, claims, forbiddenOrInvalid, valid } from '../recipes.ts'

const linkNotFollowed: LedgerBound = {
  endpoint: 'canary',
  atMost: 0,
  because: 'the API followed a link in the token to another host',
}

const overage = {
  requirement: requirements.entraGroupsOverage,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  needs: ['role-route'],
  request: { route: 'role' },
  expect: forbiddenOrInvalid,
  gains: 'A user in very many groups gets what none of them gives.',
} as const

function groupsElsewhere(claim: string, endpoint: string): TokenRecipe {
  return changed(
    { op: 'remove', part: 'claims', names: ['roles', 'groups'] },
    {
      op: 'set',
      part: 'claims',
      values: { _claim_names: { [claim]: 'src1' }, _claim_sources: { src1: { endpoint } } },
    },
  )
}

const overages = family('api.authorization.groups-overage', overage, [
  {
    id: 'link',
    title: 'A user whose groups did not fit into the token gets no role from that',
    token: groupsElsewhere('groups', 'https://graph.windows.net/${tenantId}/users/${userId}/getMemberObjects'),
  },
  {
    id: 'has-groups',
    title: 'A user whose token only says that there are groups gets no role from that',
    token: changed(
      { op: 'remove', part: 'claims', names: ['roles', 'groups'] },
      { op: 'set', part: 'claims', values: { hasgroups: true } },
    ),
  },
  {
    id: 'link-elsewhere',
    title: 'A link to groups on another host is not followed',
    maker: 'issuer-only',
    token: groupsElsewhere('groups', 'https://${canaryHost}/groups'),
    ledger: [linkNotFollowed],
    gains: 'The API sends its requests, and maybe its own tokens, to a host that a token names.',
  },
  {
    id: 'roles-elsewhere',
    title: 'A link to roles on another host is not followed',
    maker: 'issuer-only',
    token: groupsElsewhere('roles', 'https://${canaryHost}/roles'),
    ledger: [linkNotFollowed],
    gains: 'The API sends its requests, and maybe its own tokens, to a host that a token names.',
  },
])

const challenged = {
  requirement: requirements.entraClaimsChallenge,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  needs: ['claims-challenge'],
  request: { route: 'claims-challenge' },
  expect: { outcome: 'denied', as: ['insufficient_claims'] },
  /** `{"` in base64, whatever follows. */
  answer: { headers: { 'www-authenticate': '/claims="?e[yw][A-Za-z0-9+\\/=_-]+/' } },
  control: { token: claims({ acrs: ['${acrs}'] }) },
  gains: 'A user without the second factor does what asks for it.',
} as const

const claimsChallenges = family('api.authorization.claims-challenge', challenged, [
  {
    id: 'missing',
    title: 'A token without the authentication context is challenged',
    token: valid,
    tags: ['contract'],
  },
  { id: 'other', title: 'A token with another authentication context is challenged', token: claims({ acrs: ['c99'] }) },
  {
    id: 'superstring',
    title: 'A token whose authentication context begins with the one asked for is challenged',
    token: claims({ acrs: ['${acrs}0'] }),
  },
  {
    id: 'other-claim',
    title: 'A token with the authentication context in acr instead of acrs is challenged',
    maker: 'issuer-only',
    severity: 'medium',
    token: claims({ acr: '${acrs}' }),
  },
])

const satisfied = family(
  'api.authorization.claims-challenge',
  { ...challenged, answer: {}, expect: { outcome: 'accepted' } },
  [
    {
      id: 'satisfied',
      title: 'A token with the authentication context among others is accepted',
      token: claims({ acrs: ['c98', '${acrs}'] }),
      gains: 'Nothing; but users who did what was asked are asked again for ever.',
    },
  ],
)

/** Claims that say where to look, or what is still to be done. */
export const furtherClaimCases = [...overages, ...claimsChallenges, ...satisfied]
