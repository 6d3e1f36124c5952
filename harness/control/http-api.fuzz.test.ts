import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'

import { apiId, apiUri, contosoId, daemonId, daemonSecret, form, login } from '../mock-azure/testing/cloud.ts'
import { systemIdentity } from '../mock-azure/testing/workload.ts'
import { createHttpApi } from './http-api.ts'
import { controlledCloud, user } from './testing/controlled-cloud.ts'

const lateId = 'a7a7a7a7-0000-4000-8000-000000000007'
const daemon = { grant_type: 'client_credentials', client_id: daemonId, scope: `${apiUri}/.default` }
const routes = createHttpApi(controlledCloud().control, 'secret').routes.filter(
  ({ method, path }) => method !== 'ALL' && path !== '/' && path !== '/ledger/stream',
)
const text = fc.string({ unit: 'binary', maxLength: 12 })
const known = fc.constantFrom<unknown>(
  contosoId,
  lateId,
  apiId,
  daemonId,
  apiUri,
  user.objectId,
  user.userName,
  systemIdentity.clientId,
  'contoso-vault',
  'one',
  '1',
  'contoso.example',
  'Read',
  0,
  1,
  -1,
  8e15,
  -8e15,
  1e308,
  true,
  null,
  [],
  {},
  '__proto__',
  'constructor',
  '',
)
const members = fc.constantFrom(
  ...'id tenantId domain displayName kind kid clientId secrets scopes appRoles identifierUris redirectUris'.split(' '),
  ...'resource userId principalId role objectId userName givenName familyName password members mode user'.split(' '),
  ...'consent name resourceId tokenLifetimeSeconds scope value enabled refusal accessPolicies endpoint calls'.split(
    ' ',
  ),
  ...'action ms customClaims __proto__'.split(' '),
)
const anyValue = fc.oneof({ weight: 3, arbitrary: known }, { weight: 1, arbitrary: fc.jsonValue() })
/** What is right for some operation. */
const good = fc.constantFrom<Record<string, unknown>>(
  { id: lateId, domain: 'late.example', displayName: 'Late' },
  { clientId: lateId, displayName: 'Late', scopes: ['read'], appRoles: ['Read'], secrets: ['x'] },
  { clientId: daemonId, resource: apiId, scopes: ['read'] },
  { principalId: daemonId, resource: apiId, role: 'Read' },
  { ...user, objectId: lateId, userName: 'late@contoso.example' },
  { userId: user.objectId, tenantId: contosoId, objectId: lateId },
  { objectId: lateId, displayName: 'Late', members: [lateId, user.objectId] },
  { mode: 'automatic', user: 'nobody', consent: 'accept' },
  { ...systemIdentity, kind: 'user-assigned', clientId: lateId },
  { tokenLifetimeSeconds: 1 },
  { principalId: systemIdentity.principalId, role: 'Key Vault Secrets User', scope: '/' },
  { value: '2', expires: 1, notBefore: 1, enabled: false },
  { refusal: 'ForbiddenByPolicy', accessPolicies: [] },
  { endpoint: 'entra.token', calls: { from: 1, to: 1 }, action: { do: 'patch-json', value: { x: 1 } } },
  { ms: 90_000_000 },
)
const anyBody = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(good, fc.dictionary(members, anyValue, { maxKeys: 1 }))
      .map(([base, change]) => JSON.stringify({ ...base, ...change })),
  },
  { weight: 2, arbitrary: fc.dictionary(members, anyValue, { maxKeys: 6 }).map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: text },
)
const anyRequest = fc.record({
  route: fc.constantFrom(...routes),
  // Also for the placeholders of a path.
  names: fc.array(fc.oneof(known.map(String), text), { minLength: 3, maxLength: 3 }),
  query: fc.dictionary(fc.constantFrom('tenant', 'endpoint', 'since', 'host', 'refused', 'tenantId', 'x'), text, {
    maxKeys: 2,
  }),
  body: anyBody,
})

const clockMove = fc.double().map((ms) => ({
  route: { method: 'POST', path: '/clock/move' },
  names: [],
  query: {},
  body: JSON.stringify({ ms }),
}))

const errorSchema = z.object({
  error: z.strictObject({ code: z.string(), message: z.string(), fix: z.string(), details: z.string().optional() }),
})

/** What the cloud is asked afterwards: whatever was done to it, it answers. */
const questions: readonly (readonly [url: string, init?: RequestInit])[] = [
  [`${login}/${contosoId}/v2.0/.well-known/openid-configuration`],
  [`${login}/common/discovery/v2.0/keys`],
  [`${login}/${contosoId}/oauth2/v2.0/token`, form({ ...daemon, client_secret: daemonSecret })],
  [`${login}/${contosoId}/oauth2/v2.0/token`, form({ ...daemon, client_secret: 'x' })],
  [`${login}/${contosoId}/oauth2/v2.0/authorize?client_id=${lateId}&response_type=code`],
  ['https://contoso-vault.vault.azure.net/secrets/one?api-version=7.4'],
  [
    'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://vault.azure.net',
    { headers: { metadata: 'true' } },
  ],
]

test('whatever is asked of the control, it answers with JSON and no failure of its own, and so does the cloud', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 8, arbitrary: anyRequest }, { weight: 1, arbitrary: clockMove }), {
        minLength: 1,
        maxLength: 3,
      }),
      async (requests) => {
        const { mock, control } = controlledCloud()
        const api = createHttpApi(control, 'secret')
        for (const request of requests) await expectAnswer(await api.fetch(toRequest(request)))
        for (const [url, init] of questions) {
          const answer = await mock.handle(new Request(url, init))
          const isFaulted = mock.ledger.entries().at(-1)?.faulted === true
          expect(isFaulted || (answer?.status ?? 0) < 500).toBe(true)
        }
      },
    ),
    { numRuns: 400 },
  )
})

interface AnyRequest {
  readonly route: { readonly method: string; readonly path: string }
  readonly names: readonly string[]
  readonly query: Record<string, string>
  readonly body: string
}

function toRequest({ route: { method, path }, names, query, body }: AnyRequest): Request {
  const rest = [...names]
  const filled = path.replaceAll(/:\w+/g, () => encodeURIComponent(rest.shift() ?? '').replaceAll('.', '%2E'))
  return new Request(`http://127.0.0.1${filled}?${new URLSearchParams(query).toString()}`, {
    method,
    headers: { authorization: 'Bearer secret' },
    ...(method === 'GET' ? {} : { body }),
  })
}

async function expectAnswer(answer: Response): Promise<void> {
  const content = await answer.text()
  expect([200, 201, 204, 400, 404, 409]).toContain(answer.status)
  if (answer.status >= 400) errorSchema.parse(JSON.parse(content))
  else if (answer.status !== 204) JSON.parse(content)
}
