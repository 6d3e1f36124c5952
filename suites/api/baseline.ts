import type { Case, ExchangeCase } from '../../harness/case.ts'
import { requirements } from '../requirements.ts'
import { accepted, changed, claims, inVersion, noCredentials, valid, validAppOnly, without } from './recipes.ts'

const genuine = {
  kind: 'exchange',
  requirement: requirements.entraAccessTokens,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  expect: accepted,
  gains: 'Nothing; but the API refuses callers it is there for.',
} satisfies Partial<ExchangeCase>

/** Tokens Entra issues to the callers the API is there for. */
const validTokens: readonly Case[] = [
  {
    ...genuine,
    id: 'api.baseline.v2-delegated',
    title: 'A valid v2.0 token of a user is accepted',
    needs: ['delegated-route', 'v2-tokens'],
    token: inVersion('2.0', valid),
    request: { route: 'delegated' },
  },
  {
    ...genuine,
    id: 'api.baseline.v1-delegated',
    title: 'A valid v1.0 token of a user is accepted',
    needs: ['delegated-route', 'v1-tokens'],
    token: inVersion('1.0', valid),
    request: { route: 'delegated' },
  },
  {
    ...genuine,
    id: 'api.baseline.v2-app-only',
    title: 'A valid v2.0 token of an application is accepted',
    needs: ['app-only-route', 'v2-tokens'],
    token: inVersion('2.0', validAppOnly),
    request: { route: 'app-only' },
  },
  {
    ...genuine,
    id: 'api.baseline.v1-app-only',
    title: 'A valid v1.0 token of an application is accepted',
    needs: ['app-only-route', 'v1-tokens'],
    token: inVersion('1.0', validAppOnly),
    request: { route: 'app-only' },
  },
  {
    ...genuine,
    id: 'api.baseline.app-only-idtyp',
    title: 'An application token with the optional idtyp claim is accepted',
    requirement: requirements.entraOptionalClaims,
    needs: ['app-only-route'],
    token: { ...claims({ idtyp: 'app' }), baseline: 'app-only' },
    request: { route: 'app-only' },
  },
  {
    kind: 'scenario',
    isolation: 'shared',
    id: 'api.baseline.token-reused',
    title: 'A token is accepted again and again until it expires',
    requirement: requirements.entraTokenReuse,
    level: 'MUST',
    severity: 'medium',
    maker: 'another-client',
    needs: ['protected-route'],
    gains: genuine.gains,
    steps: [
      { do: 'send', label: 'first', expect: accepted, control: true },
      { do: 'send', label: 'again', expect: accepted, times: 5 },
    ],
  },
]

/** Shapes of valid tokens that trip over-strict or careless code. */
const unusualTokens: readonly Case[] = [
  {
    ...genuine,
    id: 'api.baseline.unknown-claims',
    title: 'Claims the API does not know are ignored',
    requirement: requirements.unknownClaims,
    severity: 'medium',
    needs: ['protected-route'],
    token: claims({ xms_cc: ['cp1'], xms_tcdt: 1_600_000_000, extension_unknown: { nested: [1, null, true] } }),
  },
  {
    ...genuine,
    id: 'api.baseline.optional-claims-absent',
    title: 'A token without name, preferred_username and the like is accepted',
    requirement: requirements.entraOptionalClaims,
    severity: 'medium',
    needs: ['protected-route'],
    token: without('name', 'preferred_username', 'upn', 'unique_name', 'given_name', 'family_name', 'email', 'ipaddr'),
  },
  {
    ...genuine,
    id: 'api.baseline.non-ascii-name',
    title: 'A name outside ASCII is accepted',
    requirement: requirements.claimsObject,
    severity: 'medium',
    needs: ['protected-route'],
    token: claims({ name: 'Ünïcødé Üser 名前 🙂' }),
  },
  {
    ...genuine,
    id: 'api.baseline.two-hundred-groups',
    title: 'A token with 200 groups, the most Entra puts into one, is accepted',
    requirement: requirements.entraGroupsLimit,
    level: 'SHOULD',
    severity: 'low',
    needs: ['protected-route'],
    token: changed({ op: 'set', part: 'claims', values: { groups: groups(200) } }),
  },
]

/** Recognisable group IDs: the last group of the GUID counts. */
function groups(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `99999999-0000-4000-8000-${String(index).padStart(12, '0')}`)
}

const unauthenticated = {
  kind: 'exchange',
  requirement: requirements.bearerChallenge,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  expect: noCredentials,
  gains: 'Anyone on the network uses the API without signing in.',
} satisfies Partial<ExchangeCase>

const noToken: readonly Case[] = [
  {
    ...unauthenticated,
    id: 'api.baseline.no-token',
    title: 'A request without a token is refused with a bare Bearer challenge',
    needs: ['protected-route'],
    tags: ['contract'],
  },
  {
    ...unauthenticated,
    id: 'api.baseline.no-token-unsafe',
    title: 'An unsafe request without a token is refused and changes nothing',
    needs: ['unsafe-route'],
    request: { route: 'unsafe' },
  },
  {
    ...unauthenticated,
    kind: 'probe',
    id: 'api.baseline.no-token-every-route',
    title: 'No protected route of the manifest answers without a token',
    requirement: requirements.functionLevelAuthorization,
    needs: ['protected-route'],
    probe: 'no-token-every-route',
  },
]

const anonymous = {
  kind: 'exchange',
  requirement: requirements.anonymousRoutes,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  needs: ['anonymous-route'],
  expect: accepted,
  gains: 'Nothing; but health checks and open pages fail, and the platform takes the instance out of service.',
} satisfies Partial<ExchangeCase>

const anonymousRoute: readonly Case[] = [
  {
    ...anonymous,
    id: 'api.baseline.anonymous-without-token',
    title: 'An anonymous route answers without a token',
    request: { route: 'anonymous' },
  },
  {
    ...anonymous,
    id: 'api.baseline.anonymous-with-valid-token',
    title: 'An anonymous route answers a caller who sends a valid token',
    token: valid,
    request: { route: 'anonymous' },
  },
  {
    ...anonymous,
    id: 'api.baseline.anonymous-with-bad-token',
    title: 'An anonymous route answers a caller whose token is not valid',
    level: 'SHOULD',
    token: changed({ op: 'signature', change: 'flip-bit' }),
    request: { route: 'anonymous' },
  },
]

export const baselineCases: readonly Case[] = [...validTokens, ...unusualTokens, ...noToken, ...anonymousRoute]
