import type { Case, Expectation, ScenarioCase, Step } from '../../../harness/case.ts'
import type { JsonObject } from '../../../harness/json.ts'
import type { TokenRecipe } from '../../../harness/tokens/recipe.ts'
import { requirements } from '../../requirements.ts'
import { accepted, changed, claims, unharmed } from '../recipes.ts'

/** What two users share here: each of these can be the same for different people, or be changed by an administrator. */
const sharedNames = {
  email: 'shared@contoso.example',
  upn: 'shared@contoso.example',
  unique_name: 'shared@contoso.example',
  preferred_username: 'shared@contoso.example',
  name: 'Shared Name',
}

const firstUser = (names: JsonObject): TokenRecipe => claims(names)

/** Another user, with another oid and sub, of the same tenant. */
const secondUser = (names: JsonObject): TokenRecipe =>
  claims({ ...names, oid: '${secondUserId}', sub: 'BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB' })

/** A user of another tenant, as that tenant issues it. */
function elsewhere(values: JsonObject): TokenRecipe {
  const iss = 'https://login.microsoftonline.com/${otherTenantId}/v2.0'
  return changed(
    { op: 'set', part: 'claims', values: { ...sharedNames, ...values, iss, tid: '${otherTenantId}' } },
    { op: 'sign', key: 'other-tenant' },
  )
}

const isolation = {
  kind: 'scenario',
  isolation: 'shared',
  requirement: requirements.entraSubject,
  level: 'MUST',
  severity: 'critical',
  maker: 'another-client',
  needs: ['delegated-route', 'identity-route'],
  gains: "Who sets up an account with the email of another user reads and writes that user's data.",
} satisfies Partial<ScenarioCase>

/** The second caller may have no record yet; but it must not be shown the first one's. */
function identities(first: TokenRecipe, second: TokenRecipe): readonly Step[] {
  const request = { route: 'identity' } as const
  return [
    {
      do: 'send',
      label: 'first-user',
      token: first,
      request,
      expect: accepted,
      capture: { first: '$identity' },
      control: true,
    },
    { do: 'send', label: 'second-user', token: second, request, expect: unharmed, answer: { lacks: ['${first}'] } },
  ]
}

const sameNames: readonly Case[] = [
  {
    ...isolation,
    id: 'api.authorization.user-isolation.same-email',
    title: "A user with another one's email is not shown that one's record",
    steps: identities(firstUser({ email: sharedNames.email }), secondUser({ email: sharedNames.email })),
  },
  {
    ...isolation,
    id: 'api.authorization.user-isolation.same-upn',
    title: "A user with another one's upn is not shown that one's record",
    steps: identities(
      firstUser({ upn: sharedNames.upn, unique_name: sharedNames.upn }),
      secondUser({ upn: sharedNames.upn, unique_name: sharedNames.upn }),
    ),
  },
  {
    ...isolation,
    id: 'api.authorization.user-isolation.same-preferred-username',
    title: "A user with another one's preferred_username is not shown that one's record",
    steps: identities(
      firstUser({ preferred_username: sharedNames.preferred_username }),
      secondUser({ preferred_username: sharedNames.preferred_username }),
    ),
  },
]

const refusedOrMissing: Expectation = { outcome: 'status', anyOf: [403, 404] }

/** The first user writes, the second tries to change it, the first looks. */
function owned(first: TokenRecipe, second: TokenRecipe): readonly Step[] {
  return [
    {
      do: 'send',
      label: 'create',
      token: first,
      request: { route: 'resource.create' },
      expect: accepted,
      capture: { id: '$id' },
      control: true,
    },
    {
      do: 'send',
      label: 'foreign-update',
      token: second,
      request: { route: 'resource.update' },
      expect: refusedOrMissing,
    },
    {
      do: 'send',
      label: 'foreign-delete',
      token: second,
      request: { route: 'resource.delete' },
      expect: refusedOrMissing,
    },
    {
      do: 'send',
      label: 'look',
      token: first,
      request: { route: 'resource.read' },
      expect: accepted,
      answer: { lacks: ['${canary}-foreign-update'] },
    },
  ]
}

const sameNamesWriting: readonly Case[] = [
  {
    ...isolation,
    id: 'api.authorization.user-isolation.writes',
    title: "A user with another one's email, upn and names cannot change that one's resource",
    needs: ['delegated-route', 'owned-resource'],
    steps: owned(firstUser(sharedNames), secondUser(sharedNames)),
  },
  {
    ...isolation,
    id: 'api.authorization.user-isolation.other-tenant',
    title: "A user of another tenant with the same email, upn and names cannot change this tenant's user's resource",
    needs: ['delegated-route', 'owned-resource', 'any-tenant', 'v2-tokens'],
    steps: owned(firstUser(sharedNames), elsewhere({ oid: '${secondUserId}' })),
  },
  {
    ...isolation,
    id: 'api.authorization.user-isolation.same-oid-other-tenant',
    title: "A user of another tenant with the same oid cannot change this tenant's user's resource",
    severity: 'medium',
    maker: 'issuer-only',
    needs: ['delegated-route', 'owned-resource', 'any-tenant', 'v2-tokens'],
    gains: 'Records are kept by oid alone: where tenants are imported or synchronized, users of two of them mix.',
    steps: owned(firstUser(sharedNames), elsewhere({ oid: '${userId}' })),
  },
]

export const userIsolationCases: readonly Case[] = [...sameNames, ...sameNamesWriting]
