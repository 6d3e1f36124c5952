import type { Json } from '../../../harness/json.ts'
import type { TokenRecipe } from '../../../harness/tokens/recipe.ts'
import { requirements } from '../../requirements.ts'
import { family } from '../family.ts'
import { accepted, claims, inVersion } from '../recipes.ts'

/** In v2.0 tokens the audience is always a client ID, which nobody can choose. */
const nearMissV2 = {
  requirement: requirements.audience,
  level: 'MUST',
  severity: 'medium',
  maker: 'issuer-only',
  needs: ['protected-route', 'v2-tokens'],
  gains: 'Audiences are compared loosely; with names that others can choose that lets their tokens in.',
} as const
const v2 = (aud: Json): TokenRecipe => inVersion('2.0', claims({ aud }))

const v2NearMisses = family('api.audience.v2', nearMissV2, [
  {
    id: 'prefix',
    title: 'A v2.0 token for our client ID but its last character is refused',
    token: v2('${apiClientId|but-last}'),
  },
  {
    id: 'substring',
    title: 'A v2.0 token for our client ID but its first character is refused',
    token: v2('${apiClientId|but-first}'),
  },
  { id: 'suffix', title: 'A v2.0 token for our client ID with more after it is refused', token: v2('${apiClientId}0') },
  {
    id: 'superstring',
    title: 'A v2.0 token for our client ID with more before it is refused',
    token: v2('0${apiClientId}'),
  },
  {
    id: 'upper-case',
    title: 'A v2.0 token for our client ID in upper case is refused',
    token: v2('${apiClientId|upper}'),
  },
  {
    id: 'trailing-slash',
    title: 'A v2.0 token for our client ID with a slash is refused',
    token: v2('${apiClientId}/'),
  },
  { id: 'white-space', title: 'A v2.0 token for our client ID with a space is refused', token: v2('${apiClientId} ') },
  {
    id: 'app-id-uri',
    title: 'A v2.0 token for our application ID URI is refused',
    requirement: requirements.entraVersion,
    severity: 'low',
    gains: 'Rules of v1.0 tokens are applied to v2.0 tokens; by itself that grants nothing.',
    token: v2('${apiAppIdUri}'),
  },
])

/** In v1.0 tokens the audience is an application ID URI, which other apps of the tenant choose for themselves. */
const nearMissV1 = {
  requirement: requirements.audience,
  level: 'MUST',
  maker: 'another-client',
  severity: 'high',
  needs: ['protected-route', 'v1-tokens'],
  gains: 'Who registers an app with a similar application ID URI in the tenant gets tokens that count here.',
} as const
const v1 = (aud: Json): TokenRecipe => inVersion('1.0', claims({ aud }))
const asDeclared = { outcome: 'policy', policy: 'audienceCaseOrSlash', as: ['invalid_token'] } as const

const v1NearMisses = family('api.audience.v1', nearMissV1, [
  {
    id: 'prefix',
    title: 'A v1.0 token for our URI but its last character is refused',
    token: v1('${apiAppIdUri|but-last}'),
  },
  {
    id: 'substring',
    title: 'A v1.0 token for our URI but its first character is refused',
    token: v1('${apiAppIdUri|but-first}'),
  },
  { id: 'suffix', title: 'A v1.0 token for our URI with more after it is refused', token: v1('${apiAppIdUri}-other') },
  {
    id: 'superstring',
    title: 'A v1.0 token for a URI that ends with ours is refused',
    token: v1('https://contoso.example/${apiAppIdUri}'),
  },
  { id: 'path', title: 'A v1.0 token for our URI with a path is refused', token: v1('${apiAppIdUri}/other') },
  { id: 'other-scheme', title: 'A v1.0 token for our URI under https is refused', token: v1('https://${apiClientId}') },
  { id: 'wildcard', title: 'A v1.0 token for api://* is refused', maker: 'issuer-only', token: v1('api://*') },
  {
    id: 'upper-case',
    title: 'A v1.0 token for our URI in upper case is treated as declared',
    severity: 'low',
    maker: 'issuer-only',
    token: v1('${apiAppIdUri|upper}'),
    expect: asDeclared,
  },
  {
    id: 'trailing-slash',
    title: 'A v1.0 token for our URI with a slash is treated as declared',
    severity: 'low',
    token: v1('${apiAppIdUri}/'),
    expect: asDeclared,
  },
  {
    id: 'client-id',
    title: 'A v1.0 token for our client ID, as Entra issues to who asks for that, is accepted',
    requirement: requirements.entraTokenClaims,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing; but clients that ask for the client ID instead of the URI are refused.',
    token: v1('${apiClientId}'),
    expect: accepted,
  },
])

/** Audiences that look like ours. */
export const nearMissCases = [...v2NearMisses, ...v1NearMisses]
